import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { maxDepth } from './nesting'
import { maxInflated, parseJson, unpack } from './unpack'

const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64')
const release = { name: 'web', info: { status: 'deployed' }, manifest: '---\n' }
const json = JSON.stringify(release)

describe('unpack', () => {
  it('gives what is there of a piece, and refuses it as a whole', () => {
    const piece = gzipSync(JSON.stringify(Array.from({ length: 5_000 }, (_, at) => at * at))).subarray(0, 2_000)
    const inflated = unpack(base64(piece), { limit: maxInflated, isPiece: true })
    expect(inflated).toEqual({ json: expect.stringMatching(/^\[0,1,4,9,16,/) as unknown })
    expect(unpack(base64(piece), { limit: maxInflated })).toEqual({ trouble: 'damaged' })
  })

  it('stops at its limit', () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000, 32))
    expect(unpack(base64(bomb), { limit: 999_999 })).toEqual({ trouble: 'bomb' })
    expect(unpack(base64(bomb), { limit: 1_000_000 })).toEqual({ json: ' '.repeat(1_000_000) })
  })
})

describe('parseJson', () => {
  it('gives undefined where JSON.parse throws', () => {
    expect(parseJson(json)).toEqual(release)
    expect(parseJson('{')).toBeUndefined()
  })
})

describe('what is nested', () => {
  const nested = (depth: number): string => `{"a":"[[[[","b":${'['.repeat(depth)}${']'.repeat(depth)}}`

  it('is read as deep as charts are, and no deeper', () => {
    expect(unpack(base64(nested(maxDepth - 1)), { limit: maxInflated })).toHaveProperty('json')
    expect(unpack(base64(nested(maxDepth)), { limit: maxInflated })).toEqual({ trouble: 'deep' })
    expect(unpack(base64('['.repeat(3_000_000)), { limit: maxInflated })).toEqual({ trouble: 'deep' })
  })

  it('in quotes is not nested', () => {
    const text = JSON.stringify({ a: `\\"${'['.repeat(2_000)}`, b: '\\' })
    expect(unpack(base64(text), { limit: maxInflated })).toEqual({ json: text })
  })

  it('does not matter to what reads a front', () => {
    expect(unpack(base64(nested(2_000)), { limit: maxInflated, isPiece: true })).toHaveProperty('json')
  })
})
