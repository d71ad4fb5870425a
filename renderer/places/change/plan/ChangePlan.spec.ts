import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import type { Plan } from '@shared/model/plan'
import { eventually } from '@/testing/eventually'
import { failing } from '@/testing/fake-bridge'
import { makeChartDetail, makeVersions } from '@/testing/make-chart'
import { makePlan, makePlanObject, makeProblem } from '@/testing/make-plan'
import { makeDetail, makeRevision } from '@/testing/make-revision'
import { openWindow } from '@/testing/open-window'
import { plainBridge } from '@/testing/plain-bridge'
import { typeValues } from '@/testing/type-values'

afterEach(cleanup)

const page = '/releases/shop/web/upgrade'

/** A page that upgrades `web`; @param plan what is planned of the values that were sent. */
function planning(plan: (values: string) => Partial<Plan>) {
  return plainBridge({
    'releases:follow_history': () => Promise.resolve([makeRevision(2, { status: 'deployed' })]),
    'release:get_revision': ({ revision }) => Promise.resolve(makeDetail(revision)),
    'release:get_own_values': () => Promise.resolve({ text: 'replicas: 2\n', masked: 0, isAsWritten: false }),
    'release:get_source': () => Promise.resolve('shop/web'),
    'charts:get_chart': () => Promise.resolve(makeChartDetail()),
    'charts:list_versions': () => Promise.resolve(makeVersions('1.2.3')),
    'helm:preview_command': () => Promise.resolve(['helm', 'upgrade', 'web']),
    'helm:upgrade': () => new Promise(() => undefined),
    'plan:make': (input) => Promise.resolve(makePlan(plan('values' in input ? (input.values ?? '') : ''))),
  })
}

const sent = (bridge: ReturnType<typeof planning>, name = 'helm:upgrade') =>
  bridge.calls.filter((call) => call.name === name).map(({ input }) => input)
const pane = (): Promise<HTMLElement> => screen.findByRole('region', { name: 'Plan' })
const plain = ({ textContent }: HTMLElement): string => textContent.replaceAll(/\s+/g, ' ').trim()
const counts = async (): Promise<string> => plain(await within(await pane()).findByLabelText('What the plan comes to'))

