import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
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
