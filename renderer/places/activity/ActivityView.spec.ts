import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ActivityEntry, ActivityPage } from '@shared/model/activity'
import type { Operation } from '@shared/model/operation'
import { makeOperation } from '@shared/testing/make-operation'
import { failing } from '@/testing/fake-bridge'
import { openWindow } from '@/testing/open-window'
import { plainBridge } from '@/testing/plain-bridge'

afterEach(cleanup)

const entry = (id: string, part: Partial<Operation> = {}): ActivityEntry => ({
  operation: makeOperation({ id, status: { phase: 'done' }, endedAt: '2026-03-01T10:01:05Z', ...part }),
  request: { chart: 'shop/web' },
})
const page = (entries: readonly ActivityEntry[], part: Partial<ActivityPage> = {}): ActivityPage => ({
  entries,
  total: entries.length,
  problem: '',
  ...part,
})

function journal(entries: readonly ActivityEntry[], part: Partial<ActivityPage> = {}) {
  return plainBridge({
    'activity:list': ({ offset, limit }) =>
      Promise.resolve(page(entries.slice(offset, offset + limit), { total: entries.length, ...part })),
  })
}

const asked = (bridge: ReturnType<typeof journal>) =>
  bridge.calls.filter(({ name }) => name === 'activity:list').map(({ input }) => input)
const rows = async () => within(await screen.findByRole('table', { name: 'Activity' })).getAllByRole('link')

