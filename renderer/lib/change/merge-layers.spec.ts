import { describe, expect, it } from 'vitest'
import type { DraftLayer } from '@shared/contract/draft-shape'
import { readText } from '@shared/values-edit/places'
import { mergeLayers } from './merge-layers'

const layer = (kind: DraftLayer['kind'], text: string, more: Partial<DraftLayer> = {}): DraftLayer => ({
  ...{ id: `${kind} ${text}`, kind, name: '', key: '', text, on: true },
  ...more,
})
const merged = (...layers: DraftLayer[]) => mergeLayers(layers, 'merged')
const valueOf = (...layers: DraftLayer[]) => readText(merged(...layers).text ?? 'null')?.value

describe('layers', () => {
  it('are one text in their order, with what flags say as if it were written', () => {
    const file = layer('file', '# base\nimage: {tag: 1, name: web}\n')
    const own = layer('own', 'image:\n  tag: 2 # mine\n')
    const set = layer('set', 'image.tag=3,replicas=2')
    expect(valueOf(file, own, set)).toEqual({ image: { tag: 3, name: 'web' }, replicas: 2 })
    expect(valueOf(set, own, file)).toEqual({ image: { tag: 1, name: 'web' }, replicas: 2 })
    expect(merged(file, own).text).toContain('# base')
  })

  it('count for nothing while they are off, whatever is wrong with them', () => {
    const off = { on: false }
    expect(merged(layer('own', 'a:   1 # as it is'), layer('file', 'a: [', off), layer('set', 'a', off))).toMatchObject(
      {
        text: 'a:   1 # as it is',
        problems: [],
      },
    )
    expect(merged(layer('own', 'a: 1', off), layer('file', 'b:   2')).text).toBe('b:   2')
  })

  it('let a flag change the list that lies below it', () => {
    const list = layer('file', 'hosts:\n  - name: a\n    port: 1\n  - name: b\n')
    expect(valueOf(list, layer('own', ''), layer('set', 'hosts[1].name=c'))).toEqual({
      hosts: [{ name: 'a', port: 1 }, { name: 'c' }],
    })
    expect(valueOf(layer('set', 'hosts[0].name=c'), list)).toEqual({ hosts: [{ name: 'a', port: 1 }, { name: 'b' }] })
  })

  it.each([['a, b and \\c'], ['{"json": [1, 2]}\n'], [''], ['x=y,z']])(
    'give a key the text of a file as it is: %j',
    (text) => {
      expect(valueOf(layer('set-file', text, { key: 'files.config\\.json' }))).toEqual({
        files: { 'config.json': text },
      })
    },
  )

  it('keep every scalar as it was written', () => {
    const odd = ['yes', '010', '1_000', '1e3', '9007199254740993', '2024-01-02 03:04:05', '8000:53', '~', '.5', '"1"']
    const text = odd.map((word, at) => `k${at}: ${word}`).join('\n')
    const { text: all } = merged(layer('file', text), layer('own', 'other: 1'))
    for (const line of text.split('\n')) expect(all).toContain(`${line}\n`)
  })

  it('tell which of them gives each value', () => {
    const [file, own, set] = [layer('file', 'a: 1\nb: 1'), layer('own', 'a: 2\nc: 1'), layer('set', 'b=2')]
    expect(Object.fromEntries(merged(file, own, set).origins)).toEqual({
      '["a"]': { layer: own.id, overrides: [file.id] },
      '["b"]': { layer: set.id, overrides: [file.id] },
      '["c"]': { layer: own.id, overrides: [] },
    })
    expect(merged(file, own, set)).toMatchObject({ below: 'a: 1\nb: 1', above: 'b: 2\n' })
  })

  it.each([
    [layer('file', 'a: 1\nb: [\n'), /^Line 2: /],
    [layer('file', 'a: [\n1\n]\n'), /can't be layered/],
    [layer('set', 'a.b'), /has no value/],
    [layer('set-file', 'x', { key: '' }), /Name the key/],
    [layer('set-file', 'x', { key: 'a=1,b' }), /Only a key/],
    [layer('set', 'own.x=1'), /own is not a map/],
    [layer('set', 'large[0]=1'), /digits/],
  ])('say why one can’t be used', (bad, words) => {
    const { text, problems } = merged(layer('own', 'own: 1\nlarge: [1, 9007199254740993]\n'), bad)
    expect(text).toBeNull()
    expect(problems).toMatchObject([{ id: bad.id, reason: expect.stringMatching(words) as string }])
  })

  it('are together no larger than what helm takes', () => {
    const half = (key: string): DraftLayer => layer('file', `${key}: ${'x'.repeat(600_000)}`)
    expect(merged(half('a'), half('a')).problems).toEqual([])
    expect(merged(half('a'), half('b'))).toMatchObject({
      text: null,
      problems: [{ reason: expect.stringContaining('1 MiB') as string }],
    })
  })

  it('of which helm 3 would drop a part are refused', () => {
    expect(mergeLayers([layer('own', ''), layer('file', 'a: 1\n---\nb: 2\n')], 'first').problems).toHaveLength(1)
    expect(valueOf(layer('own', 'c: 3'), layer('file', 'a: 1\n---\nb: 2\n'))).toEqual({ a: 1, b: 2, c: 3 })
  })
})
