import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import { appError } from '@shared/errors'
import type { RequestName } from '@shared/contract/requests'
import { makeOperation } from '@shared/testing/make-operation'
import { eventually } from '@/testing/eventually'
import { deferred, failing } from '@/testing/fake-bridge'
import { makeDetail } from '@/testing/make-revision'
import { openWindow } from '@/testing/open-window'
import { releaseBridge } from '@/testing/release-bridge'

const operation_id = makeOperation().id

afterEach(cleanup)

const page = '/releases/shop/web'
const web = { context: 'prod', namespace: 'shop', release_name: 'web' }
const hooks = [
  { kind: 'Job', name: 'warm', events: ['post-rollback'] },
  { kind: 'Job', name: 'migrate', events: ['pre-rollback'] },
  { kind: 'Job', name: 'backup', events: ['pre-delete'] },
  { kind: 'Pod', name: 'login', events: ['test'], weight: 1 },
  { kind: 'Pod', name: 'search', events: ['test'], weight: 2 },
]

function hookedBridge() {
  const bridge = releaseBridge()
  bridge.answers['release:get_revision'] = ({ revision }) => Promise.resolve(makeDetail(revision, { hooks }))
  bridge.answers['helm:test'] = () => new Promise<undefined>(() => undefined)
  return bridge
}

const inputs = (bridge: ReturnType<typeof hookedBridge>, channel: RequestName) =>
  bridge.calls.filter(({ name }) => name === channel).map(({ input }) => input)
const press = (dialog: HTMLElement, name: string) => fireEvent.click(within(dialog).getByRole('button', { name }))
const items = (list: HTMLElement | undefined) =>
  within(list ?? document.body)
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim())

describe('the options of a rollback', () => {
  it('tell its hooks in their order, change the command as they are chosen, and are sent', async () => {
    const bridge = hookedBridge()
    await openWindow(`${page}?ask=rollback`)
    const dialog = await screen.findByRole('dialog', { name: 'Roll back web?' })
    expect(await within(dialog).findByRole('heading', { name: '2 hooks run, in this order' })).toBeTruthy()
    const hookList = within(dialog)
      .getAllByRole('list')
      .find(({ tagName }) => tagName === 'OL')
    expect(items(hookList)).toEqual(['pre-rollbackJob migrate', 'post-rollbackJob warm'])
    await press(dialog, 'Options')
    await fireEvent.click(within(dialog).getByRole('checkbox', { name: "Skip the chart's hooks" }))
    await fireEvent.update(within(dialog).getByRole('combobox', { name: 'Time unit' }), 's')
    await fireEvent.update(within(dialog).getByRole('spinbutton', { name: 'Seconds to wait at most' }), '90')
    expect(within(dialog).getByRole('heading', { name: '2 hooks skipped' })).toBeTruthy()
    expect(within(dialog).getByRole('button', { name: 'Options 2 set' })).toBeTruthy()
    const asked = { verb: 'rollback', ...web, revision: 2, timeout_seconds: 90, no_hooks: true }
    await eventually(() => expect(inputs(bridge, 'helm:preview_command').at(-1)).toEqual(asked))
    await press(dialog, 'Roll back web to revision 2')
    expect(inputs(bridge, 'helm:rollback')).toEqual([
      { ...web, revision: 2, timeout_seconds: 90, no_hooks: true, operation_id },
    ])
  })

  it('cannot be sent with a time that is none', async () => {
    hookedBridge()
    await openWindow(`${page}?ask=rollback`)
    const dialog = await screen.findByRole('dialog', { name: 'Roll back web?' })
    await press(dialog, 'Options')
    await fireEvent.update(within(dialog).getByRole('spinbutton', { name: 'Minutes to wait at most' }), '')
    expect(within(dialog).getByText('Enter a time from 1 second to 24 hours.')).toBeTruthy()
    const button = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Roll back web to revision 2' })
    expect(button.getAttribute('aria-disabled')).toBe('true')
  })

  it('take what the error of the last try asks for', async () => {
    const bridge = hookedBridge()
    const answer = deferred<undefined>()
    bridge.answers['helm:rollback'] = () => answer.promise
    await openWindow(`${page}?ask=rollback`)
    const dialog = await screen.findByRole('dialog', { name: 'Roll back web?' })
    await press(dialog, 'Roll back web to revision 2')
    answer.reject(appError('object-conflict', 'Somebody else manages a field.', { actions: ['force-conflicts'] }))
    await fireEvent.click(await within(dialog).findByRole('button', { name: 'Take over the fields' }))
    const force = await within(dialog).findByRole<HTMLInputElement>('checkbox', {
      name: 'Take over fields managed by others',
    })
    await eventually(() => expect(force.checked).toBe(true))
    expect(within(dialog).queryByRole('alert')).toBeNull()
  })

  it('come set from the error of a rollback that failed', async () => {
    const bridge = hookedBridge()
    const { router } = await openWindow(page)
    await screen.findByRole('listbox', { name: 'Revisions' })
    const error = appError('timeout', 'Not ready in time.', { actions: ['raise-timeout', 'take-ownership'] })
    const request = { revision: 1, timeoutSeconds: 120 }
    const ended = { endedAt: '2026-03-01T10:05:00Z', status: { phase: 'failed', error } } as const
    bridge.emit('operations:changed', [makeOperation({ verb: 'rollback', request, ...ended })])
    const more = await screen.findByRole('button', { name: 'Wait twice as long' })
    expect(screen.queryByRole('button', { name: 'Take over these objects' })).toBeNull()
    await fireEvent.click(more)
    const dialog = await screen.findByRole('dialog', { name: 'Roll back web?' })
    const time = within(dialog).getByRole<HTMLInputElement>('spinbutton', { name: 'Minutes to wait at most' })
    expect(time.value).toBe('4')
    await press(dialog, 'Roll back web to revision 1')
    expect(inputs(bridge, 'helm:rollback')).toEqual([{ ...web, revision: 1, timeout_seconds: 240, operation_id }])
    await press(dialog, 'Cancel')
    await eventually(() => expect(router.currentRoute.value.query).toEqual({ revision: '1' }))
  })
})

