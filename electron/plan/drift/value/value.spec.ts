import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { PlainObject } from '../../../records/manifest'
import { valueCandidate } from './candidate'
import { isConfirmed } from './confirm'

const release = { namespace: 'shop' }

function deployment(image: string, replicas: unknown): PlainObject {
  const spec = { replicas, template: { spec: { containers: [{ name: 'web', image }] } } }
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec }
}

function payload(objects: readonly PlainObject[], config: object = {}, hook = 'a'): object {
  const hooks = [{ name: 'h', kind: 'Job', manifest: `kind: Job\nmetadata: {name: h}\nspec: {a: ${hook}}\n` }]
  const chart = {
    metadata: { name: 'web', version: '1.0.0' },
    values: { image: { tag: '1.0' }, replicas: 2, other: 7, on: true, list: ['7'] },
  }
  const manifest = objects.map((object) => `---\n${JSON.stringify(object)}\n`).join('')
  return { name: 'web', namespace: 'shop', version: 1, info: {}, chart, config, manifest, hooks }
}

const stored = (...parts: Parameters<typeof payload>): string =>
  gzipSync(JSON.stringify(payload(...parts))).toString('base64')

function candidate(path: readonly string[], from: PlainObject, live: PlainObject, shown: string, config = {}) {
  const nobody = { isLiveKnown: true, refusals: [], warnings: [], reclaim: '', isKindMissing: false }
  const asked = { ...nobody, namespace: 'shop', live, after: from, by: 'server' as const }
  return valueCandidate({
    ...{ stored: stored([from], config), path, shown },
    answer: { object: from, asked, fresh: null },
  })
}

const image = ['spec', 'template', 'spec', 'containers', '[web]', 'image']
const replicas = ['spec', 'replicas']

describe('the value that may set a field', () => {
  it('is the one that is the same, of an image its version', () => {
    const found = candidate(image, deployment('a/web:1.0', 3), deployment('a/web:1.1', 3), 'a/web:1.1', { mine: 1 })
    expect(found).toEqual({
      path: ['image', 'tag'],
      live: 'a/web:1.1',
      layer: 'image:\n  tag: "1.1"\n',
      values: 'mine: 1\nimage:\n  tag: "1.1"\n',
      chart: 'web-1.0.0',
    })
  })

  it('keeps its kind, and counts as it is set', () => {
    const own = { replicas: 4 }
    const found = candidate(replicas, deployment('a', 4), deployment('a', 6), '6', own)
    expect(found).toMatchObject({ path: ['replicas'], layer: 'replicas: 6\n' })
    expect(candidate(replicas, deployment('a', 2), deployment('a', 6), '6', own)).toBeNull()
  })

  it.each([
    ['several are the same', replicas, deployment('a', 2), deployment('a', 6), '6', { also: '2' }],
    ['only an item of a list is', replicas, deployment('a', '7'), deployment('a', 6), '6', { other: null }],
    ['what is shown is masked', replicas, deployment('a', 2), deployment('a', 6), '••••', {}],
    ['the field is another', ['spec', 'paused'], deployment('a', 2), deployment('a', 6), '6', {}],
    ['the image is another', image, deployment('a/web:1.0', 3), deployment('b/web:1.1', 3), 'b/web:1.1', {}],
    ['it is gone', replicas, deployment('a', 2), deployment('a', undefined), '', {}],
  ] as const)('is not known where %s', (_, path, from, live, shown, config) => {
    expect(candidate(path, from, live, shown, config)).toBeNull()
  })
})

describe('a value sets a field', () => {
  const from = [deployment('a/web:1.0', 2)]
  const confirmed = (after: readonly PlainObject[], hook = 'a'): boolean =>
    isConfirmed({
      ...{ stored: stored(from), rendering: { json: JSON.stringify(payload(after, {}, hook)) }, release },
      ...{ object: deployment('a/web:1.0', 2), path: replicas, live: 6 },
    })

  it('where it changes that field to what is live, and nothing else', () => {
    expect(confirmed([deployment('a/web:1.0', 6)])).toBe(true)
    expect(confirmed([deployment('a/web:1.0', 5)])).toBe(false)
    expect(confirmed([deployment('a/web:1.1', 6)])).toBe(false)
    expect(confirmed([deployment('a/web:1.0', 2)])).toBe(false)
    expect(confirmed([deployment('a/web:1.0', 6)], 'b')).toBe(false)
    expect(confirmed([])).toBe(false)
    const more = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'more' } }
    expect(confirmed([deployment('a/web:1.0', 6), more])).toBe(false)
  })
})
