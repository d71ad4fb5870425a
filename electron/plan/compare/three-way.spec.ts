import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyMergePatch, mergePatchOf } from './merge-patch'
import { deployment, object, service } from './testing/objects'
import { anyDeployment, anyMap } from './testing/trees'
import { isStrategic, jsonMerge, lossyLists, threeWayMerge } from './three-way'

const udp = { port: 80, protocol: 'UDP', name: 'u' }
const tcp = { port: 80, protocol: 'TCP', name: 't' }
const A = { name: 'A', value: '1' }
const B = { name: 'B', value: '2' }

describe('a three-way merge as helm 3 does it', () => {
  it.each([
    ['sets back what somebody changed', deployment(), deployment(), deployment({ image: 'x' }), deployment()],
    ['leaves what somebody added', deployment(), deployment(), deployment({ tty: true }), deployment({ tty: true })],
    [
      'removes what the chart no longer has',
      deployment({ tty: true }),
      deployment(),
      deployment({ tty: true }),
      deployment(),
    ],
    [
      'merges by key',
      deployment({ env: [A] }),
      deployment({ env: [B] }),
      deployment({ env: [A, { name: 'C' }] }),
      deployment({ env: [B, { name: 'C' }] }),
    ],
    [
      'replaces lists of plain values',
      deployment({ args: ['a'] }),
      deployment({ args: ['b'] }),
      deployment({ args: ['a', 'c'] }),
      deployment({ args: ['b'] }),
    ],
    ['takes null as a removal', deployment(), deployment({ tty: null }), deployment({ tty: true }), deployment()],
    [
      'retains the keys of a strategy',
      deployment({}, {}, { strategy: { type: 'RollingUpdate' } }),
      deployment({}, {}, { strategy: { type: 'Recreate' } }),
      deployment({}, {}, { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } }),
      deployment({}, {}, { strategy: { type: 'Recreate' } }),
    ],
    [
      'retains the keys of a volume',
      deployment({}, { volumes: [{ name: 'v', emptyDir: {} }] }),
      deployment({}, { volumes: [{ name: 'v', secret: {} }] }),
      deployment({}, { volumes: [{ name: 'v', emptyDir: {}, more: 1 }] }),
      deployment({}, { volumes: [{ name: 'v', secret: {} }] }),
    ],
    ['loses one of two ports that come', service(tcp), service(tcp, udp), service(tcp), service(udp)],
    ['loses both ports when one goes', service(tcp, udp), service(tcp), service(tcp, udp), service()],
    ['keeps two ports that stay', service(tcp, udp), service(tcp, udp), service(tcp, udp), service(tcp, udp)],
  ])('%s', (_name, old, next, live, expected) => {
    expect(threeWayMerge({ old, next, live })).toEqual(expected)
  })

  it('merges sets', () => {
    const pod = (...finalizers: string[]) => object('v1', 'Pod', { metadata: { finalizers } })
    expect(threeWayMerge({ old: pod('a', 'b'), next: pod('b', 'c'), live: pod('a', 'b', 'x') })).toEqual(
      pod('b', 'c', 'x'),
    )
  })

  it('makes of the old state the next one, changes nothing twice, and nothing that it is given', () => {
    fc.assert(
      fc.property(anyDeployment, anyDeployment, anyDeployment, (old, next, live) => {
        const copies = structuredClone([old, next, live])
        expect(threeWayMerge({ old, next, live: old })).toEqual(next)
        const merged = threeWayMerge({ old, next, live })
        expect(threeWayMerge({ old, next, live: merged })).toEqual(merged)
        expect([old, next, live]).toEqual(copies)
      }),
    )
  })
})

describe('entries that a merge cannot tell apart', () => {
  it('are told', () => {
    expect(lossyLists(service(tcp, udp, { port: 81 }))).toEqual(['spec.ports[80/TCP]', 'spec.ports[80/UDP]'])
    const ports = [{ containerPort: 53 }, { containerPort: 53, protocol: 'UDP' }]
    expect(lossyLists(deployment({ ports }))).toEqual([
      'spec.template.spec.containers[web].ports[53/TCP]',
      'spec.template.spec.containers[web].ports[53/UDP]',
    ])
    expect(lossyLists(deployment({ env: [A, B] }))).toEqual([])
  })
})

describe('kinds that are not of Kubernetes itself', () => {
  it.each([
    ['v1', 'Pod', true],
    ['apps/v1', 'Deployment', true],
    ['example.test/v1', 'Deployment', false],
    ['apiregistration.k8s.io/v1', 'APIService', false],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', true],
  ])('%s %s: %s', (apiVersion, kind, expected) => expect(isStrategic(apiVersion, kind)).toBe(expected))

  it('are sent what differs, and nothing of what somebody changed', () => {
    const of = (spec: object) => object('x.test/v1', 'X', { spec })
    const live = of({ a: 9, b: 9, c: 9 })
    expect(jsonMerge({ old: of({ a: 1, b: 1 }), next: of({ a: 1, b: null }), live })).toEqual(of({ a: 9, c: 9 }))
  })
})

describe('a JSON merge patch', () => {
  it('makes the one of the other', () => {
    fc.assert(
      fc.property(anyMap, anyMap, (one, other) => {
        expect(applyMergePatch(one, mergePatchOf(one, other))).toEqual(other)
        expect(mergePatchOf(one, structuredClone(one))).toEqual({})
      }),
    )
  })

  it('says null for what goes', () => {
    expect(mergePatchOf({ a: { b: 1, c: 1 }, d: null }, { a: { b: 1 } })).toEqual({ a: { c: null } })
  })
})
