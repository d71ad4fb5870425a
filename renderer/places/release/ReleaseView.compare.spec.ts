import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import type { Comparison } from '@shared/model/comparison'
import { deferred, failing } from '@/testing/fake-bridge'
import { eventually } from '@/testing/eventually'
import { makeCompared, makeComparedHook, makeComparison } from '@/testing/make-comparison'
import { openWindow } from '@/testing/open-window'
import { releaseBridge } from '@/testing/release-bridge'

afterEach(cleanup)

const web = { context: 'prod', namespace: 'shop', release_name: 'web' }
const revisionSide = (revision: number) => ({ kind: 'revision', ...web, revision })

const differing: Partial<Comparison> = {
  values: {
    changes: [
      { path: ['config', 'LOG_LEVEL'], before: 'info', after: 'warn' },
      { path: ['image', 'tag'], before: '1.20.0', after: '1.20.0', movedTo: ['app', 'tag'] },
      { path: ['password'], masked: true },
    ],
    count: 3,
  },
  computedValues: { changes: [{ path: ['replicaCount'], before: '1', after: '2' }], count: 4 },
  objects: [
    makeCompared(),
    makeCompared({ kind: 'Job', name: 'migrate', newName: 'web-migrate', state: 'renamed' }),
    makeCompared({ kind: 'Service', name: 'front', state: 'same' }),
  ],
  images: [{ name: 'registry.example.com/shop/web', before: ['1.20.0'], after: ['1.24.0'] }],
  chart: { changes: [{ path: ['version'], before: '1.0.0', after: '1.2.0' }], count: 1 },
}

function comparing(part: Partial<Comparison> = differing) {
  const bridge = releaseBridge()
  bridge.answers['compare:make'] = () => Promise.resolve(makeComparison(part))
  bridge.answers['compare:cancel'] = () => Promise.resolve()
  bridge.answers['compare:get_text'] = () => Promise.resolve({ before: 'a: 1\n', after: 'a: 2\n' })
  const asked = (): unknown[] =>
    bridge.calls
      .filter(({ name }) => name === 'compare:make')
      .map(({ input }) => {
        const { from, to } = input as { from: unknown; to: unknown }
        return [from, to]
      })
  return { bridge, asked }
}

const page = '/releases/shop/web?from=2&to=3'
const pane = (): Promise<HTMLElement> =>
  screen.findByRole('region', { name: 'Comparison of revision 2 with revision 3' })
const options = async (): Promise<HTMLElement[]> =>
  within(await screen.findByRole('listbox', { name: 'Revisions' })).getAllByRole('option')
const option = async (revision: number): Promise<HTMLElement> => {
  const found = (await options()).find(({ dataset }) => dataset['revision'] === String(revision))
  if (found === undefined) throw new Error(`there is no revision ${revision}`)
  return found
}
const plain = (element: Element): string => element.textContent.replaceAll(/\s+/g, ' ').trim()
const press = (key: string, init: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...init })

describe('comparing revisions from the timeline', () => {
  it('compares with the previous one by a click, marks both, and goes back to the revision', async () => {
    const { asked } = comparing()
    const { router } = await openWindow('/releases/shop/web')
    await fireEvent.click(await screen.findByRole('button', { name: 'Previous (2)' }))
    expect(await pane()).toBeTruthy()
    expect(router.currentRoute.value.query).toEqual({ from: '2', to: '3' })
    expect(asked()).toEqual([[revisionSide(2), revisionSide(3)]])
    expect([plain(await option(2)), plain(await option(3))]).toEqual([
      expect.stringContaining('From'),
      expect.stringContaining('To'),
    ])
    router.back()
    expect(await screen.findByRole('region', { name: 'Revision 3' })).toBeTruthy()
  })

  it('compares an older one with the current one', async () => {
    const { asked } = comparing()
    await openWindow('/releases/shop/web?revision=1')
    await fireEvent.click(await screen.findByRole('button', { name: 'Current (3)' }))
    await eventually(() => expect(asked()).toEqual([[revisionSide(1), revisionSide(3)]]))
    expect(screen.queryByRole('button', { name: /^Previous/ })).toBeNull()
  })

  it('offers both in the menu of a revision', async () => {
    const { asked } = comparing()
    await openWindow('/releases/shop/web')
    await fireEvent.contextMenu(await option(2))
    const items = (await screen.findAllByRole('menuitem')).map(plain)
    expect(items).toEqual(['Compare with previous', 'Compare with current', 'Mark to compare'])
    await fireEvent.click(screen.getByRole('menuitem', { name: 'Compare with previous' }))
    await eventually(() => expect(asked()).toEqual([[revisionSide(1), revisionSide(2)]]))
  })

  it('compares the two that Space marks, the older one first, and takes a mark away again', async () => {
    const { asked } = comparing()
    const { router } = await openWindow('/releases/shop/web')
    ;(await option(3)).focus()
    await press(' ')
    expect(await screen.findByText('3 is marked; Space compares')).toBeTruthy()
    await press('ArrowDown')
    await press('ArrowDown')
    await eventually(() => expect(router.currentRoute.value.query).toEqual({ from: '3', revision: '1' }))
    await press(' ')
    await eventually(() => expect(asked()).toEqual([[revisionSide(1), revisionSide(3)]]))
    // The keys look for another one to mark without leaving.
    await press('ArrowUp')
    expect(document.activeElement).toBe(await option(2))
    await press(' ')
    await eventually(() => expect(asked().at(-1)).toEqual([revisionSide(2), revisionSide(3)]))
    await press(' ')
    expect(await screen.findByText('3 is marked; Space compares')).toBeTruthy()
  })

  it('is closed by Esc and leaves the focus in the timeline', async () => {
    comparing()
    const { router } = await openWindow(page)
    const region = await pane()
    ;(await within(region).findByRole('button', { name: 'Close' })).focus()
    await press('Escape')
    await eventually(() => expect(router.currentRoute.value.query).toEqual({}))
    expect(await screen.findByRole('region', { name: 'Revision 3' })).toBeTruthy()
    await eventually(() => expect(document.activeElement?.getAttribute('role')).toBe('option'))
  })

  it('swaps its sides, and takes another revision for one of them', async () => {
    const { asked } = comparing()
    await openWindow(page)
    await fireEvent.click(await screen.findByRole('button', { name: 'Swap the sides' }))
    await eventually(() => expect(asked().at(-1)).toEqual([revisionSide(3), revisionSide(2)]))
    await fireEvent.click(screen.getByRole('button', { name: 'To revision 2, choose another revision' }))
    const revisions = await screen.findByRole('listbox', { name: 'To: revisions' })
    await fireEvent.click(within(revisions).getByRole('option', { name: /^Revision 1/ }))
    await eventually(() => expect(asked().at(-1)).toEqual([revisionSide(3), revisionSide(1)]))
  })
})

