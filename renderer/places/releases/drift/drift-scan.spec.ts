import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DriftCounts, DriftMark } from '@shared/model/drift'
import { feedBridge } from '@/testing/feed-bridge'
import { makeRelease } from '@/testing/make-release'
import { openWindow } from '@/testing/open-window'

beforeEach(() => localStorage.clear())
afterEach(cleanup)

const cell = (name: string): string =>
  document.querySelector(`tr[data-key="prod/shop/${name}"] > [data-column="drift"]`)?.textContent.trim() ?? 'no column'

function mark(name: string, counts: Partial<DriftCounts>, part: Partial<DriftMark> = {}): DriftMark {
  const all = { fields: 0, expected: 0, missing: 0, unknown: 0, ...counts }
  const place = { context: 'prod', namespace: 'shop', name, revision: 1, checkedAt: '2026-03-01T10:00:00Z' }
  return { ...place, state: { is: 'checked', counts: all }, ...part }
}

async function scanAll() {
  const bridge = feedBridge(
    ['api', 'job', 'web'].map((name) => makeRelease({ name, ...(name === 'job' && { status: 'pending-upgrade' }) })),
    { 'drift:scan': () => Promise.resolve(), 'drift:stop_scan': () => Promise.resolve() },
  )
  await openWindow('/releases')
  await screen.findByRole('link', { name: 'api' })
  expect(cell('api')).toBe('no column')
  await fireEvent.click(screen.getByRole('checkbox', { name: /^Select all/ }))
  const bar = await screen.findByRole('toolbar', { name: 'Selected releases' })
  await fireEvent.click(within(bar).getByRole('button', { name: 'Check drift' }))
  await vi.waitFor(() => expect(cell('api')).toBe('checking…'))
  return bridge
}

describe('a scan for drift', () => {
  it('is asked for the selected releases, and says of each what it finds', async () => {
    const bridge = await scanAll()
    expect(bridge.calls.find(({ name }) => name === 'drift:scan')?.input).toEqual({
      context: 'prod',
      rows: ['shop/api', 'shop/job', 'shop/web'],
    })
    bridge.emit('drift:scanned', mark('api', { fields: 4 }))
    await vi.waitFor(() => expect(cell('api')).toBe('4 fields'))
    expect(screen.getByText(/Checking drift: 1 of 3 releases/).textContent).toContain('1 drifted')
    bridge.emit('drift:scanned', mark('job', {}, { revision: 0, state: { is: 'busy' } }))
    bridge.emit('drift:scanned', mark('web', {}))
    await vi.waitFor(() => expect([cell('job'), cell('web')]).toEqual(['changing now', 'none']))
    await fireEvent.click(await screen.findByRole('button', { name: 'Dismiss' }))
    expect(screen.queryByText(/3 releases for drift/)).toBeNull()
    expect(cell('api')).toBe('4 fields')
  })

  it('is stopped; what was not looked at is empty again', async () => {
    const bridge = await scanAll()
    bridge.emit('drift:scanned', mark('api', { missing: 1 }))
    await vi.waitFor(() => expect(cell('api')).toBe('1 missing'))
    await fireEvent.click(screen.getByRole('button', { name: 'Stop' }))
    await vi.waitFor(() => expect([cell('api'), cell('job'), cell('web')]).toEqual(['1 missing', '', '']))
    expect(bridge.calls.map(({ name }) => name)).toContain('drift:stop_scan')
  })

  it('says nothing of a revision that came after', async () => {
    const bridge = await scanAll()
    bridge.emit('drift:scanned', mark('web', { fields: 1 }, { revision: 7 }))
    await vi.waitFor(() => expect(cell('web')).toBe(''))
  })
})
