import ui from '@nuxt/ui/vue-plugin'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/vue'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { createMemoryHistory } from 'vue-router'
import { makeRouter } from '@/router'
import { makeRow } from '@/testing/make-release'
import { giveElementsASize } from '@/testing/open-window'
import ReleaseTable from '../ReleaseTable.vue'

const kept = 'wheelhouse-release-columns'
const movable = ['namespace', 'chart', 'chartVersion', 'appVersion', 'revision', 'status', 'health', 'updated']

beforeEach(() => {
  localStorage.clear()
  giveElementsASize()
})
afterEach(cleanup)

async function open(part: { withCluster?: boolean; search?: string } = {}) {
  const pinia = createPinia()
  setActivePinia(pinia)
  const releases = [makeRow({ name: 'basket', chartName: 'redis-cache' }), makeRow({ name: 'web' })]
  render(ReleaseTable, {
    props: {
      releases,
      sort: { column: 'name', descending: false } as const,
      view: 'all',
      selected: '',
      withCluster: false,
      search: '',
      clock: () => Date.now(),
      link: () => '/',
      ...part,
    },
    global: { plugins: [pinia, makeRouter(createMemoryHistory()), ui] },
  })
  // The virtualizer takes hold of its element in the tick after it was mounted.
  await nextTick()
}

const columnsOf = (selector: string): (string | undefined)[] =>
  [...document.querySelectorAll<HTMLElement>(`${selector} > [data-column]`)].map((cell) => cell.dataset['column'])
/** The head and each row have the same columns, in the same order; the box that selects a row comes first. */
async function expectColumns(ids: readonly string[]): Promise<void> {
  const expected = ['select', 'name', ...ids]
  await vi.waitFor(() => expect(columnsOf('thead > tr')).toEqual(expected))
  for (const row of ['basket', 'web']) expect(columnsOf(`tr[data-key="prod/shop/${row}"]`)).toEqual(expected)
}
async function openChooser() {
  await fireEvent.click(screen.getByRole('button', { name: 'Choose columns' }))
  return within(await screen.findByRole('dialog', { name: 'Choose columns' }))
}
const keptNow = (): unknown => JSON.parse(localStorage.getItem(kept) ?? 'null')
const widthOf = (title: string): number =>
  Number(screen.getByRole('separator', { name: `Width of ${title}` }).getAttribute('aria-valuenow'))
const press = (key: string, init: object = {}): Promise<void> =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...init })

describe('the columns of the table', () => {
  it('are the same in head and rows; the cluster’s where several are shown', async () => {
    await open()
    await expectColumns(movable)
    cleanup()
    await open({ withCluster: true })
    await expectColumns(['cluster', ...movable])
  })

  it('are hidden and shown, but the name stays; the person finds them so again', async () => {
    await open()
    const chooser = await openChooser()
    expect(chooser.getByRole<HTMLInputElement>('checkbox', { name: 'Name always shown' }).disabled).toBe(true)
    await fireEvent.click(chooser.getByRole('checkbox', { name: 'Chart' }))
    await fireEvent.click(chooser.getByRole('checkbox', { name: 'Health' }))
    const left = movable.filter((id) => id !== 'chart' && id !== 'health')
    await expectColumns(left)
    cleanup()
    await open()
    await expectColumns(left)
    await fireEvent.click((await openChooser()).getByRole('button', { name: 'Reset columns' }))
    await expectColumns(movable)
  })

  it('are moved by keys and by buttons, and the focus stays', async () => {
    await open()
    const chooser = await openChooser()
    const box = chooser.getByRole('checkbox', { name: 'Status' })
    box.focus()
    await press('ArrowUp', { altKey: true })
    await press('ArrowUp', { altKey: true })
    const moved = ['namespace', 'chart', 'chartVersion', 'status', 'appVersion', 'revision', 'health', 'updated']
    await expectColumns(moved)
    expect(document.activeElement).toBe(box)
    expect(chooser.getByRole('status').textContent).toBe('Status is column 6 of 11')
    await press('ArrowDown')
    expect(document.activeElement).toBe(chooser.getByRole('checkbox', { name: 'App version' }))
    // The one between them is hidden.
    await fireEvent.click(chooser.getByRole('button', { name: 'Move Updated up' }))
    await fireEvent.click(chooser.getByRole('button', { name: 'Move Updated up' }))
    await vi.waitFor(() => expect(columnsOf('thead > tr').slice(-2)).toEqual(['updated', 'health']))
    const down = chooser.getByRole<HTMLButtonElement>('button', { name: 'Move Health down' })
    await fireEvent.click(down)
    await vi.waitFor(() => expect(down.disabled).toBe(true))
  })

  it('say why one that was chosen is not there', async () => {
    await open()
    expect((await openChooser()).getByRole('checkbox', { name: 'Cluster several clusters only' })).toBeTruthy()
  })

  it.each(['{', '{"order":["status"],"hidden":["name"],"widths":{"status":-1}}'])(
    'are the usual ones where what was kept is damaged: %s',
    async (damaged) => {
      localStorage.setItem(kept, damaged)
      await open()
      await expectColumns(movable)
      expect(widthOf('Status')).toBe(162)
    },
  )
})