describe('what two sides have not in common', () => {
  it('has a tab for each part with its number, and names the parts that are the same', async () => {
    comparing()
    await openWindow(page)
    const region = await pane()
    const tabs = (await within(region).findAllByRole('tab')).map(plain)
    expect(tabs).toEqual(['All 7', 'Values 3', 'Objects 2', 'Images 1', 'Chart 1'])
    expect(within(region).getByText('Hooks, notes: same')).toBeTruthy()
    expect(within(region).getByText('24 days, 1 rollback apart')).toBeTruthy()
  })

  it('tells keys, moved ones in words and secrets without their values', async () => {
    comparing()
    await openWindow(page)
    const values = await screen.findByRole('region', { name: 'Values' })
    const rows = within(within(values).getByRole('table', { name: 'Keys that differ' }))
      .getAllByRole('row')
      .map(plain)
    expect(rows.slice(1)).toEqual([
      'config.LOG_LEVELinfowarn',
      'image.tag1.20.0 moved to app.tag',
      'passwordchanged, masked',
    ])
    await fireEvent.click(within(values).getByRole('radio', { name: 'All values' }))
    expect(plain(values)).toContain("4 keys, the chart's defaults among them")
    expect(within(values).getByText('replicaCount')).toBeTruthy()
  })

  it('shows values line by line on demand', async () => {
    const { bridge } = comparing()
    await openWindow(page)
    const values = await screen.findByRole('region', { name: 'Values' })
    await fireEvent.click(within(values).getByRole('radio', { name: 'Text' }))
    await eventually(() => expect(values.querySelectorAll('.cm-mergeView .cm-editor')).toHaveLength(2))
    expect(within(values).getByRole('textbox', { name: 'Revision 2' })).toBeTruthy()
    const texts = bridge.calls.filter(({ name }) => name === 'compare:get_text').map(({ input }) => input)
    expect(texts).toEqual([{ compare_id: makeComparison().id, text: 'values' }])
  })

  it('folds objects, with a renamed one under both names and those that are the same by name only', async () => {
    const { bridge } = comparing()
    await openWindow(page)
    const objects = await screen.findByRole('region', { name: 'Objects' })
    expect(plain(objects)).toContain('1 changed, 1 renamed; 1 the same')
    expect(within(objects).getByRole('table', { name: 'Fields that differ' })).toBeTruthy()
    const renamed = within(objects).getByRole('button', { name: /Job\s*migrate\s*(is now|→)\s*web-migrate/ })
    expect(renamed.getAttribute('aria-expanded')).toBe('false')
    // Nothing of it differs but the name: then it is its text.
    await fireEvent.click(renamed)
    await eventually(() =>
      expect(bridge.calls.at(-1)).toEqual({
        name: 'compare:get_text',
        input: { compare_id: makeComparison().id, text: 'manifest', object: 'v1/Job/migrate' },
      }),
    )
    const same = within(objects).getByRole('list', { name: 'Objects that are the same', hidden: true })
    expect(plain(same)).toBe('Service front')
  })

  it('opens a part by its tab, which the address keeps', async () => {
    comparing({ ...differing, hooks: [makeComparedHook()], notesDiffer: true })
    const { router } = await openWindow(page)
    await fireEvent.click(await screen.findByRole('tab', { name: /^Hooks/ }))
    await eventually(() => expect(router.currentRoute.value.query['part']).toBe('hooks'))
    expect(screen.queryByRole('region', { name: 'Values' })).toBeNull()
    expect(plain(screen.getByRole('region', { name: 'Hooks' }))).toContain('weight12')
    await fireEvent.click(screen.getByRole('tab', { name: 'Notes' }))
    expect(await screen.findByRole('textbox', { name: 'Revision 3' })).toBeTruthy()
  })

  it('searches all of it from Ctrl+F on, and says when nothing is found', async () => {
    comparing()
    await openWindow(page)
    const region = await pane()
    await within(region).findByRole('region', { name: 'Values' })
    await press('f', { ctrlKey: true })
    const box = screen.getByRole('searchbox', { name: 'Search the differences' })
    expect(document.activeElement).toBe(box)
    await fireEvent.update(box, 'log_level')
    expect(await screen.findByText('1 of 7 found')).toBeTruthy()
    expect(within(region).queryByRole('region', { name: 'Objects' })).toBeNull()
    expect(region.querySelector('mark')?.textContent).toBe('LOG_LEVEL')
    await fireEvent.update(box, 'nowhere')
    expect(await screen.findByText('No difference matches “nowhere”.')).toBeTruthy()
    await press('Escape')
    expect(await within(region).findByRole('region', { name: 'Objects' })).toBeTruthy()
  })

  it('draws so many of 2,000 objects as a window can take, and tells all', async () => {
    comparing({ objects: Array.from({ length: 2_000 }, (_, index) => makeCompared({ name: `web-${index}` })) })
    await openWindow(page)
    const objects = await screen.findByRole('region', { name: 'Objects' })
    expect(plain(objects)).toContain('2,000 changed')
    expect(within(objects).getAllByRole('listitem')).toHaveLength(100)
    await fireEvent.click(within(objects).getByRole('button', { name: 'Show 100 more of 1,900' }))
    expect(within(objects).getAllByRole('listitem')).toHaveLength(200)
  })

  it('says what was compared where nothing differs, and what could not be', async () => {
    const remark = 'The default values of the chart are not in the record.'
    comparing({ objects: [makeCompared({ state: 'same' })], remarks: [remark] })
    await openWindow(page)
    const region = await pane()
    await within(region).findByRole('heading', { name: 'No difference' })
    expect(plain(region)).toContain('Revision 2 and revision 3 have the same values, images, chart, notes and object.')
    expect(within(region).getByText(remark)).toBeTruthy()
  })
})

