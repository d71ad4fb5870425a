import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { longLine, manyHooks, manyLines, turningNames } from '@shared/testing/hostile-texts'
import { makeDetail, makeRevision } from '@/testing/make-revision'
import { openWindow } from '@/testing/open-window'
import { releaseBridge } from '@/testing/release-bridge'

afterEach(cleanup)

/** More elements than any page needs that shows what fits on a screen. */
const bound = 1_500
const elements = (): number => document.querySelectorAll('*').length

const options = async (): Promise<HTMLElement[]> => {
  const list = await screen.findByRole('listbox', { name: 'Revisions' })
  return within(list).getAllByRole('option')
}
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })
const focused = (): string | undefined => (document.activeElement as HTMLElement | null)?.dataset['revision']

describe('a history of 1,000 revisions', () => {
  const history = Array.from({ length: 1_000 }, (_, at) =>
    makeRevision(at + 1, { chartVersion: `1.${at}.0`, status: at === 999 ? 'deployed' : 'superseded' }),
  )

  it('has a row for what is in sight, says how many there are, and is moved along by keyboard', async () => {
    const bridge = releaseBridge()
    bridge.answers['releases:follow_history'] = () => Promise.resolve(history)
    await openWindow('/releases/shop/web')
    const [first] = await options()
    expect((await options()).length).toBeLessThan(60)
    expect(first?.getAttribute('aria-setsize')).toBe('1000')
    expect(first?.getAttribute('aria-posinset')).toBe('1')
    expect(elements()).toBeLessThan(bound)
    first?.focus()
    await press('ArrowDown')
    await vi.waitFor(() => expect(focused()).toBe('999'))
    await press('End')
    await vi.waitFor(() => expect(focused()).toBe('1'))
    expect(document.activeElement?.getAttribute('aria-posinset')).toBe('1000')
    await press('ArrowUp')
    await vi.waitFor(() => expect(focused()).toBe('2'))
    expect((await options()).length).toBeLessThan(60)
    // Whatever has the focus can be reached by Tab, and nothing else can.
    expect((await options()).filter(({ tabIndex }) => tabIndex === 0)).toEqual([document.activeElement])
  })
})

describe('notes', () => {
  it.each([
    ['100,000 lines', manyLines(100_000)],
    ['10 MB in one line', longLine(10_000_000)],
  ])('of %s have the lines in sight', async (_what, text) => {
    const bridge = releaseBridge()
    bridge.answers['release:get_text'] = () => Promise.resolve({ text, masked: 0 })
    await openWindow('/releases/shop/web?tab=notes')
    const notes = await screen.findByLabelText('Notes')
    await vi.waitFor(() => expect(notes.textContent).toContain(text.slice(0, 40)))
    expect(document.querySelectorAll('.cm-line').length).toBeLessThan(200)
    expect(elements()).toBeLessThan(bound)
    expect(screen.getByRole('button', { name: 'Copy Notes' })).toBeTruthy()
  })

  it('that are too long are shown in part, which is said', async () => {
    const bridge = releaseBridge()
    bridge.answers['release:get_text'] = () => Promise.resolve({ text: manyLines(190_000), masked: 0 })
    await openWindow('/releases/shop/web?tab=notes')
    expect(await screen.findByText(/^Too large to show as a whole/)).toBeTruthy()
  })

  it('of a few lines stand in the page as they are', async () => {
    const bridge = releaseBridge()
    bridge.answers['release:get_text'] = () => Promise.resolve({ text: 'Open it:\n  http://web', masked: 0 })
    await openWindow('/releases/shop/web?tab=notes')
    expect((await screen.findByText(/Open it:/)).tagName).toBe('PRE')
  })
})

describe('10,000 hooks and objects', () => {
  const objects = Array.from({ length: 10_000 }, (_, at) => ({
    kind: `Kind${at % 3}`,
    name: `part-${at}`,
    namespace: '',
  }))

  it('are shown a hundred at a time, counted as a whole', async () => {
    const bridge = releaseBridge()
    bridge.answers['release:get_revision'] = ({ revision }) =>
      Promise.resolve(makeDetail(revision, { hooks: manyHooks(10_000), objects }))
    await openWindow('/releases/shop/web')
    const hooks = (await screen.findByRole('heading', { name: 'Hooks 10000' })).closest('section') as HTMLElement
    expect(within(hooks).getAllByRole('listitem')).toHaveLength(100)
    expect(elements()).toBeLessThan(bound)
    expect(screen.getByText('× 3334')).toBeTruthy()
    await fireEvent.click(within(hooks).getByRole('button', { name: 'Show 100 more of 9,900' }))
    expect(within(hooks).getAllByRole('listitem')).toHaveLength(200)
  })
})

describe('a name that turns the direction of the text', () => {
  it('stands in an element of its own, beside which nothing is turned', async () => {
    const bridge = releaseBridge()
    const name = turningNames.override
    bridge.answers['releases:follow_history'] = () =>
      Promise.resolve([makeRevision(1, { chartName: name, chartVersion: name, status: 'deployed' })])
    await openWindow('/releases/shop/web')
    const [option] = await options()
    const alone = [...(option?.querySelectorAll('bdi') ?? [])].map(({ textContent }) => textContent)
    expect(alone).toContain(name)
  })

  it('stands apart from its version, in the head, the overview and the history', async () => {
    const bridge = releaseBridge()
    const names = { chartName: turningNames.override, chartVersion: '9.8.7' }
    bridge.answers['releases:follow_history'] = () =>
      Promise.resolve([makeRevision(1), makeRevision(2, { ...names, status: 'deployed' })])
    bridge.answers['release:get_revision'] = ({ revision }) => Promise.resolve(makeDetail(revision, names))
    await openWindow('/releases/shop/web')
    await screen.findByRole('group', { name: 'Overview of the revision' })
    const versions = await vi.waitFor(() => {
      const found = screen.getAllByText('9.8.7')
      expect(found).toHaveLength(3)
      return found
    })
    for (const version of versions) {
      expect(version.tagName).toBe('BDI')
      expect(version.previousElementSibling?.textContent).toBe(turningNames.override)
    }
    expect(screen.queryAllByText(/\u202e.*9\.8\.7/)).toEqual([])
  })
})

describe('a version of 60 KB', () => {
  it('is one line of the head and three of the history, whole on hover', async () => {
    const bridge = releaseBridge()
    const appVersion = `1.2.3-${'a'.repeat(60_000)}`
    bridge.answers['releases:follow_history'] = () =>
      Promise.resolve([makeRevision(1, { appVersion, status: 'deployed' })])
    bridge.answers['release:get_revision'] = ({ revision }) => Promise.resolve(makeDetail(revision))
    await openWindow('/releases/shop/web')
    await options()
    const places = [...document.querySelectorAll(`[title="app ${appVersion}"]`)]
    expect(places.map(({ className }) => /line-clamp-\d/.exec(className)?.[0])).toEqual([
      'line-clamp-1',
      'line-clamp-3',
    ])
  })
})
