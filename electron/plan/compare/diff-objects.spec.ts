import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffObjects, pathText } from './diff-objects'
import { configMap, deployment, object, service } from './testing/objects'
import { anyDeployment } from './testing/trees'

const rule = (host: string, name: string): object => ({ host, http: { paths: [{ path: '/', backend: { name } }] } })

describe('what differs between two states of an object', () => {
  it.each([
    [
      'a value',
      deployment(),
      deployment({ image: 'x' }),
      [['spec.template.spec.containers[web].image', 'registry.test/web:1', 'x']],
    ],
    ['null is not set', configMap({ a: null }), configMap({}), []],
    ['a number is no text', configMap({ a: 1 }), configMap({ a: '1' }), [['data.a', 1, '1']]],
    ['a field that goes', configMap({ a: 'x' }), configMap({}), [['data.a', 'x', undefined]]],
    [
      'a part that comes',
      deployment(),
      deployment({ resources: { limits: { cpu: 1 } } }),
      [['spec.template.spec.containers[web].resources', undefined, { limits: { cpu: 1 } }]],
    ],
    [
      'an item that comes',
      deployment({ env: [{ name: 'A' }] }),
      deployment({ env: [{ name: 'B' }, { name: 'A' }] }),
      [['spec.template.spec.containers[web].env[B]', undefined, { name: 'B' }]],
    ],
    [
      'items in another order',
      deployment({ env: [{ name: 'A' }, { name: 'B' }] }),
      deployment({ env: [{ name: 'B' }, { name: 'A' }] }),
      [],
    ],
    [
      'a port by its protocol',
      service({ port: 80 }, { port: 80, protocol: 'UDP' }),
      service({ port: 80, protocol: 'UDP' }, { port: 80, name: 'x' }),
      [['spec.ports[80/TCP].name', undefined, 'x']],
    ],
    [
      'a list of plain values',
      deployment({ args: ['a', 'b'] }),
      deployment({ args: ['b', 'a'] }),
      [['spec.template.spec.containers[web].args', ['a', 'b'], ['b', 'a']]],
    ],
    [
      'a set',
      object('v1', 'Pod', { metadata: { finalizers: ['a', 'b'] } }),
      object('v1', 'Pod', { metadata: { finalizers: ['c', 'a'] } }),
      [
        ['metadata.finalizers[b]', 'b', undefined],
        ['metadata.finalizers[c]', undefined, 'c'],
      ],
    ],
    [
      'items of a custom kind',
      object('x.test/v1', 'X', { items: [{ id: 'a', n: 1 }, { id: 'b' }] }),
      object('x.test/v1', 'X', { items: [{ id: 'a', n: 2 }, { id: 'b' }] }),
      [['items[a].n', 1, 2]],
    ],
    [
      'items without a key, one put first',
      object('x.test/v1', 'X', { items: [{ n: 1 }, { n: 2 }] }),
      object('x.test/v1', 'X', { items: [{ n: 0 }, { n: 1 }, { n: 2 }] }),
      [['items[0]', undefined, { n: 0 }]],
    ],
    [
      'an order that may matter',
      object('networking.k8s.io/v1', 'Ingress', { rules: [rule('a', 'x'), rule('b', 'y')] }),
      object('networking.k8s.io/v1', 'Ingress', { rules: [rule('b', 'y'), rule('a', 'x')] }),
      [['rules', [rule('a', 'x'), rule('b', 'y')], [rule('b', 'y'), rule('a', 'x')]]],
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(diffObjects(before, after).map((one) => [pathText(one.path), one.before, one.after])).toEqual(expected)
  })

  it.each([
    ['0.5', '500m', true],
    ['1Gi', '1024Mi', true],
    [1, '1', true],
    ['1e3', '1k', true],
    ['1Gi', '1G', false],
    ['.', '0', false],
    ['1e99999', '1e99999 ', false],
  ])('compares quantities by value: %s and %s', (one, other, isSame) => {
    const of = (cpu: unknown) => deployment({ resources: { limits: { cpu } } })
    expect(diffObjects(of(one), of(other)).length === 0).toBe(isSame)
    expect(diffObjects(configMap({ cpu: one }), configMap({ cpu: other }))).toHaveLength(1)
  })

  it('tells an object that comes or goes as a whole', () => {
    expect(diffObjects(null, null)).toEqual([])
    expect(diffObjects(null, deployment())).toEqual([{ path: [], before: undefined, after: deployment() }])
    expect(diffObjects(deployment(), null)).toEqual([{ path: [], before: deployment(), after: undefined }])
  })

  it('finds one change among many items', () => {
    const env = (last: string) =>
      Array.from({ length: 10_000 }, (_, at) => ({ name: `V${at}`, value: at < 9_999 ? '' : last }))
    expect(diffObjects(deployment({ env: env('a') }), deployment({ env: env('b').toReversed() }))).toHaveLength(1)
  })

  it('finds nothing between an object and its copy, and something between others', () => {
    fc.assert(
      fc.property(anyDeployment, anyDeployment, (one, other) => {
        const copies = structuredClone([one, other])
        expect(diffObjects(one, structuredClone(one))).toEqual([])
        expect(diffObjects(one, other).length).toBe(diffObjects(other, one).length)
        expect([one, other]).toEqual(copies)
      }),
    )
  })
})

describe('a path as text', () => {
  it.each([
    [['metadata', 'annotations', 'checksum/config'], 'metadata.annotations["checksum/config"]'],
    [['data', 'a.b'], 'data["a.b"]'],
    [['spec', 'ports', '[80/TCP]', 'name'], 'spec.ports[80/TCP].name'],
    [[], ''],
  ])('%j', (path, text) => expect(pathText(path)).toBe(text))
})
