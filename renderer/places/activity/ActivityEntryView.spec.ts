import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { appError } from '@shared/errors'
import type { ActivityDetail } from '@shared/model/activity'
import type { Operation } from '@shared/model/operation'
import { makeOperation } from '@shared/testing/make-operation'
import { useDraftStore } from '@/state/drafts/draftStore'
import { upgradeKey } from '@/state/drafts/useUpgradeDraft'
import { newDraft } from '@/lib/change/change-draft'
import { failing } from '@/testing/fake-bridge'
import { makeChartDetail, makeVersions } from '@/testing/make-chart'
import { makePlan } from '@/testing/make-plan'
import { openWindow } from '@/testing/open-window'
import { releaseBridge } from '@/testing/release-bridge'
import { readValues } from '@/testing/type-values'

afterEach(cleanup)

const id = makeOperation().id
const error = appError('timeout', 'web was not ready in time.', {
  cause: 'Deployment web: no such image.',
  actions: ['raise-timeout'],
  detail: 'raw text',
})
const failed: Partial<Operation> = {
  status: { phase: 'failed', error },
  endedAt: '2026-03-01T10:05:00Z',
  revision: 3,
  objects: [{ kind: 'Deployment', name: 'web', namespace: 'shop', state: 'failing', reason: 'no such image' }],
}

function entry(part: Partial<Operation> = failed, rest: Partial<ActivityDetail> = {}) {
  const bridge = releaseBridge()
  Object.assign(bridge.answers, {
    'activity:get_entry': () =>
      Promise.resolve({
        operation: makeOperation(part),
        request: { chart: 'shop/web', version: '1.2.3', timeout_seconds: 60 },
        output: 'Error: timed out',
        ...rest,
      }),
    'charts:get_chart': () => Promise.resolve(makeChartDetail()),
    'charts:list_versions': () => Promise.resolve(makeVersions('1.3.0', '1.2.3')),
  } satisfies typeof bridge.answers)
  return bridge
}
const page = `/activity/${id}`
const again = () => screen.findByRole('button', { name: 'Run again…' })

