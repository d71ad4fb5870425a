import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import type { FoundPlan, Plan, PlanObject } from '@shared/model/plan'
import { eventually } from '@/testing/eventually'
import { failing } from '@/testing/fake-bridge'
import { makePlan, makePlanObject, makeProblem } from '@/testing/make-plan'
import { openWindow } from '@/testing/open-window'
import { plainBridge } from '@/testing/plain-bridge'

afterEach(cleanup)

const id = makePlan().id
const page = `/plan/${id}?from=/releases/shop/web/upgrade`
const image = { path: ['spec', 'template', 'spec', 'containers', '[web]', 'image'], before: 'web:1', after: 'web:2' }
const objects: PlanObject[] = [
  makePlanObject({ kind: 'Job', name: 'seed', problems: [makeProblem()] }),
  makePlanObject({ name: 'web', fields: [image], consequence: 'All 3 pods are replaced.' }),
  makePlanObject({ kind: 'ConfigMap', name: 'settings' }),
  makePlanObject({ kind: 'Service', name: 'same', action: 'unchanged' }),
]

function kept(part: Partial<Plan> = {}, rest: Partial<FoundPlan> = {}) {
  const plan = makePlan({ objects, ...part })
  const found = { plan, hasTexts: true, run: null, different: [], ...rest }
  return plainBridge({
    'plan:get': ({ plan_id }) => Promise.resolve(plan_id === plan.id ? found : null),
    'plan:get_object': () => Promise.resolve({ live: 'a: 1\n', after: 'a: 2\n', stored: 'a: 0\n', rendered: null }),
    'plan:export': ({ format }) => Promise.resolve(`as ${format}`),
    'plan:save': () => Promise.resolve('/home/jane/plan.json'),
  })
}

const tree = (): Promise<HTMLElement> => screen.findByRole('tree', { name: 'Objects of the plan' })
const rows = async (): Promise<string[]> =>
  within(await tree())
    .getAllByRole('treeitem')
    .map(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim())
const chosen = async (): Promise<string> =>
  within(await tree())
    .getByRole('treeitem', { selected: true })
    .textContent.trim()