describe('the plan beside the values', () => {
  it('follows what is typed', async () => {
    planning((values) => ({
      objects: values.includes('3') ? [makePlanObject()] : [makePlanObject({ action: 'unchanged' })],
    }))
    await openWindow(page)
    await eventually(async () => expect(await counts()).toBe('Nothing changes.'))
    await typeValues('replicas: 3\n')
    await eventually(async () => expect(await counts()).toBe('1 changed'))
    expect(
      within(await pane())
        .getByText('replicas')
        .closest('dl')?.textContent,
    ).toContain('2→3')
  })

  it('stays as it was, under a banner that leads to the line, while the values cannot be read', async () => {
    const bridge = planning(() => ({ id: '7d4c1f5e-0000-4000-8000-0000000000ab' }))
    await openWindow(page)
    await screen.findByText('Runs exactly this plan')
    await typeValues('replicas: 3\nimage: [\n')
    const banner = await screen.findByText(/Line \d can't be read yet/)
    expect(banner.textContent).toContain('Plan of the values before your last change.')
    expect(await counts()).toBe('1 changed')
    expect(document.querySelector('[data-stale]')).not.toBeNull()
    expect(screen.queryByText('Runs exactly this plan')).toBeNull()
    await fireEvent.click(screen.getByRole('button', { name: 'Go to line' }))
    await eventually(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Values'))
    expect(sent(bridge, 'plan:make').map((input) => JSON.stringify(input).includes('['))).toEqual([false])
  })

  it('says why it could not be made, and is made again', async () => {
    const bridge = planning(() => ({}))
    bridge.answers['plan:make'] = failing('cluster-unreachable', "Can't reach cluster prod.")
    await openWindow(page)
    const alert = await within(await pane()).findByRole('alert')
    expect(alert.textContent).toContain("Can't reach cluster prod.")
    bridge.answers['plan:make'] = () => Promise.resolve(makePlan())
    await fireEvent.click(within(alert).getByRole('button', { name: 'Plan again' }))
    await eventually(async () => expect(await counts()).toBe('1 changed'))
    expect(within(await pane()).queryByRole('alert')).toBeNull()
  })

  it('binds what is sent to it, while it is of what is sent', async () => {
    const bridge = planning(() => ({}))
    await openWindow(page)
    await screen.findByText('Runs exactly this plan')
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    await eventually(() => expect(sent(bridge)).toMatchObject([{ plan_id: makePlan().id }]))
    expect(sent(bridge)[0]).not.toHaveProperty('anyway')
  })

  it('is not waited for: what is sent without one is sent as it is', async () => {
    const bridge = planning(() => ({}))
    bridge.answers['plan:make'] = () => new Promise(() => undefined)
    await openWindow(page)
    await within(await pane()).findAllByText('Planning…')
    await fireEvent.click(await screen.findByRole('button', { name: 'Upgrade web' }))
    await eventually(() => expect(sent(bridge)).toHaveLength(1))
    expect(sent(bridge)[0]).not.toHaveProperty('plan_id')
  })

  it('asks before helm is sent where it would stop', async () => {
    const objects = [makePlanObject({ kind: 'Job', name: 'seed', problems: [makeProblem()] })]
    const bridge = planning(() => ({ objects }))
    await openWindow(page)
    await fireEvent.click(await screen.findByRole('button', { name: 'Upgrade anyway…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Upgrade web anyway?' })
    expect(dialog.textContent).toContain('helm would stop half way. 1 object fails.')
    expect(within(dialog).getByRole('list', { name: 'What stops helm' }).textContent).toContain('Job seed')
    expect(sent(bridge)).toHaveLength(0)
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Upgrade anyway' }))
    await eventually(() => expect(sent(bridge)).toMatchObject([{ plan_id: makePlan().id, anyway: true }]))
  })

  it('is made again where the cluster has moved on since', async () => {
    const bridge = planning(() => ({}))
    bridge.answers['helm:upgrade'] = failing('plan-outdated', 'Revision 3 is deployed now.')
    await openWindow(page)
    await screen.findByText('Runs exactly this plan')
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    await screen.findByText('Revision 3 is deployed now.')
    expect(screen.queryByText('Runs exactly this plan')).toBeNull()
    const before = sent(bridge, 'plan:make').length
    await fireEvent.click(screen.getAllByRole('button', { name: 'Plan again' }).at(-1) as HTMLElement)
    await screen.findByText('Runs exactly this plan')
    expect(sent(bridge, 'plan:make')).toHaveLength(before + 1)
    expect(screen.queryByText('Revision 3 is deployed now.')).toBeNull()
  })

  it('says so where only texts were compared', async () => {
    planning(() => ({ method: 'text' }))
    await openWindow(page)
    const note = await within(await pane()).findByRole('note')
    expect(note.textContent).toContain("Text only: you may not patch these objects, so the cluster wasn't asked.")
  })

  it('tells of a masked field only that it differs, and of others who sets them', async () => {
    const fields = [
      { path: ['data', 'PASSWORD'], before: '••••', after: '••••', masked: true as const },
      { path: ['metadata', 'annotations', 'rollme'], before: 'a', after: 'b', mark: 'random' as const },
      { path: ['spec', 'replicas'], before: '3', after: '2', manager: 'kubectl-edit' },
    ]
    planning(() => ({ objects: [makePlanObject({ fields })] }))
    await openWindow(page)
    const rows = await within(await pane()).findAllByRole('definition')
    expect(rows.map(({ textContent }) => textContent.trim())).toEqual([
      'changed, masked',
      'new each time',
      '3→2set by kubectl-edit',
    ])
  })

  it('draws so many rows of 2,000 objects as a window can take', async () => {
    const objects = Array.from({ length: 2_000 }, (_, index) => makePlanObject({ name: `web-${index}` }))
    planning(() => ({ objects }))
    await openWindow(page)
    await fireEvent.click(await within(await pane()).findByRole('button', { name: /^Changed/ }))
    expect(document.querySelectorAll('[data-object]')).toHaveLength(100)
    await fireEvent.click(screen.getByRole('button', { name: 'Show 100 more of 1,900' }))
    expect(document.querySelectorAll('[data-object]')).toHaveLength(200)
  })

  it('opens an object from what stands against it, in a group that was folded', async () => {
    const problems = [makeProblem({ kind: 'warning', stops: false, message: 'It is odd.' })]
    planning(() => ({ objects: [makePlanObject(), makePlanObject({ name: 'odd', action: 'unchanged', problems })] }))
    await openWindow(page)
    await fireEvent.click(await within(await pane()).findByRole('button', { name: 'Show Deployment odd' }))
    await eventually(() => expect(document.activeElement?.textContent).toContain('odd'))
    expect(document.activeElement?.getAttribute('aria-expanded')).toBe('true')
  })

  it('is left and entered by F6', async () => {
    planning(() => ({}))
    await openWindow(page)
    const editor = await screen.findByRole('textbox', { name: 'Values' })
    editor.focus()
    await fireEvent.keyDown(editor, { key: 'F6' })
    await eventually(async () => expect(document.activeElement?.contains(await pane())).toBe(true))
    await fireEvent.keyDown(document.activeElement as Element, { key: 'F6' })
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Values')
  })
})