describe('the activity', () => {
  it('lists what was done, where, when, how long and by which command', async () => {
    journal([entry('a'), entry('b', { verb: 'repair', command: [], name: 'api', context: 'staging' })])
    await openWindow('/activity')
    expect((await rows()).map(({ textContent }) => textContent)).toEqual(['Upgrade of web', 'Repair of api'])
    const [first] = screen.getAllByRole('row').slice(1)
    expect(first?.textContent).toContain('done')
    expect(first?.textContent).toContain('1 min 5 s')
    expect(first?.textContent).toContain('helm upgrade --namespace=shop -- web shop/web')
    expect(screen.getByText('2 operations')).toBeTruthy()
    const place = within(screen.getByRole('navigation', { name: 'Main' })).getByRole('link', { name: 'Activity' })
    expect(place.getAttribute('aria-current')).toBe('page')
  })

  it('asks for what the address says, and keeps filters in it', async () => {
    const bridge = journal([entry('a')])
    const { router } = await openWindow('/activity?q=web&result=failed')
    await rows()
    expect(asked(bridge).at(-1)).toEqual({ query: 'web', results: ['failed'], verbs: [], offset: 0, limit: 100 })
    await fireEvent.click(screen.getByRole('button', { name: 'Kind' }))
    await fireEvent.click(await screen.findByRole('option', { name: 'Rollback' }))
    await vi.waitFor(() =>
      expect(router.currentRoute.value.query).toEqual({ q: 'web', result: 'failed', verb: 'rollback' }),
    )
    await vi.waitFor(() => expect(asked(bridge).at(-1)).toMatchObject({ verbs: ['rollback'] }))
    await fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }))
    await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({}))
  })

  it('moves along the rows by keyboard and opens one', async () => {
    journal([entry('a'), entry('b')])
    const { router } = await openWindow('/activity')
    const [first, second] = await rows()
    first?.focus()
    await fireEvent.keyDown(first as HTMLElement, { key: 'ArrowDown' })
    expect(document.activeElement).toBe(second)
    await fireEvent.click(second as HTMLElement)
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/activity/b'))
  })

  it('reads the next page when it is wanted', async () => {
    const bridge = journal(Array.from({ length: 130 }, (_, index) => entry(String(index))))
    await openWindow('/activity')
    await rows()
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('131')
    await fireEvent.click(screen.getByRole('button', { name: 'Show more (30)' }))
    await vi.waitFor(() => expect(screen.queryByRole('button', { name: /Show more/ })).toBeNull())
    expect(asked(bridge).at(-1)).toMatchObject({ offset: 100 })
  })

  it('has only the rows in sight, and brings those that the keyboard moves to', async () => {
    journal(Array.from({ length: 90 }, (_, index) => entry(String(index), { name: `web-${index}` })))
    const { router } = await openWindow('/activity')
    const [first] = await rows()
    const scroller = screen.getByRole('table').parentElement as HTMLElement
    // The test's document has no layout: what is scrolled has to be told how high it is.
    Object.defineProperty(scroller, 'scrollHeight', { value: 91 * 35 })
    const press = async (key: string) => {
      await fireEvent.keyDown(document.activeElement ?? document.body, { key })
      await fireEvent.scroll(scroller)
      return document.activeElement
    }
    expect((await rows()).length).toBeLessThan(60)
    first?.focus()
    const last = await press('End')
    expect(last?.textContent).toBe('Upgrade of web-89')
    expect(last?.closest('tr')?.getAttribute('aria-rowindex')).toBe('91')
    expect(screen.queryByRole('link', { name: 'Upgrade of web-0' })).toBeNull()
    expect((await press('ArrowUp'))?.textContent).toBe('Upgrade of web-88')
    expect((await press('Home'))?.textContent).toBe('Upgrade of web-0')
    await fireEvent.click(document.activeElement as HTMLElement)
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/activity/0'))
  })

  it('is live: read again when something begins or ends, not at every progress', async () => {
    const running = { status: { phase: 'starting' }, endedAt: null } as const
    const bridge = journal([entry('a', running)])
    await openWindow('/activity')
    await rows()
    bridge.emit('operations:changed', [makeOperation({ id: 'a' })])
    await vi.waitFor(() => expect(asked(bridge)).toHaveLength(2))
    bridge.emit('operations:changed', [makeOperation({ id: 'a', status: { phase: 'waiting', ready: 1, total: 2 } })])
    await vi.waitFor(() => expect(screen.getAllByTitle('1 of 2 objects ready.')).toHaveLength(2))
    expect(asked(bridge)).toHaveLength(2)
    bridge.answers['activity:list'] = () => Promise.resolve(page([entry('a')]))
    bridge.emit('operations:changed', [])
    await vi.waitFor(() => expect(asked(bridge)).toHaveLength(3))
  })

  it('tells nothing yet from nothing that matches', async () => {
    journal([])
    const { router } = await openWindow('/activity')
    expect(await screen.findByRole('heading', { name: 'No operations yet' })).toBeTruthy()
    await router.push('/activity?q=zzz')
    expect(await screen.findByRole('heading', { name: 'No operation matches' })).toBeTruthy()
  })

  it('says that the journal is damaged, and shows what there is', async () => {
    journal([entry('a')], { problem: "3 entries can't be read." })
    await openWindow('/activity')
    expect(await rows()).toHaveLength(1)
    expect(screen.getByRole('alert').textContent).toContain("3 entries can't be read.")
  })

  it('says why nothing can be read', async () => {
    const bridge = journal([])
    bridge.answers['activity:list'] = failing('internal', "The journal can't be read.")
    await openWindow('/activity')
    expect(await screen.findByRole('heading', { name: "The journal can't be read." })).toBeTruthy()
    bridge.answers['activity:list'] = () => Promise.resolve(page([entry('a')]))
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await rows()).toHaveLength(1)
  })

  it('exports, and tells where to', async () => {
    const bridge = journal([entry('a')])
    bridge.answers['activity:export'] = ({ format }) => Promise.resolve(`/home/jane/activity.${format}`)
    await openWindow('/activity')
    await fireEvent.keyDown(await screen.findByRole('button', { name: 'Export' }), { key: 'Enter' })
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'All as CSV…' }))
    expect(await screen.findByText('/home/jane/activity.csv')).toBeTruthy()
  })
})