describe('the page of a whole plan', () => {
  it('begins with the verdict and the overview, and lists what stops helm first', async () => {
    kept({ notes: ['Revision 1 is deleted: helm keeps 10.'], images: [{ name: 'web', before: ['1'], after: ['2'] }] })
    await openWindow(page)
    expect(await screen.findByText('helm would stop half way. 1 object fails.')).toBeTruthy()
    expect(await chosen()).toContain('Overview')
    const overview = screen.getByRole('region', { name: 'Overview' })
    expect(overview.textContent).toContain('Revision 1 is deleted: helm keeps 10.')
    expect(within(overview).getByRole('table', { name: 'Images' }).textContent).toContain('web')
    expect((await rows()).slice(1, 3).map((row) => row.replaceAll(' ', ''))).toEqual([
      'Stopshelm1',
      'willfailJobseed1fieldwillfail',
    ])
  })

  it('shows the object that the keys move to: its consequence and its fields, now and after', async () => {
    kept()
    await openWindow(page)
    const list = await tree()
    for (let press = 0; press < 4; press += 1) await fireEvent.keyDown(list, { key: 'ArrowDown' })
    const pane = await screen.findByRole('region', { name: 'Deployment web' })
    expect(pane.textContent).toContain('All 3 pods are replaced.')
    const table = within(pane).getByRole('table', { name: 'Fields that differ' })
    expect(within(table).getByRole('rowheader', { name: 'image' }).closest('tr')?.textContent).toContain('web:1web:2')
    await fireEvent.keyDown(list, { key: 'ArrowUp' })
    expect(within(list).getAllByRole('treeitem')[3]?.dataset['active']).toBe('true')
  })

  it('walks the problems by F8, and folds groups', async () => {
    kept()
    await openWindow(page)
    const list = await tree()
    await fireEvent.keyDown(document.body, { key: 'F8' })
    expect(await screen.findByRole('region', { name: 'Job seed' })).toBeTruthy()
    const group = within(list).getByText('Changed').closest('[role="treeitem"]') as HTMLElement
    await fireEvent.click(group)
    expect(group.getAttribute('aria-expanded')).toBe('false')
    expect((await rows()).join()).not.toContain('settings')
  })

  it('searches names and fields, from the slash on, and says when nothing is found', async () => {
    kept()
    await openWindow(page)
    await tree()
    await fireEvent.keyDown(document.body, { key: '/' })
    const box = screen.getByRole('searchbox', { name: 'Search objects and fields' })
    expect(document.activeElement).toBe(box)
    await fireEvent.update(box, 'WEB:2')
    await eventually(async () => expect((await rows()).filter((row) => row.includes('Deployment'))).toHaveLength(1))
    expect((await rows()).join()).not.toContain('settings')
    await fireEvent.update(box, 'nowhere')
    expect(await screen.findByText('No object matches.')).toBeTruthy()
  })

  it('shows an object as text, and all that helm compares', async () => {
    const bridge = kept()
    await openWindow(page)
    await fireEvent.click(within(await tree()).getByText('settings'))
    await fireEvent.click(await screen.findByRole('tab', { name: 'All three sides' }))
    expect(await screen.findByText('helm would not send it.')).toBeTruthy()
    expect(await screen.findByRole('textbox', { name: 'As helm applied it last' })).toBeTruthy()
    const asked = bridge.calls.filter(({ name }) => name === 'plan:get_object').map(({ input }) => input)
    expect(asked).toEqual([{ plan_id: id, object: 'v1/ConfigMap/shop/settings' }])
    await fireEvent.click(screen.getByRole('tab', { name: 'Text' }))
    await eventually(() => expect(document.querySelectorAll('.cm-mergeView .cm-editor')).toHaveLength(2))
  })

  it('draws the rows in sight of 2,000 objects', async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => makePlanObject({ name: `web-${index}` }))
    kept({ objects: many })
    await openWindow(page)
    const group = within(await tree()).getByText('Changed')
    await fireEvent.click(group)
    expect((await rows()).length).toBeLessThan(120)
    expect((await rows()).length).toBeGreaterThan(10)
  })

  it('is saved to a file', async () => {
    const bridge = kept()
    await openWindow(page)
    const share = await screen.findByRole('button', { name: 'Share' })
    await fireEvent.pointerDown(share, { button: 0, pointerType: 'mouse' })
    await fireEvent.click(share)
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'Save as JSON…' }))
    expect(await screen.findByText('Saved to /home/jane/plan.json')).toBeTruthy()
    expect(bridge.calls.filter(({ name }) => name === 'plan:save').map(({ input }) => input)).toEqual([
      { plan_id: id, format: 'json' },
    ])
  })

  it('says what it is bound to, and leads back to where it came from', async () => {
    kept()
    await openWindow(page)
    expect(
      await screen.findByText(/^Bound to revision 2 · values and options as sent · checked \d+ s ago/),
    ).toBeTruthy()
    const links = screen.getAllByRole('link', { name: 'Back to values' }).map((link) => link.getAttribute('href'))
    expect(new Set(links)).toEqual(new Set(['/releases/shop/web/upgrade']))
  })

  it('says that it can be run only where it comes from, once that is gone', async () => {
    kept()
    await openWindow(page)
    expect(await screen.findByText(/What this plan was made of isn't here any more\.$/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Upgrade anyway…' })).toBeNull()
    expect(screen.queryByRole('group', { name: 'Command' })).toBeNull()
  })

  it('is the plan as it was, without texts, where its change has run', async () => {
    const operationId = '7d4c1f5e-0000-4000-8000-0000000000cc'
    const different = ['1 object ended differently than planned: Deployment web (spec.replicas).']
    const run = { operationId, startedAt: '2026-03-01T10:00:00Z' }
    const bridge = kept({ madeAt: '2026-03-01T09:59:30Z' }, { hasTexts: false, run, different })
    await openWindow(`/plan/${id}`)
    const banner = await screen.findByText(/^The plan as it was at /)
    expect(banner.closest('[role="status"]')?.textContent).toContain('the texts of objects are no longer there')
    expect(banner.closest('[role="status"]')?.textContent).toContain('1 object ended differently than planned')
    expect(screen.getByRole('link', { name: 'Open in Activity' }).getAttribute('href')).toBe(`/activity/${operationId}`)
    await fireEvent.click(within(await tree()).getByText('web'))
    expect(await screen.findByRole('columnheader', { name: 'Before the upgrade' })).toBeTruthy()
    await fireEvent.click(await screen.findByRole('tab', { name: 'Text' }))
    expect(await screen.findByText(/texts of objects stay until Wheelhouse is closed/)).toBeTruthy()
    expect(bridge.calls.some(({ name }) => name === 'plan:get_object')).toBe(false)
    const share = screen.getByRole('button', { name: 'Share' })
    await fireEvent.pointerDown(share, { button: 0, pointerType: 'mouse' })
    await fireEvent.click(share)
    expect(await screen.findByRole('menuitem', { name: 'Copy as Markdown' })).toBeTruthy()
    expect(screen.queryByRole('menuitem', { name: 'Copy as unified patch' })).toBeNull()
  })

  it('says in a sentence that what is kept cannot be read', async () => {
    const bridge = kept()
    bridge.answers['plan:get'] = failing('plan-missing', 'The plan that was kept with this change can’t be read.')
    await openWindow('/plan/7d4c1f5e-0000-4000-8000-0000000000bb?from=/activity/x')
    expect(await screen.findByText('The plan that was kept with this change can’t be read.')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Back to Activity' }).getAttribute('href')).toBe('/activity/x')
  })

  it('shows only what differs of a text unless told otherwise, and hides unchanged objects when told', async () => {
    const bridge = kept()
    const lines = Array.from({ length: 40 }, (_, line) => `line${line}: same\n`).join('')
    bridge.answers['plan:get_object'] = () =>
      Promise.resolve({ live: `${lines}a: 1\n`, after: `${lines}a: 2\n`, stored: null, rendered: null })
    await openWindow(page)
    await fireEvent.click(within(await tree()).getByText('settings'))
    await fireEvent.click(await screen.findByRole('tab', { name: 'Text' }))
    const differs = await screen.findByRole('checkbox', { name: 'Only what differs' })
    await eventually(() => expect(document.querySelectorAll('.cm-collapsedLines')).not.toHaveLength(0))
    await fireEvent.click(differs)
    await eventually(() => expect(document.querySelectorAll('.cm-collapsedLines')).toHaveLength(0))
    expect((await rows()).join()).toContain('Unchanged')
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Hide unchanged' }))
    await eventually(async () => expect((await rows()).join()).not.toContain('Unchanged'))
  })

  it('says so where it is not kept any more, with a way back', async () => {
    kept({ id: '7d4c1f5e-0000-4000-8000-0000000000bb' })
    await openWindow(page)
    expect(await screen.findByRole('heading', { name: "This plan isn't kept any more" })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Back to values' }).getAttribute('href')).toBe('/releases/shop/web/upgrade')
  })
})