describe('the edge of a column', () => {
  it('is moved by the arrow keys, and what one column gains the next one loses', async () => {
    await open()
    const [namespace, chart] = [widthOf('Namespace'), widthOf('Chart')]
    screen.getByRole('separator', { name: 'Width of Namespace' }).focus()
    await press('ArrowRight')
    await vi.waitFor(() => expect(widthOf('Namespace')).toBe(namespace + 8))
    expect(widthOf('Chart')).toBe(chart - 8)
    expect(keptNow()).toMatchObject({ widths: { namespace: namespace + 8, chart: chart - 8 } })
    await press('Home')
    await vi.waitFor(() => expect(widthOf('Namespace')).toBe(48))
    await fireEvent.dblClick(document.activeElement ?? document.body)
    await vi.waitFor(() => expect([widthOf('Namespace'), widthOf('Chart')]).toEqual([namespace, chart]))
    expect(keptNow()).toMatchObject({ widths: {} })
  })

  it('is dragged without drawing a row anew, and kept once it is let go', async () => {
    await open()
    const changes: MutationRecord[] = []
    const observer = new MutationObserver((records) => changes.push(...records))
    for (const body of document.querySelectorAll('tbody'))
      observer.observe(body, { subtree: true, childList: true, attributes: true, characterData: true })
    const edge = screen.getByRole('separator', { name: 'Width of Status' })
    edge.setPointerCapture = () => undefined
    const before = widthOf('Status')
    await fireEvent.pointerDown(edge, { button: 0, clientX: 500, pointerId: 1 })
    for (const clientX of [510, 520, 512]) await fireEvent.pointerMove(edge, { clientX, pointerId: 1 })
    expect(widthOf('Status')).toBe(before + 12)
    expect(keptNow()).toBeNull()
    await fireEvent.pointerUp(edge, { pointerId: 1 })
    expect(keptNow()).toMatchObject({ widths: { status: before + 12 } })
    expect(widthOf('Status')).toBe(before + 12)
    expect([...changes, ...observer.takeRecords()]).toEqual([])
  })
})

describe('the menu of a head', () => {
  it('hides its column, moves it, and leads to the chooser', async () => {
    await open()
    // While a menu is open, or closing, everything else is out of reach of a role.
    const head = (id: string): Element => document.querySelector(`th[data-column="${id}"]`) ?? document.body
    await fireEvent.contextMenu(head('chart'))
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'Move left' }))
    await vi.waitFor(() => expect(columnsOf('thead > tr').slice(2, 4)).toEqual(['chart', 'namespace']))
    await fireEvent.contextMenu(head('chart'))
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'Hide Chart' }))
    await vi.waitFor(() => expect(columnsOf('thead > tr')).not.toContain('chart'))
    await fireEvent.contextMenu(head('name'))
    expect(screen.queryByRole('menuitem', { name: 'Hide Name' })).toBeNull()
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'Choose columns…' }))
    expect(await screen.findByRole('dialog', { name: 'Choose columns' })).toBeTruthy()
  })
})

describe('what a search found', () => {
  const marks = (row: string): string[] =>
    [...document.querySelectorAll(`tr[data-key="prod/shop/${row}"] mark`)].map(
      (mark) => `${mark.closest('td')?.dataset['column'] ?? ''}: ${mark.textContent}`,
    )

  it('is marked in every column that is searched, and nowhere else', async () => {
    await open({ search: 'RED ba 5' })
    expect(marks('basket')).toEqual(['name: ba', 'chart: red', 'appVersion: 5'])
    expect(screen.getAllByRole('link').map(({ textContent }) => textContent)).toEqual(['basket', 'web'])
  })

  it('stands beside the name where its column is hidden', async () => {
    localStorage.setItem(kept, '{"hidden":["chart"]}')
    await open({ search: 'redis' })
    const name = document.querySelector('tr[data-key="prod/shop/basket"] > [data-column="name"]')
    expect(name?.textContent.replace(/\s+/g, ' ').trim()).toBe('basket Chart: redis-cache')
    expect(marks('basket')).toEqual(['name: redis'])
    expect(marks('web')).toEqual([])
  })
})
