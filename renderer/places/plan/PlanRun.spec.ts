import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import { appError, type AppError } from '@shared/errors'
import type { Plan } from '@shared/model/plan'
import { makeOperation } from '@shared/testing/make-operation'
import { useDraftStore } from '@/state/drafts/draftStore'
import { addLayers, changeLayer } from '@/lib/change/draft-layers'
import { upgradeKey } from '@/state/drafts/useUpgradeDraft'
import { eventually } from '@/testing/eventually'
import { makeChartDetail, makeVersions } from '@/testing/make-chart'
import { makePlan, makePlanObject, makeProblem } from '@/testing/make-plan'
import { makeDetail, makeRevision } from '@/testing/make-revision'
import { openWindow } from '@/testing/open-window'
import { plainBridge } from '@/testing/plain-bridge'
import { readValues } from '@/testing/type-values'

afterEach(cleanup)

const form = '/releases/shop/web/upgrade'
const secondId = '7d4c1f5e-0000-4000-8000-0000000000dd'
const key = upgradeKey({ context: 'prod', namespace: 'shop', name: 'web' })

/** An upgrade of `web` that has been planned in its form; @param plan what that says, of whichever id. */
function planning(plan: Partial<Plan> = {}) {
  const plans = [makePlan(plan), makePlan({ ...plan, id: secondId })]
  let made = 0
  return plainBridge({
    'releases:follow_history': () => Promise.resolve([makeRevision(2, { status: 'deployed' })]),
    'release:get_revision': ({ revision }) => Promise.resolve(makeDetail(revision)),
    'release:get_own_values': () => Promise.resolve({ text: 'password: hunter2\n', masked: 0, isAsWritten: false }),
    'release:get_source': () => Promise.resolve('shop/web'),
    'charts:get_chart': () => Promise.resolve(makeChartDetail()),
    'charts:list_versions': () => Promise.resolve(makeVersions('1.2.3')),
    'helm:preview_command': ({ verb }) => Promise.resolve(['helm', verb, 'web']),
    'helm:upgrade': () => new Promise(() => undefined),
    'plan:make': () => Promise.resolve(plans[(made += 1) - 1] ?? makePlan(plan)),
    'plan:get': ({ plan_id }) => {
      const found = plans.find(({ id }) => id === plan_id)
      return Promise.resolve(found === undefined ? null : { plan: found, hasTexts: true, run: null, different: [] })
    },
  })
}

async function openWhole(bridge: ReturnType<typeof planning>, write: () => Promise<void> = () => Promise.resolve()) {
  const opened = await openWindow(form)
  await screen.findByText('Runs exactly this plan')
  await write()
  await fireEvent.click(await screen.findByRole('link', { name: 'Full plan' }))
  await screen.findByRole('tree', { name: 'Objects of the plan' })
  const sent = () => bridge.calls.filter(({ name }) => name === 'helm:upgrade').map(({ input }) => input)
  const failing = (error: AppError): void =>
    bridge.emit('operations:changed', [makeOperation({ status: { phase: 'failed', error } })])
  return { ...opened, sent, failing }
}