describe('a comparison', () => {
  it('says that it takes its time, and can be cancelled', async () => {
    const { bridge, asked } = comparing()
    bridge.answers['compare:make'] = () => deferred<Comparison>().promise
    await openWindow(page)
    expect(await screen.findByText('Comparing revision 2 with revision 3…')).toBeTruthy()
    await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(await screen.findByText('Not compared: you cancelled it.')).toBeTruthy()
    expect(bridge.calls.map(({ name }) => name)).toContain('compare:cancel')
    expect(asked()).toHaveLength(1)
  })

  it('is ended when another one takes its place', async () => {
    const { bridge, asked } = comparing()
    const first = deferred<Comparison>()
    bridge.answers['compare:make'] = () => first.promise
    const { router } = await openWindow(page)
    await screen.findByText('Comparing revision 2 with revision 3…')
    bridge.answers['compare:make'] = () => Promise.resolve(makeComparison())
    await router.push('/releases/shop/web?from=1&to=3')
    await eventually(() => expect(bridge.calls.map(({ name }) => name)).toContain('compare:cancel'))
    first.resolve(makeComparison(differing))
    await eventually(() => expect(asked().at(-1)).toEqual([revisionSide(1), revisionSide(3)]))
    expect(await screen.findByRole('tab', { name: /All\s*1/ })).toBeTruthy()
    expect(screen.queryByRole('region', { name: 'Values' })).toBeNull()
  })

  it('says why it could not be made, and is tried again', async () => {
    const { bridge } = comparing()
    const answer = bridge.answers['compare:make']
    bridge.answers['compare:make'] = failing('revision-not-found', 'Revision 2 of web is not kept any more.')
    await openWindow(page)
    expect(await screen.findByRole('heading', { name: 'Revision 2 of web is not kept any more.' })).toBeTruthy()
    if (answer !== undefined) bridge.answers['compare:make'] = answer
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('region', { name: 'Values' })).toBeTruthy()
  })

  it('is saved to a file', async () => {
    const { bridge } = comparing()
    bridge.answers['compare:save'] = () => Promise.resolve('/home/jane/web.patch')
    await openWindow(page)
    const share = await screen.findByRole('button', { name: 'Share' })
    await fireEvent.pointerDown(share, { button: 0, pointerType: 'mouse' })
    await fireEvent.click(share)
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'Save as unified patch…' }))
    expect(await screen.findByText('Saved to /home/jane/web.patch')).toBeTruthy()
    expect(bridge.calls.at(-1)).toEqual({
      name: 'compare:save',
      input: { compare_id: makeComparison().id, format: 'patch' },
    })
  })
})
