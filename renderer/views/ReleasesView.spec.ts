import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { HelmRelease } from '@shared/model/release'
import { connected, failing, installFakeBridge, makeContexts } from '@/testing/fake-bridge'
import { makeRelease } from '@/testing/make-release'
import { openWindow } from '@/testing/open-window'

afterEach(cleanup)

const shop = [
  makeRelease({ name: 'web', revision: 12 }),
  makeRelease({ name: 'api', status: 'failed', updated: '2026-03-02T10:00:00Z' }),
  makeRelease({ name: 'redis', namespace: 'data', status: 'pending-upgrade' }),
]

function bridgeWith(list: readonly HelmRelease[]) {
  return installFakeBridge({
    'kube:list_contexts': () => Promise.resolve(makeContexts('prod')),
    'kube:use_context': ({ context }) => Promise.resolve(makeContexts(context)),
    'kube:check_connection': ({ context }) => Promise.resolve(connected(context ?? '')),
    'kube:list_namespaces': () => Promise.resolve(['data', 'shop']),
    'helm:list_releases': ({ namespace }) =>
      Promise.resolve(list.filter((release) => namespace === undefined || release.namespace === namespace)),
    'demo:get_state': () => Promise.resolve({ state: 'stopped' }),
  })
}

/** The names in the table, in the order of its rows. */
async function namesShown(): Promise<string[]> {
  const table = await screen.findByRole('table', { name: 'Releases' })
  return [...table.querySelectorAll('td[data-column="name"]')].map((cell) => cell.textContent)
}

describe('the release list', () => {
  it('shows every column of a release', async () => {
    bridgeWith([makeRelease({ name: 'web', revision: 12 })])
    await openWindow()
    const row = within(await screen.findByRole('table', { name: 'Releases' })).getAllByRole('row')[1]
    const cells = [...(row?.querySelectorAll('td') ?? [])].map((cell) => cell.textContent.trim())
    expect(cells.slice(0, 7)).toEqual(['web', 'shop', 'web', '1.2.3', '4.5.6', '12', 'deployed'])
    expect(row?.querySelector('time')?.getAttribute('datetime')).toBe('2026-03-01T10:00:00Z')
  })

  it('finds by name, and says how many of how many', async () => {
    bridgeWith(shop)
    const { router } = await openWindow()
    await fireEvent.update(await screen.findByRole('searchbox', { name: 'Search releases' }), 'RED')
    await vi.waitFor(async () => expect(await namesShown()).toEqual(['redis']))
    expect(screen.getByText('1 of 3 releases')).toBeTruthy()
    expect(router.currentRoute.value.query).toEqual({ q: 'RED' })
  })

  it('restores what an address says', async () => {
    bridgeWith(shop)
    await openWindow('/releases?ns=shop&sort=-updated')
    expect(await namesShown()).toEqual(['api', 'web'])
    expect(screen.getByRole('columnheader', { name: 'Updated' }).getAttribute('aria-sort')).toBe('descending')
    expect(screen.getByRole('button', { name: /^Namespaces, chosen: shop/ })).toBeTruthy()
  })

  it('sorts by a click on a head, and back with the address', async () => {
    bridgeWith(shop)
    const { router } = await openWindow()
    expect(await namesShown()).toEqual(['api', 'redis', 'web'])
    await fireEvent.click(screen.getByRole('button', { name: 'Sort by status' }))
    const head = screen.getByRole('columnheader', { name: 'Status' })
    await vi.waitFor(() => expect(head.getAttribute('aria-sort')).toBe('ascending'))
    expect(await namesShown()).toEqual(['api', 'redis', 'web'])
    await fireEvent.click(screen.getByRole('button', { name: 'Sort by status' }))
    await vi.waitFor(async () => expect(await namesShown()).toEqual(['web', 'redis', 'api']))
    router.back()
    await vi.waitFor(async () => expect(await namesShown()).toEqual(['api', 'redis', 'web']))
  })

  it('moves along the rows with the arrow keys, one of them reachable by Tab', async () => {
    bridgeWith(shop)
    await openWindow()
    const rows = within(await screen.findByRole('table', { name: 'Releases' }))
      .getAllByRole('row')
      .slice(1)
    expect(rows.map((row) => row.tabIndex)).toEqual([0, -1, -1])
    rows[0]?.focus()
    await fireEvent.keyDown(document.activeElement ?? document.body, { key: 'End' })
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('4'))
    await fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowUp' })
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('3'))
    expect(rows.map((row) => row.tabIndex)).toEqual([-1, 0, -1])
  })

  it('makes rows only for what is in sight, and tells how many there are', async () => {
    bridgeWith(Array.from({ length: 1000 }, (_, index) => makeRelease({ name: `r${index}` })))
    await openWindow()
    const shown = await namesShown()
    expect(shown.length).toBeGreaterThan(10)
    expect(shown.length).toBeLessThan(60)
    expect(screen.getByRole('table', { name: 'Releases' }).getAttribute('aria-rowcount')).toBe('1001')
  })

  it('drops namespaces on the way to another cluster, and keeps the search', async () => {
    const bridge = bridgeWith(shop)
    const { router } = await openWindow('/releases?ns=shop&q=a')
    await namesShown()
    bridge.emit('kube:contexts_changed', makeContexts('staging'))
    await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({ q: 'a' }))
    expect(await screen.findByRole('button', { name: 'Switch cluster, current: staging' })).toBeTruthy()
  })
})

