import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { AppFailure } from '@shared/errors'
import { readSides, type SidesInput } from './read-sides'

const release = { namespace: 'shop', name: 'web' }

function payload(manifest: string, more: object = {}): object {
  const chart = { metadata: { name: 'web', version: '1.2.0', appVersion: '9' } }
  return { name: 'web', namespace: 'shop', version: 2, info: { status: 'pending-upgrade' }, chart, manifest, ...more }
}

function stored(value: object): string {
  return gzipSync(JSON.stringify(value)).toString('base64')
}

function input(of: Partial<SidesInput>): SidesInput {
  const nothing = { rendered: [], current: null, target: null, definitions: '', skipsHooks: false }
  return { verb: 'upgrade', release, ...nothing, ...of }
}

const map = (name: string, data = 'a: "1"'): string =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  ${data}\n`

describe('the sides of a plan', () => {
  it('are what helm would send, with its marks, and what it has stored, without', () => {
    const rendered = { json: JSON.stringify(payload(map('a'), { apply_method: 'ssa' })) }
    const sides = readSides(input({ rendered: [rendered], current: stored(payload(map('b'))) }))
    expect(sides.next).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: 'a',
          labels: { 'app.kubernetes.io/managed-by': 'Helm' },
          annotations: { 'meta.helm.sh/release-name': 'web', 'meta.helm.sh/release-namespace': 'shop' },
        },
        data: { a: '1' },
      },
    ])
    expect(sides.old).toMatchObject([{ metadata: { name: 'b' } }])
    expect(sides).toMatchObject({ applyMethod: 'ssa', chart: { name: 'web', version: '1.2.0', appVersion: '9' } })
  })

  it('know what two renderings do not agree on', () => {
    const rendered = ['x', 'y'].map((value) => ({ json: JSON.stringify(payload(map('a', `token: ${value}`))) }))
    expect([...readSides(input({ rendered })).unstable.fields.values()]).toEqual([[['data', 'token']]])
  })

  it('take the last of two objects with the same name, as helm leaves it', () => {
    const sides = readSides(
      input({ rendered: [{ json: JSON.stringify(payload(map('a', 'v: one') + map('a', 'v: two'))) }] }),
    )
    expect(sides.next).toMatchObject([{ data: { v: 'two' } }])
  })

  it('go by the revision that a rollback returns to, its method too', () => {
    const target = stored(
      payload(map('t'), { apply_method: 'csa', hooks: [{ name: 'h', kind: 'Job', events: ['pre-rollback'] }] }),
    )
    const current = stored(payload(map('c'), { apply_method: 'ssa' }))
    const sides = readSides(input({ verb: 'rollback', current, target }))
    expect(sides).toMatchObject({
      applyMethod: 'csa',
      next: [{ metadata: { name: 't' } }],
      hooks: [{ event: 'pre-rollback', recreated: true }],
    })
    expect(readSides(input({ verb: 'rollback', current, target, skipsHooks: true })).hooks).toEqual([])
  })

  it('send nothing where a release goes', () => {
    const sides = readSides(input({ verb: 'uninstall', current: stored(payload(map('c'))) }))
    expect(sides.next).toEqual([])
    expect(sides.old).toHaveLength(1)
  })

  it('find the definitions of the chart, and of those that it depends on', () => {
    const definition = (name: string): string =>
      `---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: ${name}.x.io\nspec:\n  group: x.io\n  names:\n    kind: ${name}\n`
    const files = [
      { name: 'crds/a.yaml', data: Buffer.from(definition('a')).toString('base64') },
      { name: 'README.md', data: 'eA==' },
    ]
    const rendered = [{ json: JSON.stringify(payload('', { chart: { metadata: { name: 'web' }, files } })) }]
    const sides = readSides(input({ rendered, definitions: definition('a') + definition('b') }))
    expect(sides.definitions).toEqual([
      { name: 'a.x.io', group: 'x.io', kind: 'a' },
      { name: 'b.x.io', group: 'x.io', kind: 'b' },
    ])
  })

  it.each([
    ['no JSON', 'hello'],
    ['another form', '{"name":7}'],
    ['too deep', `${'['.repeat(600)}${']'.repeat(600)}`],
  ])('are refused in words where helm wrote %s', (_, rendered) => {
    expect(() => readSides(input({ rendered: [{ json: rendered }] }))).toThrow(AppFailure)
  })

  it('leave out what no object can be made of', () => {
    const rendered = [{ json: JSON.stringify(payload('---\n[]\n---\nkind: {\n---\n7\n' + map('a'))) }]
    expect(readSides(input({ rendered })).next).toHaveLength(1)
    expect(readSides(input({ current: 'not a record' })).old).toEqual([])
  })

  it('tell hooks from objects in what `helm template` writes', () => {
    const hook = `---\napiVersion: batch/v1\nkind: Job\nmetadata:\n  name: h\n  annotations:\n    helm.sh/hook: pre-install, post-install\n    helm.sh/hook-weight: "-3"\n    helm.sh/hook-delete-policy: hook-succeeded\n`
    const sides = readSides(input({ verb: 'install', rendered: [{ yaml: map('a') + hook }] }))
    expect(sides.next).toMatchObject([{ metadata: { name: 'a' } }])
    expect(sides.hooks).toMatchObject([
      { event: 'pre-install', kind: 'Job', name: 'h', weight: -3, recreated: false, deletedAfter: ['hook-succeeded'] },
      { event: 'post-install', name: 'h' },
    ])
    expect(sides.chart).toBeNull()
  })
})
