import ui from '@nuxt/ui/vue-plugin'
import { cleanup, fireEvent, render, screen } from '@testing-library/vue'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { createMemoryHistory } from 'vue-router'
import type { ListedRelease } from '@/lib/release/release-key'
import { makeRouter } from '@/router'
import { makeRow } from '@/testing/make-release'
import { giveElementsASize } from '@/testing/open-window'
import ReleaseTable from './ReleaseTable.vue'

const rowHeight = 35
let pinia = createPinia()

beforeEach(() => {
  pinia = createPinia()
  setActivePinia(pinia)
  giveElementsASize()
})
afterEach(cleanup)

/** Rows `r000`, `r001`… in their order. */
const rowsOf = (count: number): ListedRelease[] =>
  Array.from({ length: count }, (_, index) => makeRow({ name: `r${String(index).padStart(3, '0')}` }))
const keyOf = (name: string): string => `prod/shop/${name}`

async function open(releases: readonly ListedRelease[], part: { view?: string; selected?: string } = {}) {
  const given = {
    releases,
    sort: { column: 'name', descending: false } as const,
    view: 'all',
    selected: '',
    withCluster: false,
    search: '',
    clock: () => Date.now(),
    link: () => '/',
    ...part,
  }
  const shown = render(ReleaseTable, {
    props: given,
    global: { plugins: [pinia, makeRouter(createMemoryHistory()), ui] },
  })
  const scroller = screen.getByRole('table').parentElement ?? document.body
  // The virtualizer takes hold of its element in the tick after it was mounted.
  await nextTick()
  return {
    scroller,
    selected: () => (shown.emitted<[string]>()['select'] ?? []).flat(),
    change: (next: Partial<typeof given>) => shown.rerender({ ...given, ...next }),
    scrollTo: async (top: number) => {
      scroller.scrollTop = top
      await fireEvent.scroll(scroller)
    },
  }
}

const row = (name: string): HTMLElement | null => document.querySelector(`tr[data-key="${keyOf(name)}"]`)
const focused = (): string | null => document.activeElement?.getAttribute('data-key') ?? null
const reachable = (): (string | undefined)[] =>
  [...document.querySelectorAll<HTMLElement>('tr[data-key][tabindex="0"]')].map((one) => one.dataset['key'])

describe('the table while rows come and go', () => {
  it('holds the first row in sight in its place, except at the top', async () => {
    const rows = rowsOf(200)
    const { scroller, scrollTo, change } = await open(rows)
    await change({ releases: [makeRow({ name: 'a' }), ...rows] })
    expect(scroller.scrollTop).toBe(0)
    await change({ releases: rows })
    await scrollTo(100 * rowHeight + 10)
    await change({ releases: [makeRow({ name: 'a' }), makeRow({ name: 'b' }), ...rows] })
    expect(scroller.scrollTop).toBe(102 * rowHeight + 10)
    await vi.waitFor(() => expect(row('r100')).not.toBeNull())
    await change({ releases: rows.slice(50) })
    expect(scroller.scrollTop).toBe(50 * rowHeight + 10)
  })

  it('does not move for rows that change in place', async () => {
    const rows = rowsOf(200)
    const { scroller, scrollTo, change } = await open(rows)
    await scrollTo(1_000)
    const changed = rows.map((one, index) => (index < 50 ? { ...one, revision: 9 } : one))
    await change({ releases: changed })
    expect(scroller.scrollTop).toBe(1_000)
  })

  it('keeps the focus on its release, and that release in its place, when it is sorted elsewhere', async () => {
    const rows = rowsOf(200)
    const { scroller, scrollTo, change } = await open(rows)
    await scrollTo(100 * rowHeight)
    await vi.waitFor(() => expect(row('r105')).not.toBeNull())
    row('r105')?.focus()
    const moved = rows[105]
    await change({ releases: moved === undefined ? [] : [moved, ...rows.filter((one) => one !== moved)] })
    await vi.waitFor(() => expect(focused()).toBe(keyOf('r105')))
    expect(scroller.scrollTop).toBe(0)
    await fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowDown' })
    await vi.waitFor(() => expect(focused()).toBe(keyOf('r000')))
  })

  it('hands over to the neighbour when the row the person is at is removed', async () => {
    const rows = rowsOf(4)
    const { change } = await open(rows)
    row('r001')?.focus()
    await change({ releases: rows.filter(({ name }) => name !== 'r001') })
    await vi.waitFor(() => expect(focused()).toBe(keyOf('r002')))
    expect(reachable()).toEqual([keyOf('r002')])
    await change({ releases: rows.slice(0, 1) })
    await vi.waitFor(() => expect(focused()).toBe(keyOf('r000')))
  })

  it('begins at the top when something else is asked for, and leaves a row that is hidden', async () => {
    const rows = rowsOf(200)
    const { scroller, scrollTo, change, selected } = await open(rows, { selected: keyOf('r001') })
    await scrollTo(2_000)
    await change({ releases: rows.slice(20), view: 'some' })
    expect(scroller.scrollTop).toBe(0)
    await vi.waitFor(() => expect(selected()).toEqual(['']))
  })
})

describe('the row the person is at', () => {
  it('is told once the person rests', async () => {
    const { selected } = await open(rowsOf(5))
    row('r000')?.focus()
    for (let step = 0; step < 3; step += 1)
      await fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowDown' })
    await vi.waitFor(() => expect(selected()).toEqual([keyOf('r003')]))
  })

  it('is in sight when the address names it', async () => {
    const { scroller } = await open(rowsOf(200), { selected: keyOf('r150') })
    expect(row('r150')?.hasAttribute('data-active')).toBe(true)
    expect(scroller.scrollTop).toBeGreaterThan(100 * rowHeight)
    expect(scroller.scrollTop).toBeLessThan(150 * rowHeight)
  })

  it('is found where it was on coming back, with the focus', async () => {
    const rows = rowsOf(200)
    const { scrollTo } = await open(rows)
    await scrollTo(100 * rowHeight + 10)
    cleanup()
    const { scroller } = await open([makeRow({ name: 'a' }), ...rows], { selected: keyOf('r103') })
    expect(scroller.scrollTop).toBe(101 * rowHeight + 10)
    await vi.waitFor(() => expect(focused()).toBe(keyOf('r103')))
  })
})