describe('an operation of the journal', () => {
  it('shows its result in three parts, its command, output, objects and facts', async () => {
    entry()
    await openWindow(page)
    const result = within(await screen.findByRole('region', { name: 'Result' }))
    expect(result.getByRole('heading', { name: 'web was not ready in time.' })).toBeTruthy()
    expect(result.getByText('Deployment web: no such image.')).toBeTruthy()
    expect(result.getByRole('button', { name: 'Wait twice as long' })).toBeTruthy()
    expect(screen.getByText('helm upgrade --namespace=shop -- web shop/web')).toBeTruthy()
    expect(screen.getByLabelText('Output of helm').textContent).toBe('Error: timed out')
    expect(within(screen.getByRole('list', { name: 'Objects' })).getByText('no such image')).toBeTruthy()
    expect(screen.getByText('5 min 0 s')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Open web' }).getAttribute('href')).toBe('/releases/shop/web')
  })

  it('shows what was planned, what ended otherwise, and leads to the whole plan', async () => {
    const plan = makePlan()
    const bridge = entry({ ...failed, planId: plan.id })
    const different = ['1 object ended differently than planned: Deployment web (spec.replicas).']
    bridge.answers['plan:get'] = () => Promise.resolve({ plan, hasTexts: false, run: null, different })
    await openWindow(page)
    const section = await screen.findByRole('region', { name: 'Plan' })
    expect((await within(section).findByLabelText('What the plan comes to')).textContent).toContain('changed')
    expect(section.textContent).toContain('1 object ended differently than planned')
    expect(within(section).getByRole('link', { name: 'Full plan' }).getAttribute('href')).toBe(
      `/plan/${plan.id}?from=/activity/${id}`,
    )
  })

  it('says so where its plan cannot be read, or is not kept any more', async () => {
    const bridge = entry({ ...failed, planId: makePlan().id })
    bridge.answers['plan:get'] = failing('plan-missing', 'The plan that was kept with this change can’t be read.')
    await openWindow(page)
    const section = await screen.findByRole('region', { name: 'Plan' })
    await within(section).findByText(/can’t be read/)
    bridge.answers['plan:get'] = () => Promise.resolve(null)
    cleanup()
    await openWindow(page)
    expect(await screen.findByText("Its plan isn't kept any more.")).toBeTruthy()
    expect(screen.queryByRole('link', { name: 'Full plan' })).toBeNull()
  })

  it('does not open a release that went with it', async () => {
    entry({ verb: 'uninstall', name: 'gone', status: { phase: 'done' }, endedAt: '2026-03-01T10:05:00Z' })
    await openWindow(page)
    await screen.findByRole('heading', { name: 'Uninstall of gone' })
    expect(screen.queryByRole('link', { name: 'Open release' })).toBeNull()
  })

  it('says that helm wrote nothing', async () => {
    entry({ status: { phase: 'done' }, endedAt: '2026-03-01T10:05:00Z' }, { output: '' })
    await openWindow(page)
    expect(await screen.findByText('helm wrote nothing.')).toBeTruthy()
  })

  it('follows one under way, and reads it again at its end', async () => {
    const bridge = entry({ status: { phase: 'starting' } })
    await openWindow(page)
    bridge.emit('operations:changed', [makeOperation({ status: { phase: 'waiting', ready: 1, total: 2 } })])
    const progress = await screen.findByRole('region', { name: 'Upgrade of web' })
    expect(progress.textContent).toContain('1 of 2 objects ready')
    const asked = () => bridge.calls.filter(({ name }) => name === 'activity:get_entry').length
    const before = asked()
    bridge.emit('operations:changed', [makeOperation(failed)])
    expect(await screen.findByRole('region', { name: 'Result' })).toBeTruthy()
    expect(asked()).toBeGreaterThan(before)
  })

  it('runs an upgrade again on its page, with the values of its revision read from the cluster', async () => {
    const bridge = entry()
    const { router } = await openWindow(page)
    await fireEvent.click(await again())
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/releases/shop/web/upgrade'))
    expect(await readValues()).toBe('values of 3: hunter2')
    expect(bridge.calls.find(({ name }) => name === 'release:get_text')?.input).toMatchObject({
      revision: 3,
      part: 'values',
      reveal: true,
    })
    expect(useDraftStore().find(upgradeKey({ context: 'prod', namespace: 'shop', name: 'web' }))).toMatchObject({
      chart: 'shop/web',
      version: '1.2.3',
      options: { timeout_seconds: 60 },
    })
  })

  it('takes nobody’s typed text away without asking', async () => {
    entry()
    const { router } = await openWindow(page)
    const key = upgradeKey({ context: 'prod', namespace: 'shop', name: 'web' })
    const target = { verb: 'upgrade', context: 'prod', namespace: 'shop', name: 'web' } as const
    useDraftStore().keep(key, newDraft({ ...target, values: 'typed: true\n' }))
    await fireEvent.click(await again())
    await fireEvent.click(await screen.findByRole('button', { name: 'Keep my edits' }))
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/releases/shop/web/upgrade'))
    expect(useDraftStore().find(key)?.values).toBe('typed: true\n')
  })

  it('says that the values cannot be read, and goes on without them when told to', async () => {
    const bridge = entry()
    bridge.answers['release:get_text'] = failing('revision-not-found', 'Revision 3 is gone.')
    const { router } = await openWindow(page)
    await fireEvent.click(await again())
    expect((await screen.findByRole('alert')).textContent).toContain('Revision 3 is gone.')
    await fireEvent.click(screen.getByRole('button', { name: 'Continue without values' }))
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/releases/shop/web/upgrade'))
  })

  it('asks for a rollback again by the dialog of its release', async () => {
    entry(
      { verb: 'rollback', status: { phase: 'done' }, endedAt: '2026-03-01T10:05:00Z' },
      { request: { revision: 2 } },
    )
    const { router } = await openWindow(page)
    const push = vi.spyOn(router, 'push')
    await fireEvent.click(await again())
    await vi.waitFor(() =>
      expect(push).toHaveBeenCalledWith(expect.objectContaining({ query: { ask: 'rollback', revision: 2 } })),
    )
  })

  it('puts back what was saved before a repair, after a question', async () => {
    const backupId = '7d4c1f5e-0000-4000-8000-00000000000b'
    const bridge = entry({ verb: 'repair', status: { phase: 'done' }, endedAt: '2026-03-01T10:05:00Z', backupId })
    const saved = { context: 'prod', namespace: 'shop', name: 'web', savedAt: '2026-03-01T10:00:00Z' }
    bridge.answers['release:list_backups'] = () =>
      Promise.resolve([{ ...saved, id: backupId, revisions: [1, 2], action: 'remove-pending-record', encrypted: true }])
    bridge.answers['helm:restore_backup'] = () => Promise.resolve()
    await openWindow(page)
    await fireEvent.click(await screen.findByRole('button', { name: 'Restore backup…' }))
    const dialog = within(await screen.findByRole('dialog'))
    expect(bridge.calls.some(({ name }) => name === 'helm:restore_backup')).toBe(false)
    await fireEvent.click(dialog.getByRole('button', { name: 'Restore the records of web' }))
    await vi.waitFor(() =>
      expect(bridge.calls.at(-1)).toEqual({
        name: 'helm:restore_backup',
        input: { id: backupId, operation_id: makeOperation().id },
      }),
    )
  })

  it('says that there is no such operation', async () => {
    const bridge = entry()
    bridge.answers['activity:get_entry'] = failing('internal', 'The journal has no such operation.')
    await openWindow(page)
    expect(await screen.findByRole('heading', { name: 'The journal has no such operation.' })).toBeTruthy()
  })
})
