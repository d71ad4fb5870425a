import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import type { Plan } from '@shared/model/plan'
import { makeOperation } from '@shared/testing/make-operation'
import { eventually } from '@/testing/eventually'
import { failing } from '@/testing/fake-bridge'
import { makePlan, makePlanObject, makeProblem } from '@/testing/make-plan'
import { openWindow } from '@/testing/open-window'
import { releaseBridge } from '@/testing/release-bridge'

afterEach(cleanup)

const page = '/releases/shop/web'

function planning(plan: Partial<Plan>) {
  const bridge = releaseBridge()
  bridge.answers['plan:make'] = () => Promise.resolve(makePlan(plan))
  return bridge
}

/** The same plan, asked for by its own page. */
function found(bridge: ReturnType<typeof planning>, plan: Partial<Plan>): void {
  bridge.answers['plan:get'] = () => Promise.resolve({ plan: makePlan(plan), hasTexts: true, run: null, different: [] })
}

const sent = (bridge: ReturnType<typeof planning>, channel: 'helm:uninstall' | 'helm:rollback' | 'plan:make') =>
  bridge.calls.filter(({ name }) => name === channel).map(({ input }) => input)

const gone = makePlanObject({ name: 'web', action: 'removed' })
const lost = makePlanObject({
  kind: 'PersistentVolumeClaim',
  name: 'data',
  action: 'removed',
  problems: [makeProblem({ kind: 'data-loss', stops: false, message: 'data, 200 GiB, goes with its volume.' })],
})
const kept = makePlanObject({ kind: 'Secret', name: 'tls', action: 'kept' })

describe('the plan of an uninstall', () => {
  it('says on top what data goes, then what goes beside what stays, and binds what is sent to it', async () => {
    const definitions = [{ name: 'wheels.example.com', fate: 'stays' as const, note: '' }]
    const bridge = planning({ verb: 'uninstall', objects: [lost, gone, kept], definitions })
    await openWindow(`${page}?ask=uninstall`)
    const dialog = await screen.findByRole('dialog', { name: 'Uninstall web?' })
    const loss = await within(dialog).findByRole('region', { name: 'Data loss' })
    expect(loss.textContent).toContain('1 volume claim is lost.')
    expect(loss.textContent).toContain('data, 200 GiB, goes with its volume.')
    const goes = within(dialog).getByRole('region', { name: 'Goes' })
    expect(goes.textContent).toContain('2 objects')
    expect(within(goes).getAllByRole('listitem')).toHaveLength(2)
    const stays = within(dialog).getByRole('region', { name: 'Stays' })
    expect(stays.textContent).toContain('tls')
    expect(stays.textContent).toContain('wheels.example.com')
    await eventually(() => expect(stays.textContent).toContain('The namespace shop.'))
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Uninstall web' }))
    expect(sent(bridge, 'helm:uninstall')).toMatchObject([{ plan_id: makePlan().id }])
  })

  it('is run from its own page only after a question, and its release is shown then', async () => {
    const bridge = planning({ verb: 'uninstall', fromRevision: 3, toRevision: 3, objects: [lost, gone] })
    found(bridge, { verb: 'uninstall', fromRevision: 3, toRevision: 3, objects: [lost, gone] })
    bridge.answers['helm:uninstall'] = () => new Promise(() => undefined)
    const { router } = await openWindow(`${page}?ask=uninstall`)
    const dialog = await screen.findByRole('dialog', { name: 'Uninstall web?' })
    await fireEvent.click(await within(dialog).findByRole('link', { name: 'Full plan' }))
    await fireEvent.click(await screen.findByRole('button', { name: 'Uninstall web…' }))
    const question = await screen.findByRole('dialog', { name: 'Uninstall web?' })
    expect(within(question).getByRole('list', { name: 'Data loss' }).textContent).toContain('200 GiB')
    expect(sent(bridge, 'helm:uninstall')).toEqual([])
    await fireEvent.click(within(question).getByRole('button', { name: 'Uninstall web' }))
    await eventually(() => expect(sent(bridge, 'helm:uninstall')).toMatchObject([{ plan_id: makePlan().id }]))
    expect(router.currentRoute.value.name).toBe('plan')
    bridge.emit('operations:changed', [makeOperation({ verb: 'uninstall', status: { phase: 'applying' } })])
    await eventually(() => expect(router.currentRoute.value.fullPath).toBe(page))
  })

  it('keeps the button waiting while it is made', async () => {
    const bridge = releaseBridge()
    await openWindow(`${page}?ask=uninstall`)
    const dialog = await screen.findByRole('dialog', { name: 'Uninstall web?' })
    const button = within(dialog).getByRole('button', { name: 'Uninstall web' })
    await eventually(() => expect(button.getAttribute('aria-description')).toBe('Planning…'))
    await fireEvent.click(button)
    expect(sent(bridge, 'helm:uninstall')).toEqual([])
  })

  it('is made again when an option changes, and the button waits for that one', async () => {
    const bridge = planning({ verb: 'uninstall', objects: [gone] })
    await openWindow(`${page}?ask=uninstall`)
    const dialog = await screen.findByRole('dialog', { name: 'Uninstall web?' })
    await within(dialog).findByRole('region', { name: 'Goes' })
    await fireEvent.click(within(dialog).getByRole('checkbox', { name: /^Keep its history/ }))
    await eventually(() => expect(sent(bridge, 'plan:make').at(-1)).toMatchObject({ keep_history: true }))
  })

  it('gives way to what is known without it where it cannot be made', async () => {
    const bridge = releaseBridge()
    bridge.answers['plan:make'] = failing('forbidden', 'You may not read them.')
    await openWindow(`${page}?ask=uninstall`)
    const dialog = await screen.findByRole('dialog', { name: 'Uninstall web?' })
    expect(await within(dialog).findByText('Deleted: 3 objects')).toBeTruthy()
    expect(dialog.textContent).toContain('You may not read them.')
    await fireEvent.click(await within(dialog).findByRole('button', { name: 'Uninstall web without a plan' }))
    expect(sent(bridge, 'helm:uninstall')).toHaveLength(1)
    expect(sent(bridge, 'helm:uninstall')[0]).not.toHaveProperty('plan_id')
  })
})