describe('the options of an uninstall', () => {
  it('say what else stays, and are sent', async () => {
    const bridge = hookedBridge()
    bridge.answers['plan:make'] = failing('forbidden')
    await openWindow(`${page}?ask=uninstall`)
    const dialog = await screen.findByRole('dialog', { name: 'Uninstall web?' })
    expect(await within(dialog).findByRole('heading', { name: '1 hook runs' })).toBeTruthy()
    await press(dialog, 'Options')
    await fireEvent.update(within(dialog).getByRole('combobox', { name: 'When an object is deleted' }), 'orphan')
    await fireEvent.click(within(dialog).getByRole('checkbox', { name: 'Wait until everything is gone' }))
    await fireEvent.click(within(dialog).getByRole('checkbox', { name: /^Skip the chart's hooks/ }))
    await eventually(() => expect(dialog.textContent).toContain('they keep running without an owner'))
    await fireEvent.click(await within(dialog).findByRole('button', { name: 'Uninstall web without a plan' }))
    expect(inputs(bridge, 'helm:uninstall')).toEqual([
      { ...web, keep_history: false, wait: false, no_hooks: true, cascade: 'orphan', operation_id },
    ])
  })
})

describe('the tests of a release', () => {
  it('are not offered where it has none', async () => {
    releaseBridge()
    await openWindow(page)
    await screen.findByText('About 3')
    expect(screen.queryByRole('button', { name: 'Test…' })).toBeNull()
  })

  it('run all or some, and their result stays in sight', async () => {
    const bridge = hookedBridge()
    await openWindow(page)
    await fireEvent.click(await screen.findByRole('button', { name: 'Test…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Test web?' })
    await fireEvent.click(within(dialog).getByRole('checkbox', { name: 'Pod login' }))
    await fireEvent.click(within(dialog).getByRole('checkbox', { name: 'Pod search' }))
    expect(within(dialog).getByText('Choose at least one test.')).toBeTruthy()
    await fireEvent.click(within(dialog).getByRole('checkbox', { name: 'Pod search' }))
    await press(dialog, 'Run 1 test')
    await fireEvent.click(within(dialog).getByRole('checkbox', { name: 'Pod login' }))
    const asked = inputs(bridge, 'helm:test')
    expect(asked).toEqual([{ ...web, filter: ['search'], operation_id }])
    bridge.emit('operations:changed', [makeOperation({ verb: 'test' })])
    await eventually(() => expect(screen.queryByRole('dialog')).toBeNull())
    const done = { endedAt: '2026-03-01T10:05:00Z', status: { phase: 'done' } } as const
    bridge.emit('operations:changed', [makeOperation({ verb: 'test', ...done })])
    const progress = await screen.findByRole('region', { name: 'Test of web' })
    expect(within(progress).getByRole('button', { name: 'Dismiss' })).toBeTruthy()
  })
})
