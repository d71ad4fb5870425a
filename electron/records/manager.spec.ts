import { describe, expect, it } from 'vitest'
import { managerIn, markOn } from './manager'

const flux = { 'helm.toolkit.fluxcd.io/name': 'web', 'helm.toolkit.fluxcd.io/namespace': 'shop' }

describe('the marks of other tools', () => {
  it.each([
    ['none', { labels: { app: 'web' } }, null],
    ['no labels', { labels: 7 }, null],
    ['Flux', { labels: flux }, { tool: 'flux', kind: 'HelmRelease', namespace: 'shop', name: 'web' }],
    [
      'a Kustomization of Flux',
      { labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' } },
      { tool: 'flux', kind: 'Kustomization', namespace: '', name: 'apps' },
    ],
    [
      'Argo CD, by annotation',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/web' } },
      { tool: 'argocd', kind: 'Application', namespace: '', name: 'shop' },
    ],
    [
      'an application of another namespace',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'team_shop:/Service:shop/web' } },
      { tool: 'argocd', kind: 'Application', namespace: 'team', name: 'shop' },
    ],
    [
      'Argo CD, by label',
      { labels: { 'argocd.argoproj.io/instance': 'shop' } },
      { tool: 'argocd', kind: 'Application', namespace: '', name: 'shop' },
    ],
    [
      'Argo CD, by what it applied',
      { managedFields: [{ manager: 'helm' }, { manager: 'argocd-controller' }] },
      { tool: 'argocd', kind: 'Application', namespace: '', name: '' },
    ],
  ])('are read from an object: %s', (_, metadata, mark) => {
    expect(markOn({ metadata })).toEqual(mark)
  })

  it('are found in a manifest, in a short document before a long one', () => {
    const plain = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: plain\n'
    const broken = '# helm.toolkit.fluxcd.io/name\nkind: {\n'
    const marked = `${plain}  labels:\n    helm.toolkit.fluxcd.io/name: web\n    helm.toolkit.fluxcd.io/namespace: shop\n`
    const long = `${marked.replace('web', 'other')}data:\n  text: "${'x'.repeat(5_000)}"\n`
    expect(managerIn([plain, long, broken, marked].join('---\n'))).toEqual({
      ...{ tool: 'flux', kind: 'HelmRelease', namespace: 'shop', name: 'web' },
    })
    expect(managerIn(`${plain}data:\n  text: "see helm.toolkit.fluxcd.io/name"\n`)).toBeNull()
    expect(managerIn('')).toBeNull()
  })
})
