import { describe, expect, it } from 'vitest'
import { expectedWhy, type ExpectedObject } from './expected'
import type { FoundField } from './found-fields'

const web: ExpectedObject = { apiVersion: 'apps/v1', kind: 'Deployment', isAutoscaled: false }

function field(path: string, manager = '', part: Partial<FoundField> & { readonly scale?: true } = {}): FoundField {
  const { scale, ...rest } = part
  const owner = { manager, operation: 'Update', time: '', subresource: scale ? 'scale' : '' } as const
  return { path: path.split(' '), stored: 2, live: 5, owner: manager === '' ? null : owner, ...rest }
}

const pods = 'spec template spec'
const added = { stored: undefined }

describe('what is expected to differ', () => {
  it.each([
    ['replicas that an autoscaler sets', { ...web, isAutoscaled: true }, field('spec replicas', 'any'), 'autoscaler'],
    [
      'replicas, where autoscalers may not be listed',
      { ...web, isAutoscaled: null },
      field('spec replicas', 'kube-controller-manager', { scale: true }),
      'autoscaler',
    ],
    ['a sidecar', web, field(`${pods} containers [istio-proxy]`, 'any', added), 'injected'],
    ['what an injector adds', web, field(`${pods} volumes [certs]`, 'sidecar-injector', added), 'injected'],
    [
      'the certificate of a webhook',
      { ...web, apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration' },
      field('webhooks [a] clientConfig caBundle', 'cert-manager-cainjector'),
      'certificate',
    ],
    [
      'the rules of a role that others add to',
      { ...web, apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' },
      field('rules', 'clusterrole-aggregation-controller', added),
      'other roles',
    ],
    [
      'the volume of a claim',
      { ...web, apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
      field('spec volumeName'),
      'volume',
    ],
    ['tokens of an account', { ...web, apiVersion: 'v1', kind: 'ServiceAccount' }, field('secrets [a]'), 'tokens'],
  ])('%s', (_, object, found, word) => {
    expect(expectedWhy(object, found)).toContain(word)
  })

  it.each([
    ['replicas that a person sets', web, field('spec replicas', 'kubectl', { scale: true })],
    ['the same where autoscalers may not be listed', { ...web, isAutoscaled: null }, field('spec replicas', 'kubectl')],
    ['replicas elsewhere', { ...web, isAutoscaled: true }, field('spec template replicas')],
    ['another container', web, field(`${pods} containers [debug]`, 'kubectl-edit', added)],
    ['a sidecar of the chart that was changed', web, field(`${pods} containers [istio-proxy]`, 'kubectl-edit')],
    ['a certificate that a person sets', web, field('webhooks [a] clientConfig caBundle', 'kubectl-edit')],
  ])('is not %s', (_, object, found) => {
    expect(expectedWhy(object, found)).toBe('')
  })
})
