import { describe, expect, it } from 'vitest'
import { makeDetail } from '@/testing/make-revision'
import { countedKind, definitionWords, groupByKind, whatStays } from './object-kinds'

const object = (kind: string, name = 'web', keep?: boolean) =>
  keep === undefined ? { kind, name, namespace: 'shop' } : { kind, name, namespace: 'shop', keep }

describe('object kinds', () => {
  it.each([
    ['Deployment', 2, '2 Deployments'],
    ['Ingress', 2, '2 Ingresses'],
    ['NetworkPolicy', 3, '3 NetworkPolicies'],
    ['Gateway', 2, '2 Gateways'],
    ['Service', 1, '1 Service'],
  ])('counts %s × %d', (kind, count, text) => expect(countedKind(kind, count)).toBe(text))

  it('groups by kind and keeps the order within', () => {
    const groups = groupByKind([object('Service'), object('ConfigMap', 'b'), object('ConfigMap', 'a')])
    expect(groups.map(({ kind, objects }) => [kind, objects.map(({ name }) => name)])).toEqual([
      ['ConfigMap', ['b', 'a']],
      ['Service', ['web']],
    ])
  })
})

describe('definitionWords', () => {
  const many = Array.from({ length: 14 }, (_, index) => `kind-${index}.example.com`)

  it.each([
    [null, []],
    [{ names: [], certain: false }, []],
    [
      { names: ['a.x.test'], certain: false },
      ['Custom resource definitions may stay (you are not allowed to list them): a.x.test.'],
    ],
    [{ names: many, certain: true }, [expect.stringMatching(/kind-11\.example\.com and 2 more, and all objects/)]],
  ])('says of %j which stay', (definitions, words) => expect(definitionWords(definitions)).toEqual(words))
})

describe('whatStays', () => {
  const none = { names: [], certain: true }

  it('tells of claims, kept objects and hooks only where there are any', () => {
    const plain = whatStays(makeDetail(1), none)
    expect(plain).toEqual(['The namespace shop.'])
    const rich = whatStays(
      makeDetail(1, {
        objects: [
          { ...object('StatefulSet', 'db'), volumeClaims: ['data', 'wal'] },
          object('StatefulSet', 'cache'),
          object('ConfigMap', 'uploads', true),
        ],
        hooks: [
          { kind: 'Job', name: 'migrate', events: ['pre-install'] },
          { kind: 'Job', name: 'warm', events: ['post-install'], deletePolicies: ['hook-succeeded'] },
        ],
      }),
      { names: ['shops.example.com', 'carts.example.com'], certain: true },
    ).join('\n')
    expect(rich).toContain('ConfigMap uploads, because the chart asks to keep it.')
    expect(rich).toContain('The PersistentVolumeClaims that StatefulSet db created (data-db-0, wal-db-0 and so on)')
    expect(rich).not.toContain('cache')
    expect(rich).toContain('Objects created by hooks that have run: Job migrate.')
    expect(rich).toContain('Custom resource definitions stay: shops.example.com, carts.example.com, and all')
    expect(rich).toContain('The namespace shop.')
  })

  it('names a few and counts the rest', () => {
    const sets = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({
      ...object('StatefulSet', name),
      volumeClaims: ['data'],
    }))
    expect(whatStays(makeDetail(1, { objects: sets }), null)[0]).toContain('StatefulSet d and 2 more')
  })
})