describe('the release list without rows', () => {
  it('tells an empty cluster from filters that hide everything', async () => {
    bridgeWith([])
    await openWindow()
    expect(await screen.findByRole('heading', { name: 'No releases in this cluster' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Find a chart to install' }).getAttribute('href')).toBe('/charts')
    cleanup()
    bridgeWith(shop)
    await openWindow('/releases?q=nothing')
    expect(await screen.findByRole('heading', { name: 'No release matches' })).toBeTruthy()
    await fireEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0] ?? document.body)
    await vi.waitFor(async () => expect(await namesShown()).toHaveLength(3))
  })

  it('says what failed and why, and recovers by Try again', async () => {
    const bridge = bridgeWith(shop)
    const listing = bridge.answers['helm:list_releases']
    bridge.answers['helm:list_releases'] = failing('helm-failed', 'helm could not list.')
    await openWindow()
    expect(await screen.findByRole('heading', { name: 'helm could not list.' })).toBeTruthy()
    if (listing !== undefined) bridge.answers['helm:list_releases'] = listing
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await vi.waitFor(async () => expect(await namesShown()).toHaveLength(3))
  })

  it('keeps the rows when a refresh fails, with the reason above them', async () => {
    const bridge = bridgeWith(shop)
    await openWindow()
    await namesShown()
    bridge.answers['helm:list_releases'] = failing('timeout', 'helm took too long.')
    await fireEvent.click(screen.getByRole('button', { name: 'Refresh' }))
    expect((await screen.findByRole('alert')).textContent).toContain('helm took too long.')
    expect(await namesShown()).toHaveLength(3)
  })

  it('offers one namespace where all are forbidden, and keeps it in the address', async () => {
    const bridge = bridgeWith(shop)
    const listing = bridge.answers['helm:list_releases']
    const forbidden = failing('forbidden', 'You may not list all.')
    bridge.answers['helm:list_releases'] = (input) =>
      input.namespace === undefined || listing === undefined ? forbidden() : listing(input)
    const { router } = await openWindow()
    const input = await screen.findByLabelText('List one namespace that you may read')
    const submit = screen.getByRole<HTMLButtonElement>('button', { name: 'List releases' })
    await fireEvent.update(input, 'Not A Name')
    expect(submit.disabled).toBe(true)
    await fireEvent.update(input, 'data')
    await fireEvent.click(submit)
    await vi.waitFor(async () => expect(await namesShown()).toEqual(['redis']))
    expect(router.currentRoute.value.query).toEqual({ only: 'data' })
    expect(screen.getByRole('button', { name: /^Only namespace data/ })).toBeTruthy()
  })
})
