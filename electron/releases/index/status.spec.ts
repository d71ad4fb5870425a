import { appError } from '@shared/errors'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ReachState } from './reach'
import { createStatus, type Status } from './status'

const connecting: ReachState = { phase: 'connecting', error: null, limited: null }
const live: ReachState = { phase: 'live', error: null, limited: null }
const lost: ReachState = { phase: 'lost', error: appError('cluster-unreachable', 'Away.'), limited: null }
const denied: ReachState = { phase: 'denied', error: appError('forbidden', 'No.'), limited: null }

let now: Date
let reach: ReachState
let version: () => Promise<unknown>
let status: Status
const onWhole = vi.fn()
const onConnected = vi.fn()
const onVersion = vi.fn()

beforeEach(() => {
  vi.clearAllMocks()
  now = new Date('2026-11-23T10:00:00Z')
  reach = connecting
  version = () => Promise.resolve({ gitVersion: 'v1.36.3' })
  status = createStatus({
    client: { get: () => version() },
    storage: 'secrets',
    now: () => now,
    reach: () => reach,
    onWhole,
    onConnected,
    onVersion,
  })
})

const phase = (hasRows = false): string => status.read(0, hasRows).phase

describe('the phase', () => {
  it.each([
    [connecting, 'connecting'],
    [live, 'live'],
    [{ ...live, phase: 'polling' } as const, 'polling'],
    [denied, 'failed'],
  ])('of %j is %s', (is, shown) => {
    reach = is
    expect(phase()).toBe(shown)
  })

  it('is failed while nothing was ever known, and reconnecting from then on, with rows or without', () => {
    reach = lost
    expect(status.read(0, false)).toMatchObject({ phase: 'failed', error: { code: 'cluster-unreachable' } })
    expect(phase(true)).toBe('reconnecting')
    reach = live
    expect(phase()).toBe('live')
    reach = lost
    expect(phase()).toBe('reconnecting')
  })
})

describe('the time of which the rows are', () => {
  it('is when they last agreed with the cluster', () => {
    expect(status.read(0, false).asOf).toBe('')
    reach = live
    expect(status.read(0, true).asOf).toBe('2026-11-23T10:00:00.000Z')
    now = new Date('2026-11-23T11:00:00Z')
    reach = lost
    expect(status.read(0, true).asOf).toBe('2026-11-23T11:00:00.000Z')
    now = new Date('2026-11-23T12:00:00Z')
    expect(status.read(0, true).asOf).toBe('2026-11-23T11:00:00.000Z')
  })
})

describe('what is told of the connection', () => {
  it('is told once each time it is there, and once when all is known', () => {
    for (const is of [live, live, lost, lost, live]) {
      reach = is
      phase(true)
    }
    expect(onConnected).toHaveBeenCalledTimes(2)
    expect(onWhole).toHaveBeenCalledTimes(1)
  })

  it('has the version of the cluster, asked again each time', async () => {
    reach = live
    phase()
    await vi.waitFor(() => expect(status.read(0, false).version).toBe('v1.36.3'))
    expect(onVersion).toHaveBeenCalledOnce()
    reach = lost
    phase()
    version = () => Promise.resolve({ gitVersion: 'v1.37.0' })
    reach = live
    phase()
    await vi.waitFor(() => expect(status.read(0, false).version).toBe('v1.37.0'))
  })

  it.each([
    ['keeps it to itself', () => Promise.reject(new Error('no'))],
    ['answers something else', () => Promise.resolve('<html>')],
  ])('has none where the cluster %s', async (_what, answer) => {
    version = vi.fn(answer)
    reach = live
    phase()
    await vi.waitFor(() => expect(version).toHaveBeenCalled())
    await Promise.resolve()
    expect(status.read(0, false).version).toBe('')
    expect(onVersion).not.toHaveBeenCalled()
  })
})

describe("the cluster's clock", () => {
  it.each([
    [0, 0],
    [1_999, 0],
    [-1_999, 0],
    [2_000, 2_000],
    [61_400, 61_000],
    [-3_600_000, -3_600_000],
  ])('that is %i ms off counts as %i', (skew, shown) => {
    status.noteDate(now.getTime() + skew)
    expect(status.read(0, false).clockSkewMs).toBe(shown)
  })

  it('is right again when it was set', () => {
    status.noteDate(now.getTime() + 90_000)
    status.noteDate(now.getTime())
    expect(status.read(0, false).clockSkewMs).toBe(0)
  })
})
