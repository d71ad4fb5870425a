import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import { appError } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import type { Diagnosis } from '@shared/model/repair'
import { makeOperation } from '@shared/testing/make-operation'
import { eventually } from '@/testing/eventually'
import { deferred, failing } from '@/testing/fake-bridge'
import { makeBackup, makeDiagnosis } from '@/testing/make-diagnosis'
import { makeRevision } from '@/testing/make-revision'
import { openWindow } from '@/testing/open-window'
import { releaseBridge, webHistory } from '@/testing/release-bridge'

const operation_id = makeOperation().id

afterEach(cleanup)

const page = '/releases/shop/web'
const stuck = { phase: 'stuck', releaseStatus: 'pending-upgrade' } as const
/** So many minutes ago. */
const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000 - 1_000).toISOString()
const web = { context: 'prod', namespace: 'shop', release_name: 'web' }

/** `web` in the middle of an upgrade that nobody works on. */
function stuckBridge(diagnosis: Diagnosis = makeDiagnosis(), status = 'pending-upgrade') {
  const bridge = releaseBridge()
  const history = [...webHistory, makeRevision(4, { status, description: 'Preparing upgrade' })]
  bridge.answers['releases:follow_history'] = ({ release }) => Promise.resolve(release === null ? [] : history)
  bridge.answers['release:diagnose'] = () => Promise.resolve(diagnosis)
  bridge.answers['helm:repair'] = () => new Promise<undefined>(() => undefined)
  return bridge
}

const sent = (bridge: ReturnType<typeof stuckBridge>) =>
  bridge.calls.filter(({ name }) => name === 'helm:repair').map(({ input }) => input)
const openDialog = () => screen.findByRole('dialog', { name: 'Repair web' })
const confirmButton = (dialog: HTMLElement, name: string) =>
  within(dialog).getByRole<HTMLButtonElement>('button', { name })

/** Why a button waits; null for one that can be pressed. */
const reasonOf = (button: HTMLElement): string | null =>
  button.getAttribute('aria-disabled') === 'true' ? button.getAttribute('aria-description') : null

describe('a release whose newest record is damaged', () => {
  const history = [
    ...webHistory,
    makeRevision(4, { status: 'deployed', damaged: true, problem: 'Its record holds no release, or is cut off.' }),
  ]
  const choice = {
    action: 'remove-damaged-record',
    effect: 'Saves and deletes it.',
    command: [],
    recommended: true,
  } as const

  it('says so, and leads to the repair in place of an upgrade', async () => {
    const bridge = stuckBridge(makeDiagnosis({ status: 'deployed', holder: 'others-working', choices: [choice] }))
    bridge.answers['releases:follow_history'] = ({ release }) => Promise.resolve(release === null ? [] : history)
    await openWindow(page)
    const banner = (await screen.findByText('The record of revision 4 is damaged.')).closest('div')
    expect(banner?.textContent).toContain('Its record holds no release, or is cut off.')
    expect(screen.queryByRole('link', { name: 'Upgrade' })).toBeNull()
    await fireEvent.click(within(banner ?? document.body).getByRole('button', { name: 'Repair…' }))
    const dialog = await openDialog()
    expect(await within(dialog).findByText('Save and remove the damaged record')).toBeTruthy()
    expect(dialog.textContent).toContain('web in shop on prod: the record of revision 4 is damaged.')
    // No helm is at work on what helm cannot read.
    expect(within(dialog).queryByLabelText(/nobody is working on it/)).toBeNull()
    await fireEvent.click(confirmButton(dialog, 'Repair web'))
    const expected = { revision: 4, status: 'deployed' }
    expect(sent(bridge)).toEqual([{ ...web, action: 'remove-damaged-record', expected, operation_id }])
  })
})

