import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { makeContexts } from '@/testing/fake-bridge'
import { feedBridge } from '@/testing/feed-bridge'
import { makeRelease } from '@/testing/make-release'
import { openWindow } from '@/testing/open-window'

afterEach(cleanup)

const shop = [
  makeRelease({ name: 'web', revision: 12 }),
  makeRelease({ name: 'api', status: 'failed', updated: '2026-03-02T10:00:00Z' }),
  makeRelease({ name: 'redis', namespace: 'data', status: 'pending-upgrade' }),
]

/** The names in the table, in the order of its rows. */
async function namesShown(): Promise<string[]> {
  const table = await screen.findByRole('table', { name: 'Releases' })
  return [...table.querySelectorAll('td[data-column="name"]')].map((cell) => cell.textContent)
}

describe('the release list', () => {
  it('shows every column of a release', async () => {
    feedBridge([makeRelease({ name: 'web', revision: 12 })])
    await openWindow()
    const row = within(await screen.findByRole('table', { name: 'Releases' })).getAllByRole('row')[1]
    const cells = [...(row?.querySelectorAll('td') ?? [])].map((cell) => cell.textContent.trim())
    expect(cells.slice(0, 8)).toEqual(['', 'web', 'shop', 'web', '1.2.3', '4.5.6', '12', 'deployed'])
    expect(row?.querySelector('time')?.getAttribute('datetime')).toBe('2026-03-01T10:00:00Z')
  })

  it('finds by name, and says how many of how many', async () => {
    feedBridge(shop)
    const { router } = await openWindow()
    await fireEvent.update(await screen.findByRole('searchbox', { name: 'Search releases' }), 'RED')
    await vi.waitFor(async () => expect(await namesShown()).toEqual(['redis']))
    expect(screen.getByText('1 of 3 releases')).toBeTruthy()
    expect(router.currentRoute.value.query).toEqual({ q: 'RED' })
  })

  it('restores what an address says', async () => {
    feedBridge(shop)
    await openWindow('/releases?ns=shop&sort=-updated')
    expect(await namesShown()).toEqual(['api', 'web'])
    expect(screen.getByRole('columnheader', { name: 'Updated' }).getAttribute('aria-sort')).toBe('descending')
    expect(screen.getByRole('button', { name: /^Namespaces, chosen: shop/ })).toBeTruthy()
  })

  it('sorts by a click on a head, and back with the address', async () => {
    feedBridge(shop)
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

  it('takes filters off one by one', async () => {
    feedBridge([makeRelease({ name: 'new', unseen: true }), makeRelease({ name: 'bad', status: 'failed' })])
    const { router } = await openWindow('/releases?changed=1')
    expect(await namesShown()).toEqual(['new'])
    expect(screen.getByRole('img', { name: 'changed since you last looked' })).toBeTruthy()
    await fireEvent.click(screen.getByRole('button', { name: 'Filter: Changed. Remove filter' }))
    await vi.waitFor(async () => expect(await namesShown()).toEqual(['bad', 'new']))
    await router.push('/releases?attention=1')
    await vi.waitFor(async () => expect(await namesShown()).toEqual(['bad']))
    await fireEvent.click(screen.getByRole('button', { name: 'Filter: Needs attention. Remove filter' }))
    await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({}))
  })

  it('tells what is being read, what cannot be, and where the objects are when that is elsewhere', async () => {
    feedBridge([
      makeRelease({ name: 'broken', problem: 'Its record is cut off.', chart: '', appVersion: '' }),
      makeRelease({ name: 'flux', targetNamespace: 'data' }),
      makeRelease({ name: 'new', chart: '', chartName: '', chartVersion: '', appVersion: '', provisional: true }),
    ])
    await openWindow()
    const table = await screen.findByRole('table', { name: 'Releases' })
    const texts = [...table.querySelectorAll('tr[data-key]')].map((row) =>
      [...row.querySelectorAll('td')].slice(2, 6).map((cell) => cell.textContent.trim()),
    )
    expect(texts[0]?.[1]).toBe('Its record is cut off.')
    expect(within(table).getByRole('img', { name: 'Its record is cut off.' })).toBeTruthy()
    expect(texts[1]?.[0]).toBe('shop → data')
    expect(within(table).getByTitle('Its record is in shop, its objects are in data')).toBeTruthy()
    expect(texts[2]).toEqual(['shop', '…', '…', '…'])
    expect(table.querySelector('[aria-busy="true"]')?.getAttribute('data-key')).toBe('prod/shop/new')
  })

  it('says which rows are in sight while some wait for their charts', async () => {
    const bridge = feedBridge([makeRelease({ name: 'new', provisional: true }), makeRelease()])
    await openWindow()
    await vi.waitFor(() =>
      expect(bridge.calls).toContainEqual({
        name: 'releases:show_rows',
        input: { context: 'prod', rows: ['shop/new', 'shop/web'] },
      }),
    )
  })

  it('keeps the row the person is at in the address, and opens with it', async () => {
    feedBridge(shop)
    const { router } = await openWindow('/releases?row=prod/data/redis')
    const rows = within(await screen.findByRole('table', { name: 'Releases' }))
      .getAllByRole('row')
      .slice(1)
    expect(rows.map((row) => row.tabIndex)).toEqual([-1, 0, -1])
    rows[1]?.focus()
    await fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowDown' })
    await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({ row: 'prod/shop/web' }))
  })

  it('moves along the rows with the arrow keys, one of them reachable by Tab', async () => {
    feedBridge(shop)
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
    feedBridge(Array.from({ length: 1000 }, (_, index) => makeRelease({ name: `r${index}` })))
    await openWindow()
    const shown = await namesShown()
    expect(shown.length).toBeGreaterThan(10)
    expect(shown.length).toBeLessThan(60)
    expect(screen.getByRole('table', { name: 'Releases' }).getAttribute('aria-rowcount')).toBe('1001')
  })

  it('drops namespaces on the way to another cluster, and keeps the search', async () => {
    const bridge = feedBridge(shop)
    const { router } = await openWindow('/releases?ns=shop&q=a')
    await namesShown()
    bridge.emit('kube:contexts_changed', makeContexts('staging'))
    await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({ q: 'a' }))
    expect(await screen.findByRole('button', { name: 'Switch cluster, current: staging' })).toBeTruthy()
  })
})

describe('the release list without rows', () => {
  it('tells an empty cluster from filters that hide everything', async () => {
    feedBridge([])
    await openWindow()
    expect(await screen.findByRole('heading', { name: 'No releases in this cluster' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Find a chart to install' }).getAttribute('href')).toBe('/charts')
    cleanup()
    feedBridge(shop)
    await openWindow('/releases?q=nothing&changed=1')
    expect(await screen.findByRole('heading', { name: 'No release matches' })).toBeTruthy()
    await fireEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0] ?? document.body)
    await vi.waitFor(async () => expect(await namesShown()).toHaveLength(3))
  })
})