describe('the plan of a rollback', () => {
  it('shows what changes back, and binds what is sent to it', async () => {
    const bridge = planning({ verb: 'rollback', objects: [makePlanObject(), gone] })
    await openWindow(`${page}?ask=rollback&revision=1`)
    const dialog = await screen.findByRole('dialog', { name: 'Roll back web?' })
    const plan = within(dialog).getByRole('region', { name: 'Plan' })
    await eventually(() => expect(plan.textContent).toContain('1 changed'))
    expect(within(plan).getByText('replicas')).toBeTruthy()
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Roll back web to revision 1' }))
    expect(sent(bridge, 'helm:rollback')).toMatchObject([{ revision: 1, plan_id: makePlan().id }])
  })

  it('says on its button that helm would stop, and sends that this was seen', async () => {
    const bridge = planning({ verb: 'rollback', objects: [makePlanObject({ problems: [makeProblem()] })] })
    await openWindow(`${page}?ask=rollback&revision=1`)
    const dialog = await screen.findByRole('dialog', { name: 'Roll back web?' })
    await fireEvent.click(await within(dialog).findByRole('button', { name: 'Roll back web to revision 1 anyway' }))
    expect(sent(bridge, 'helm:rollback')).toMatchObject([{ plan_id: makePlan().id, anyway: true }])
  })

  it('is shown whole on its own page, and the way back finds the dialog as it was left', async () => {
    const bridge = planning({ verb: 'rollback' })
    found(bridge, { verb: 'rollback' })
    await openWindow(`${page}?ask=rollback&revision=1`)
    const dialog = await screen.findByRole('dialog', { name: 'Roll back web?' })
    await fireEvent.update(within(dialog).getByRole('combobox', { name: 'To' }), '2')
    await fireEvent.click(within(dialog).getByText('Options'))
    await fireEvent.click(within(dialog).getByRole('checkbox', { name: "Skip the chart's hooks" }))
    await eventually(() => expect(sent(bridge, 'plan:make').at(-1)).toMatchObject({ revision: 2, no_hooks: true }))
    await within(dialog).findByText(/^current · /)
    await fireEvent.click(within(dialog).getByRole('link', { name: 'Full plan' }))
    await screen.findByRole('tree', { name: 'Objects of the plan' })
    expect(screen.getByRole('button', { name: 'Roll back web to revision 2' })).toBeTruthy()
    const made = sent(bridge, 'plan:make').length
    await fireEvent.click(screen.getAllByRole('link', { name: 'Back' }).at(-1) as HTMLElement)
    const again = await screen.findByRole('dialog', { name: 'Roll back web?' })
    await within(again).findByText(/^current · /)
    expect(within(again).getByRole<HTMLSelectElement>('combobox', { name: 'To' }).value).toBe('2')
    await fireEvent.click(within(again).getByRole('button', { name: 'Roll back web to revision 2' }))
    expect(sent(bridge, 'helm:rollback')).toMatchObject([{ revision: 2, no_hooks: true }])
    expect(sent(bridge, 'plan:make')).toHaveLength(made)
  })

  it('is made for the revision that is chosen, and is not waited for', async () => {
    const bridge = releaseBridge()
    await openWindow(`${page}?ask=rollback&revision=1`)
    const dialog = await screen.findByRole('dialog', { name: 'Roll back web?' })
    await fireEvent.update(within(dialog).getByRole('combobox', { name: 'To' }), '2')
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Roll back web to revision 2' }))
    expect(sent(bridge, 'helm:rollback')[0]).not.toHaveProperty('plan_id')
  })

  it('is planned again where things have moved on since', async () => {
    const bridge = planning({ verb: 'rollback' })
    bridge.answers['helm:rollback'] = failing('plan-outdated', 'Revision 4 is deployed now.')
    await openWindow(`${page}?ask=rollback&revision=1`)
    const dialog = await screen.findByRole('dialog', { name: 'Roll back web?' })
    await within(dialog).findByText(/^current · /)
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Roll back web to revision 1' }))
    await within(dialog).findByText('Revision 4 is deployed now.')
    const before = sent(bridge, 'plan:make').length
    const [again] = within(dialog).getAllByRole('button', { name: 'Plan again' })
    await fireEvent.click(again as HTMLElement)
    await within(dialog).findByText(/^current · /)
    expect(sent(bridge, 'plan:make')).toHaveLength(before + 1)
    expect(within(dialog).queryByText('Revision 4 is deployed now.')).toBeNull()
  })
})
