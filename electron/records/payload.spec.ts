import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decodePayload, inflatePayload, maxInflated, parseJson } from './payload'

const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64')
const release = { name: 'web', info: { status: 'deployed' }, manifest: '---\n' }
const json = JSON.stringify(release)

describe('decodePayload', () => {
  it('reads a release as the API gives it, with gzip and without', () => {
    expect(decodePayload(base64(base64(gzipSync(json))))).toEqual(release)
    expect(decodePayload(base64(base64(json)))).toEqual(release)
  })

  it.each([
    ['nothing', ''],
    ['no base64', '%%%%'],
    ['no JSON', base64(base64('hello'))],
    ['half a gzip', base64(base64(gzipSync(json).subarray(0, 30)))],
    ['damaged gzip', base64(base64(Buffer.concat([gzipSync('{}').subarray(0, 10), Buffer.from('xxxxxxxxxxxx')])))],
    ['a bomb', base64(base64(gzipSync(Buffer.alloc(maxInflated + 1, 32))))],
  ])('gives null for %s', (_what, encoded) => {
    expect(decodePayload(encoded)).toBeNull()
  })
})

describe('inflatePayload', () => {
  it('gives what is there of a piece, and refuses it as a whole', () => {
    const piece = gzipSync(JSON.stringify(Array.from({ length: 5_000 }, (_, at) => at * at))).subarray(0, 2_000)
    const inflated = inflatePayload(piece, maxInflated, true)
    expect(inflated).toEqual({ json: expect.stringMatching(/^\[0,1,4,9,16,/) as unknown })
    expect(inflatePayload(piece, maxInflated)).toEqual({ trouble: 'damaged' })
  })

  it('stops at its limit', () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000, 32))
    expect(inflatePayload(bomb, 999_999)).toEqual({ trouble: 'bomb' })
    expect(inflatePayload(bomb, 1_000_000)).toEqual({ json: ' '.repeat(1_000_000) })
  })
})

describe('parseJson', () => {
  it('gives undefined where JSON.parse throws', () => {
    expect(parseJson(json)).toEqual(release)
    expect(parseJson('{')).toBeUndefined()
  })
})