describe('a plan that is run from its own page', () => {
  it('shows the exact command, sends what was planned, and goes where the change is followed', async () => {
    const bridge = planning()
    const { router, sent } = await openWhole(bridge)
    expect(JSON.stringify(router.currentRoute.value.fullPath)).not.toContain('hunter2')
    const command = await screen.findByRole('group', { name: 'Command' })
    await eventually(() => expect(command.textContent).toContain('helm upgrade web'))
    expect(bridge.calls.findLast(({ name }) => name === 'helm:preview_command')?.input).toMatchObject({
      has_values: true,
    })
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    await eventually(() => expect(sent()).toMatchObject([{ plan_id: makePlan().id, values: 'password: hunter2\n' }]))
    expect(sent()[0]).not.toHaveProperty('verb')
    bridge.emit('operations:changed', [makeOperation()])
    expect(router.currentRoute.value.name).toBe('plan')
    bridge.emit('operations:changed', [makeOperation({ status: { phase: 'waiting', ready: 1, total: 2 } })])
    expect(await screen.findByRole('region', { name: 'Upgrade of web' })).toBeTruthy()
    expect(router.currentRoute.value.path).toBe(form)
  })

  it('asks first where helm would stop', async () => {
    const bridge = planning({ objects: [makePlanObject({ problems: [makeProblem()] })] })
    const { sent } = await openWhole(bridge)
    await fireEvent.click(await screen.findByRole('button', { name: 'Upgrade anyway…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Upgrade web anyway?' })
    expect(sent()).toEqual([])
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Upgrade anyway' }))
    await eventually(() => expect(sent()).toMatchObject([{ plan_id: makePlan().id, anyway: true }]))
  })

  it('says what has moved on, plans the same again, and leaves the values as they are', async () => {
    const bridge = planning()
    const { router, failing } = await openWhole(bridge)
    await fireEvent.click(await screen.findByRole('button', { name: 'Upgrade web' }))
    const cause = 'Service web would be restored, not unchanged.'
    bridge.emit('operations:changed', [makeOperation()])
    failing(appError('plan-outdated', '"web" has moved on since it was planned.', { cause }))
    const banner = await screen.findByText('Something has changed since this plan.')
    expect(banner.closest('[role="alert"]')?.textContent).toContain(cause)
    await eventually(() => expect(bridge.calls.map(({ name }) => name)).toContain('operations:dismiss'))
    await fireEvent.click(screen.getByRole('button', { name: 'Plan again' }))
    await eventually(() => expect(router.currentRoute.value.params['id']).toBe(secondId))
    expect(await screen.findByRole('button', { name: 'Upgrade web' })).toBeTruthy()
    await eventually(() => expect(screen.queryByText('Something has changed since this plan.')).toBeNull())
    await fireEvent.click(screen.getAllByRole('link', { name: 'Back to values' }).at(-1) as HTMLElement)
    await eventually(async () => expect(await readValues()).toBe('password: hunter2\n'))
  })

  it('can’t be run where the values have changed since, or were sent', async () => {
    const bridge = planning()
    await openWhole(bridge)
    const draft = useDraftStore().find(key)
    if (draft === null) throw new Error('there is no draft')
    draft.values = 'other: true\n'
    expect(await screen.findByText(/The values or options have changed since this plan\.$/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Upgrade web' })).toBeNull()
    useDraftStore().drop(key)
    expect(await screen.findByText(/have been used or given up\.$/)).toBeTruthy()
  })

  it('sends the layers of values that were planned, and not others', async () => {
    const bridge = planning()
    const draft = () => {
      const found = useDraftStore().find(key)
      if (found === null) throw new Error('there is no draft')
      return found
    }
    const { sent } = await openWhole(bridge, async () => {
      addLayers(draft(), [{ id: 'x', kind: 'set', name: '', key: '', text: 'replicas=3', on: true }])
      const plans = () => bridge.calls.filter(({ name }) => name === 'plan:make')
      await eventually(() => expect(plans()).toHaveLength(2))
      await screen.findByText('Runs exactly this plan')
    })
    await screen.findByRole('button', { name: 'Upgrade web' })
    changeLayer(draft(), 'x', { text: 'replicas=4' })
    expect(await screen.findByText(/The values or options have changed since this plan\.$/)).toBeTruthy()
    changeLayer(draft(), 'x', { text: 'replicas=3' })
    await eventually(() => expect(screen.queryByText(/have changed since this plan/)).toBeNull())
    await fireEvent.click(await screen.findByRole('button', { name: 'Upgrade web' }))
    await eventually(() =>
      expect(sent()).toMatchObject([{ plan_id: secondId, values: 'password: hunter2\nreplicas: 3\n' }]),
    )
  })

  it('says why the person may not', async () => {
    const bridge = planning()
    bridge.answers['kube:check_access'] = () =>
      Promise.resolve({ install: '', upgrade: 'You may not upgrade in shop.', rollback: '', uninstall: '' })
    const { sent } = await openWhole(bridge)
    const button = await screen.findByRole('button', { name: 'Upgrade web' })
    await eventually(() => expect(button.getAttribute('aria-description')).toBe('You may not upgrade in shop.'))
    await fireEvent.click(button)
    expect(sent()).toEqual([])
  })
})