describe('a release that was left in the middle of a change', () => {
  it('says so, offers the repair where an upgrade was, and comes back to its button', async () => {
    stuckBridge()
    await openWindow(page)
    expect(await screen.findByText(/An upgrade of web has been unfinished for/)).toBeTruthy()
    expect(screen.queryByRole('link', { name: 'Upgrade' })).toBeNull()
    const [header, banner] = screen.getAllByRole('button', { name: 'Repair…' })
    header?.focus()
    await fireEvent.click(header ?? document.body)
    await openDialog()
    await eventually(() => expect(document.activeElement?.textContent.trim()).toBe('Cancel'))
    await fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' })
    await eventually(() => expect(screen.queryByRole('dialog')).toBeNull())
    await eventually(() => expect(document.activeElement).toBe(header))
    await fireEvent.click(banner ?? document.body)
    await openDialog()
  })

  it('is no such thing while a change of ours runs', async () => {
    const bridge = stuckBridge()
    await openWindow(page)
    await screen.findByText(/An upgrade of web has been unfinished for/)
    bridge.emit('operations:changed', [makeOperation()])
    await eventually(() => expect(screen.queryByText(/An upgrade of web has been unfinished for/)).toBeNull())
    expect(screen.queryByRole('button', { name: 'Repair…' })).toBeNull()
    expect(reasonOf(screen.getByRole('button', { name: 'Upgrade' }))).toBe(
      'An upgrade of web that was started here is still running. Wait until it finishes.',
    )
  })

  it("may be held by somebody else's helm that has not been heard of for a while", async () => {
    const bridge = stuckBridge()
    await openWindow(page)
    await screen.findByText(/An upgrade of web has been unfinished for/)
    bridge.emit('operations:changed', [makeOperation({ foreign: true, lastSign: ago(7) })])
    expect(await screen.findByText(/another helm may still be working on it\./)).toBeTruthy()
    expect(screen.getByText(/It last changed something 7 min ago: helm may have been cut off\./)).toBeTruthy()
    expect(reasonOf(screen.getByRole('button', { name: 'Upgrade' }))).toMatch(/Wait until it finishes, or repair it\.$/)
  })

  it.each([
    ['somebody else began it not long ago', { startedAt: ago(1) }, []],
    ['its helm was heard of not long ago', { lastSign: ago(5) }, []],
    [
      'this app has changed the release before',
      { startedAt: ago(1) },
      [makeOperation({ id: 'own', status: stuck, endedAt: ago(30) })],
    ],
  ])(
    'is none to be repaired while %s, but can be all the same',
    async (_, sign: Partial<Operation>, own: Operation[]) => {
      const bridge = stuckBridge()
      await openWindow(page)
      await screen.findByText(/An upgrade of web has been unfinished for/)
      bridge.emit('operations:changed', [...own, makeOperation({ foreign: true, revision: 4, ...sign })])
      expect(await screen.findByRole('heading', { name: 'web is being upgraded by another helm' })).toBeTruthy()
      expect(screen.queryByText(/An upgrade of web has been unfinished for/)).toBeNull()
      expect(within(screen.getByRole('main')).queryByText(/is stuck/)).toBeNull()
      expect(screen.queryByRole('link', { name: /^Repair/ })).toBeNull()
      expect(reasonOf(screen.getByRole('button', { name: 'Upgrade' }))).toBe(
        'web is being upgraded by another helm. Wait until it finishes.',
      )
      // The one in the header, which is not the button to press.
      await fireEvent.click(screen.getByRole('button', { name: 'Repair…' }))
      await openDialog()
    },
  )

  it('says so in its place when the line of that change was dismissed', async () => {
    const bridge = stuckBridge()
    bridge.answers['releases:follow_history'] = ({ release }) =>
      Promise.resolve(
        release === null ? [] : [...webHistory, makeRevision(4, { status: 'pending-upgrade', updated: ago(1) })],
      )
    await openWindow(page)
    expect(await screen.findByText('web is being upgraded by another helm.')).toBeTruthy()
    expect(screen.getAllByRole('button', { name: 'Repair…' })).toHaveLength(1)
  })

  it('is repaired by the recommended choice, with what the person saw, and the page follows', async () => {
    const bridge = stuckBridge()
    const { router } = await openWindow(`${page}?ask=repair`)
    const dialog = await openDialog()
    expect(await within(dialog).findByText('An upgrade was cut off while it waited for the objects.')).toBeTruthy()
    expect(dialog.textContent).toContain('helm rollback -- web 3')
    expect(dialog.textContent).toContain('saved on this computer first, encrypted, and can be restored')
    const chosen = within(dialog)
      .getAllByRole<HTMLInputElement>('radio')
      .map(({ checked }) => checked)
    expect(chosen).toEqual([false, true, false])
    await fireEvent.click(confirmButton(dialog, 'Roll back web to revision 3'))
    const expected = { revision: 4, status: 'pending-upgrade' }
    expect(sent(bridge)).toEqual([{ ...web, action: 'rollback', revision: 3, expected, operation_id }])
    bridge.emit('operations:changed', [makeOperation({ verb: 'rollback', repair: 'rollback' })])
    await eventually(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(await screen.findByRole('region', { name: 'Rollback of web' })).toBeTruthy()
    expect(router.currentRoute.value.query).toEqual({})
  })

  it('can be waited for: that changes nothing', async () => {
    const bridge = stuckBridge()
    await openWindow(`${page}?ask=repair`)
    const dialog = await openDialog()
    await fireEvent.click(await within(dialog).findByRole('radio', { name: /^Wait/ }))
    expect(dialog.textContent).not.toContain('saved on this computer')
    await fireEvent.click(confirmButton(dialog, 'Keep waiting'))
    await eventually(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(sent(bridge)).toEqual([])
  })

  it('asks twice while somebody may be at work', async () => {
    const bridge = stuckBridge(makeDiagnosis({ holder: 'others-maybe' }))
    await openWindow(`${page}?ask=repair`)
    const dialog = await openDialog()
    const sure = await within(dialog).findByRole('checkbox', { name: 'I have made sure nobody is working on it' })
    const button = confirmButton(dialog, 'Roll back web to revision 3')
    expect(reasonOf(button)).toBe('First confirm that nobody is working on it.')
    expect(within(dialog).getByRole('status').textContent).toBe('First confirm that nobody is working on it.')
    await fireEvent.click(button)
    expect(sent(bridge)).toEqual([])
    await fireEvent.click(sure)
    expect(reasonOf(button)).toBeNull()
    await fireEvent.click(within(dialog).getByRole('radio', { name: /^Delete the unfinished/ }))
    await fireEvent.click(confirmButton(dialog, 'Repair web'))
    expect(sent(bridge)).toMatchObject([{ action: 'remove-pending-record' }])
  })

  it('says that both boxes are to be ticked', async () => {
    stuckBridge(makeDiagnosis({ holder: 'others-maybe', canEncrypt: false }))
    await openWindow(`${page}?ask=repair`)
    const dialog = await openDialog()
    await within(dialog).findAllByRole('radio')
    const button = confirmButton(dialog, 'Roll back web to revision 3')
    expect(reasonOf(button)).toBe('Check both boxes first.')
    for (const box of within(dialog).getAllByRole('checkbox')) await fireEvent.click(box)
    expect(reasonOf(button)).toBeNull()
  })

  it('asks before its records are saved unencrypted', async () => {
    const bridge = stuckBridge(makeDiagnosis({ canEncrypt: false }))
    await openWindow(`${page}?ask=repair`)
    const dialog = await openDialog()
    const plain = await within(dialog).findByRole('checkbox', { name: 'Save it unencrypted, readable only by you' })
    const button = confirmButton(dialog, 'Roll back web to revision 3')
    expect(reasonOf(button)).toBe('First agree to save it unencrypted.')
    await fireEvent.click(plain)
    await fireEvent.click(button)
    expect(sent(bridge)).toMatchObject([{ plain_backup: true }])
  })

  it('asks for that too where only the repair itself finds it out', async () => {
    const bridge = stuckBridge()
    bridge.answers['helm:repair'] = failing('backup-needs-consent', 'Nothing can be encrypted here.')
    await openWindow(`${page}?ask=repair`)
    const dialog = await openDialog()
    await within(dialog).findAllByRole('radio')
    await fireEvent.click(confirmButton(dialog, 'Roll back web to revision 3'))
    expect(await within(dialog).findByRole('checkbox', { name: /^Save it unencrypted/ })).toBeTruthy()
  })

  it('says what happened, once, and lists several objects that the cluster does not know', async () => {
    const budget = (name: string) => ({ apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget', name })
    const unknownObjects = [budget('web'), budget('api')]
    stuckBridge(makeDiagnosis({ explanation: 'The hook Job/migrate has not ended.', unknownObjects }))
    await openWindow(`${page}?ask=repair`)
    const dialog = await openDialog()
    await within(dialog).findAllByRole('radio')
    expect(within(dialog).getAllByText(/Job.migrate/)).toHaveLength(1)
    expect(dialog.textContent).toContain('PodDisruptionBudget web (policy/v1beta1)')
  })

  it('looks again when it has changed meanwhile', async () => {
    const bridge = stuckBridge()
    const answer = deferred<undefined>()
    bridge.answers['helm:repair'] = () => answer.promise
    await openWindow(`${page}?ask=repair`)
    const dialog = await openDialog()
    await within(dialog).findAllByRole('radio')
    await fireEvent.click(confirmButton(dialog, 'Roll back web to revision 3'))
    bridge.answers['release:diagnose'] = () =>
      Promise.resolve(makeDiagnosis({ explanation: 'It is done.', choices: [] }))
    answer.reject(appError('release-changed', 'web has changed since you last looked.'))
    expect(await within(dialog).findByText('It is done.')).toBeTruthy()
    expect(within(dialog).getByRole('alert').textContent).toContain('web has changed since you last looked.')
    expect(within(dialog).queryByRole('radio')).toBeNull()
    expect(within(dialog).getByRole('button', { name: 'Close' })).toBeTruthy()
  })

  it('says why it cannot be looked at, and tries again', async () => {
    const bridge = stuckBridge()
    bridge.answers['release:diagnose'] = failing('cluster-unreachable', "The cluster doesn't respond.")
    await openWindow(`${page}?ask=repair`)
    const dialog = await openDialog()
    expect(await within(dialog).findByRole('heading', { name: "The cluster doesn't respond." })).toBeTruthy()
    bridge.answers['release:diagnose'] = () => Promise.resolve(makeDiagnosis())
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Try again' }))
    expect(await within(dialog).findAllByRole('radio')).toHaveLength(3)
  })

  it('is not repaired by one who may not', async () => {
    const bridge = stuckBridge()
    const rollback = 'You may not change Secrets in shop.'
    bridge.answers['kube:check_access'] = () => Promise.resolve({ install: '', upgrade: '', rollback, uninstall: '' })
    await openWindow(`${page}?ask=repair`)
    const dialog = await openDialog()
    expect(await within(dialog).findByText(rollback)).toBeTruthy()
    expect(reasonOf(confirmButton(dialog, 'Roll back web to revision 3'))).toBe(rollback)
  })

  it('is led to from the dialogs that helm would refuse', async () => {
    stuckBridge()
    const { router } = await openWindow(`${page}?ask=rollback`)
    const dialog = await screen.findByRole('dialog', { name: 'Roll back web?' })
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Repair…' }))
    await openDialog()
    expect(router.currentRoute.value.query).toEqual({ ask: 'repair' })
  })
})

describe('a repair', () => {
  it('can be undone from the overview of the newest revision', async () => {
    const bridge = releaseBridge()
    bridge.answers['release:list_backups'] = () => Promise.resolve([makeBackup(), makeBackup({ revisions: [1] })])
    bridge.answers['helm:restore_backup'] = () => new Promise<undefined>(() => undefined)
    await openWindow(page)
    expect(await screen.findByText(/Backup: revisions 1–3/)).toBeTruthy()
    await fireEvent.click(screen.getByRole('button', { name: 'Undo this repair…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Undo the repair of web?' })
    expect(dialog.textContent).toContain('before rolling it back')
    expect(dialog.textContent).not.toContain('has been changed since')
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Restore the records of web' }))
    const restores = bridge.calls.filter(({ name }) => name === 'helm:restore_backup').map(({ input }) => input)
    expect(restores).toEqual([{ id: makeBackup().id, operation_id }])
    bridge.emit('operations:changed', [makeOperation({ verb: 'repair', repair: 'restore', command: [] })])
    await eventually(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('warns of what came after it, and asks again for what rests unencrypted', async () => {
    const bridge = releaseBridge()
    const backup = makeBackup({ revisions: [1], encrypted: false })
    bridge.answers['release:list_backups'] = () => Promise.resolve([backup])
    await openWindow(page)
    await fireEvent.click(await screen.findByRole('button', { name: 'Undo this repair…' }))
    const dialog = await screen.findByRole('dialog')
    expect(dialog.textContent).toContain('web has been changed since: it is at revision 3 now.')
    expect(reasonOf(confirmButton(dialog, 'Restore the records of web'))).toBe('First agree to save it unencrypted.')
    await fireEvent.click(within(dialog).getByRole('checkbox', { name: /^Save it unencrypted/ }))
    expect(reasonOf(confirmButton(dialog, 'Restore the records of web'))).toBeNull()
  })
})
