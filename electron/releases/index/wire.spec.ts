import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { objectBytes, pageBytes } from './testing/wire-bytes'
import { readObject, readPage } from './wire'

const uid = '7c4b1c1e-2f0a-4f57-9f63-0a1b2c3d4e5f'
const payload = 'H4sIAAAAAAAA/'.repeat(60)
const record = { uid, resourceVersion: '4711', data: { release: payload } }
const known = { uid, resourceVersion: '4711', payload, isWhole: true }

describe('readObject', () => {
  it('reads who it is, and its payload', () => {
    expect(readObject(objectBytes(record))).toEqual(known)
  })

  it('passes over what else it holds', () => {
    const data = { config: 'x'.repeat(300), release: payload, zone: 'y' }
    expect(readObject(objectBytes({ ...record, data }))).toEqual(known)
  })

  it('has an empty payload where there is none', () => {
    const empty = { ...known, payload: '' }
    expect(readObject(objectBytes({ ...record, data: {} }))).toEqual(empty)
    expect(readObject(objectBytes({ ...record, data: { other: 'x' } }))).toEqual(empty)
    expect(readObject(objectBytes({ ...record, data: { release: '' } }))).toEqual(empty)
  })

  it.each([
    ['a release', { release: payload }],
    ['a release behind something else', { config: 'x'.repeat(300), release: payload }],
    ['none', {}],
  ])('reads as much as has come of %s, wherever it is cut, and never somebody else', (_what, data) => {
    const bytes = objectBytes({ ...record, data })
    for (let length = 0; length < bytes.length; length++) {
      const found = readObject(bytes.subarray(0, length))
      if (found === null) continue
      expect(found).toMatchObject({ uid, resourceVersion: '4711' })
      expect(payload.startsWith(found.payload)).toBe(true)
      expect(found.isWhole).toBe('release' in data ? found.payload === payload : true)
    }
    expect(readObject(bytes)).toMatchObject({ uid, isWhole: true })
  })

  it('is null for what is no answer of Kubernetes', () => {
    expect(readObject(Buffer.alloc(0))).toBeNull()
    expect(readObject(Buffer.from('{"kind":"Secret"}'))).toBeNull()
    expect(readObject(Buffer.from('k8s\0'))).toBeNull()
  })

  it('never throws, whatever comes', () => {
    const bytes = objectBytes(record)
    const spoiled = fc
      .array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
      .map((changes) => {
        const copy = Buffer.from(bytes)
        for (const [at, value] of changes) copy[at] = value
        return copy
      })
    const anything = fc.uint8Array({ maxLength: 400 }).map((rest) => Buffer.concat([Buffer.from('k8s\0'), rest]))
    fc.assert(
      fc.property(fc.oneof(spoiled, anything), (made) => {
        const found = readObject(made)
        expect(found === null || typeof found.payload === 'string').toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('readPage', () => {
  const other = { ...record, uid: 'other', data: {} }

  it('reads all objects, and where the next page begins', () => {
    const records = [known, { ...known, uid: 'other', payload: '' }]
    expect(readPage(pageBytes([record, other], 'more'))).toEqual({ records, continue: 'more' })
    expect(readPage(pageBytes([]))).toEqual({ records: [], continue: '' })
  })

  it('refuses what is no page, or not the whole of one', () => {
    expect(() => readPage(Buffer.from('{}'))).toThrow('not a Kubernetes protobuf answer')
    const bytes = pageBytes([record, other], 'more')
    // Behind the list stand two empty fields, of two bytes each.
    for (let length = 0; length < bytes.length - 4; length++)
      expect(() => readPage(bytes.subarray(0, length))).toThrow()
    expect(readPage(bytes.subarray(0, bytes.length - 4)).records).toHaveLength(2)
  })
})
