import { describe, expect, it } from 'vitest'
import type { ReleaseRecord } from './record'
import { createSeen, type Seen, type SeenMarks } from './seen'
import { recordOf } from './testing/fake-cluster'

const at = '2026-11-23T10:00:00.000Z'
const web = recordOf('web')
const upgraded = recordOf('web', { revision: 2 })
const everywhere = (): boolean => true

function open(marks: SeenMarks | null, ours: readonly string[] = []): Seen {
  return createSeen({ marks, isOurs: (key) => ours.includes(key), now: () => new Date(at) })
}

/** Knows `web` and that there is nothing else. */
function openWhole(ours: readonly string[] = []): Seen {
  const seen = open(null, ours)
  seen.isUnseen('shop/web', web)
  seen.noteAll(new Set(['shop/web']), everywhere)
  return seen
}

const marked = (record: ReleaseRecord): SeenMarks => new Map([['shop/web', `${record.revision} ${record.status}`]])

describe('what was seen', () => {
  it('is everything in a cluster that was never looked at', () => {
    const seen = open(null)
    expect(seen.isUnseen('shop/web', web)).toBe(false)
    expect(seen.marks()).toBeNull()
    seen.noteAll(new Set(['shop/web']), everywhere)
    expect(seen.isUnseen('shop/web', web)).toBe(false)
    expect(seen.marks()).toEqual(marked(web))
  })

  it('is not what somebody else changed since: a revision, a status, a new release', () => {
    const seen = openWhole()
    expect(seen.isUnseen('shop/web', upgraded)).toBe(true)
    expect(seen.isUnseen('shop/web', recordOf('web', { status: 'failed' }))).toBe(true)
    expect(seen.isUnseen('shop/api', recordOf('api'))).toBe(true)
    expect(seen.isUnseen('shop/web', web)).toBe(false)
  })

  it('is what this app changed', () => {
    const seen = openWhole(['shop/web'])
    expect(seen.isUnseen('shop/web', upgraded)).toBe(false)
    expect(seen.marks()).toEqual(marked(upgraded))
    seen.noteGone('shop/web')
    expect(seen.gone()).toEqual([])
  })

  it('is all that the person marks', () => {
    const seen = openWhole()
    seen.mark([['shop/web', upgraded]], false)
    expect(seen.isUnseen('shop/web', upgraded)).toBe(false)
  })

  it('is known from the last time', () => {
    const seen = open(marked(web))
    expect(seen.isUnseen('shop/web', upgraded)).toBe(true)
    expect(seen.isUnseen('shop/web', web)).toBe(false)
    expect(seen.marks()).toEqual(marked(web))
  })
})

describe('what went away', () => {
  const gone = { namespace: 'shop', name: 'web', at }

  it('is told, the latest first, until the person has seen it', () => {
    const seen = openWhole()
    seen.isUnseen('shop/api', recordOf('api'))
    seen.noteGone('shop/web')
    seen.noteGone('shop/api')
    expect(seen.gone()).toEqual([{ ...gone, name: 'api' }, gone])
    seen.mark([], false)
    expect(seen.gone()).toHaveLength(2)
    seen.mark([], true)
    expect(seen.gone()).toEqual([])
    expect(seen.marks()).toEqual(new Map())
  })

  it('is not told before all is known: it may only not have been read yet', () => {
    const seen = open(marked(web))
    seen.noteGone('shop/web')
    expect(seen.gone()).toEqual([])
  })

  it('is told of what went away between two starts', () => {
    const seen = open(marked(web))
    seen.noteAll(new Set(), everywhere)
    expect(seen.gone()).toEqual([gone])
  })

  it('is not told of what may not be read any more, which stays known', () => {
    const seen = open(marked(web))
    seen.noteAll(new Set(), () => false)
    expect(seen.gone()).toEqual([])
    expect(seen.marks()).toEqual(marked(web))
  })

  it('is told of no more than anybody reads', () => {
    const seen = openWhole()
    for (let count = 0; count < 300; count++) seen.noteGone(`shop/web-${count}`)
    expect(seen.gone()).toHaveLength(200)
    expect(seen.gone()[0]?.name).toBe('web-299')
  })
})
