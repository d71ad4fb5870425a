import { cleanup, fireEvent, screen } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import { appError, type ErrorAction, type ErrorCode } from '@shared/errors'
import { helm3 } from '@shared/testing/helm-features'
import { makeOperation } from '@shared/testing/make-operation'
import { eventually } from '@/testing/eventually'
import { makeChartDetail, makeRepository, makeVersions } from '@/testing/make-chart'
import { makeDetail, makeRevision } from '@/testing/make-revision'
import { makeSnapshot } from '@/testing/make-feed'
import { makeRelease } from '@/testing/make-release'
import { openWindow } from '@/testing/open-window'
import { plainBridge } from '@/testing/plain-bridge'
import { readValues, typeValues } from '@/testing/type-values'

afterEach(cleanup)

const upgradePage = '/releases/shop/web/upgrade'
const installPage = '/install?chart=shop/web'
const text = 'image:\n  tag: 2\n'

function changeBridge(code: ErrorCode, actions: readonly ErrorAction[], cause = '') {
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the contract's plain object
  const refuse = () => Promise.reject(appError(code, 'It was refused.', { actions, cause }))
  return plainBridge({
    'releases:follow_history': ({ release }) =>
      Promise.resolve(release === null ? [] : [makeRevision(2, { status: 'deployed' })]),
    'release:get_revision': ({ revision }) => Promise.resolve(makeDetail(revision)),
    'release:get_text': () => Promise.resolve({ text, masked: 0 }),
    'release:get_own_values': () => Promise.resolve({ text, masked: 0, isAsWritten: false }),
    'release:get_source': () => Promise.resolve('shop/web'),
    'charts:get_chart': () => Promise.resolve(makeChartDetail()),
    'charts:list_versions': () => Promise.resolve(makeVersions('1.2.3')),
    'helm:preview_command': ({ verb }) => Promise.resolve(['helm', verb]),
    'helm:upgrade': refuse,
    'helm:install': refuse,
  })
}

type Fake = ReturnType<typeof changeBridge>
const previewed = (bridge: Fake) => bridge.calls.findLast(({ name }) => name === 'helm:preview_command')?.input
const send = async (name: string) => {
  await screen.findByLabelText('The exact command')
  await fireEvent.click(screen.getByRole('button', { name }))
  await screen.findByRole('heading', { name: 'It was refused.' })
}
const focused = () => document.activeElement?.textContent.trim()

describe('the folded options', () => {
  it('are those of this helm, say what they exclude, are counted and sent', async () => {
    const bridge = changeBridge('internal', [])
    await openWindow(upgradePage)
    const fold = await screen.findByRole('button', { name: 'More options' })
    expect(fold.getAttribute('aria-expanded')).toBe('false')
    await fireEvent.click(fold)
    const replace = await screen.findByRole<HTMLInputElement>('checkbox', {
      name: 'Replace objects instead of patching them',
    })
    expect(replace.disabled).toBe(true)
    expect(screen.getByText('Requires server-side apply to be off.')).toBeTruthy()
    await fireEvent.update(screen.getByRole('combobox', { name: 'Server-side apply' }), 'false')
    await fireEvent.click(replace)
    await fireEvent.update(screen.getByRole('spinbutton', { name: 'Maximum number of revisions to keep' }), '3')
    expect(screen.getByRole('button', { name: 'More options 3 set' })).toBeTruthy()
    const chosen = { server_side: 'false', force_replace: true, history_max: 3 }
    await eventually(() => expect(previewed(bridge)).toMatchObject(chosen))
    await fireEvent.update(screen.getByRole('spinbutton', { name: 'Maximum number of revisions to keep' }), '1.5')
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    expect(screen.getByText('Revisions to keep: Enter a whole number from 0 to 10,000.')).toBeTruthy()
    expect(bridge.calls.some(({ name }) => name === 'helm:upgrade')).toBe(false)
  })

  it('leave out what helm 3 does not have', async () => {
    const bridge = changeBridge('internal', [])
    bridge.answers['helm:get_features'] = () => Promise.resolve(helm3)
    await openWindow(upgradePage)
    await fireEvent.click(await screen.findByRole('button', { name: 'More options' }))
    expect(screen.queryByRole('combobox', { name: 'Server-side apply' })).toBeNull()
    expect(screen.queryByRole('combobox', { name: 'Readiness' })).toBeNull()
    const replace = await screen.findByRole<HTMLInputElement>('checkbox', { name: /^Replace objects/ })
    expect(replace.disabled).toBe(false)
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Wait until everything is ready' }))
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Wait for Jobs to finish' }).disabled).toBe(true)
    expect(screen.getByText('Available only when helm waits for the objects.')).toBeTruthy()
  })
})

describe('the buttons of an error', () => {
  it.each<[ErrorCode, ErrorAction, string, object]>([
    ['object-owned-elsewhere', 'take-ownership', 'Take over these objects', { take_ownership: true }],
    ['object-conflict', 'force-conflicts', 'Take over the fields', { force_conflicts: true }],
    ['timeout', 'raise-timeout', 'Wait twice as long', { timeout_seconds: 600 }],
  ])('%s: %s is set in the draft, and Enter sends it', async (code, action, label, option) => {
    const bridge = changeBridge(code, [action, 'create-namespace'])
    await openWindow(upgradePage)
    await send('Upgrade web')
    expect(screen.queryByRole('button', { name: 'Create the namespace' })).toBeNull()
    await fireEvent.click(screen.getByRole('button', { name: label }))
    await eventually(() => expect(focused()).toBe('Upgrade web'))
    await eventually(() => expect(previewed(bridge)).toMatchObject(option))
  })

  it('create the namespace with an install', async () => {
    const bridge = changeBridge('namespace-missing', ['create-namespace'])
    await openWindow(installPage)
    await send('Install web')
    await fireEvent.click(screen.getByRole('button', { name: 'Create the namespace' }))
    await eventually(() => expect(focused()).toBe('Install web'))
    await eventually(() => expect(previewed(bridge)).toMatchObject({ create_namespace: true }))
  })

  it('go to the value that the error names', async () => {
    changeBridge('values-invalid', ['fix-values'], 'Its schema refuses what stands at "/image/tag".')
    await openWindow(upgradePage)
    await send('Upgrade web')
    await fireEvent.click(screen.getByRole('button', { name: 'Go to the values' }))
    await eventually(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Values'))
    const { EditorView } = await import('@codemirror/view')
    const editor = EditorView.findFromDOM(document.activeElement as HTMLElement)
    expect(editor?.state.selection.main.head).toBe(text.indexOf('tag'))
  })

  it('lead to the repair', async () => {
    const bridge = changeBridge('release-busy', ['repair'])
    bridge.answers['release:diagnose'] = () => new Promise(() => undefined)
    const { router } = await openWindow(upgradePage)
    await send('Upgrade web')
    await fireEvent.click(screen.getByRole('button', { name: 'Repair…' }))
    expect(await screen.findByRole('dialog', { name: 'Repair web' })).toBeTruthy()
    expect(router.currentRoute.value.fullPath).toBe('/releases/shop/web?ask=repair')
  })

  it('do the same after the change has run, back in the draft', async () => {
    const bridge = changeBridge('internal', [])
    const ran = makeOperation({ status: { phase: 'applying' } })
    bridge.answers['helm:upgrade'] = () => {
      bridge.emit('operations:changed', [ran])
      return new Promise(() => undefined)
    }
    await openWindow(upgradePage)
    await screen.findByLabelText('The exact command')
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    await screen.findByRole('region', { name: 'Upgrade of web' })
    const error = appError('timeout', 'Not ready in time.', { actions: ['raise-timeout', 'retry', 'show-pod'] })
    bridge.emit('operations:changed', [{ ...ran, endedAt: '2026-03-01T10:05:00Z', status: { phase: 'failed', error } }])
    const more = await screen.findByRole('button', { name: 'Wait twice as long' })
    expect(screen.queryByRole('button', { name: 'Show the failing pod' })).toBeNull()
    await fireEvent.click(more)
    await eventually(() => expect(focused()).toBe('Upgrade web'))
    await eventually(() => expect(previewed(bridge)).toMatchObject({ timeout_seconds: 600 }))
  })

  it('work from the page of the release: the upgrade opens with the option set', async () => {
    const bridge = changeBridge('internal', [])
    const { router } = await openWindow('/releases/shop/web')
    await screen.findByRole('listbox', { name: 'Revisions' })
    const error = appError('object-owned-elsewhere', 'It belongs to another.', { actions: ['take-ownership'] })
    const ended = { endedAt: '2026-03-01T10:05:00Z', status: { phase: 'failed', error } } as const
    bridge.emit('operations:changed', [makeOperation(ended)])
    await fireEvent.click(await screen.findByRole('button', { name: 'Take over these objects' }))
    expect(await screen.findByRole('button', { name: 'More options 1 set' })).toBeTruthy()
    await eventually(() => expect(router.currentRoute.value.fullPath).toBe(upgradePage))
    await eventually(() => expect(focused()).toBe('Upgrade web'))
    await eventually(() => expect(previewed(bridge)).toMatchObject({ take_ownership: true }))
  })

  it('make an upgrade of an install that failed and left its release, with everything that was typed', async () => {
    const bridge = changeBridge('internal', [])
    const snapshot = makeSnapshot('prod', [makeRelease({ namespace: 'default', status: 'failed' })])
    bridge.answers['releases:follow'] = () => Promise.resolve([snapshot])
    const ran = makeOperation({ verb: 'install', namespace: 'default', status: { phase: 'applying' } })
    bridge.answers['helm:install'] = () => {
      bridge.emit('operations:changed', [ran])
      return new Promise(() => undefined)
    }
    const { router } = await openWindow(installPage)
    await screen.findByLabelText('The exact command')
    await typeValues('mine: 1 # why\n')
    await fireEvent.click(screen.getByRole('button', { name: 'Install web' }))
    await screen.findByRole('region', { name: 'Install of web' })
    const error = appError('timeout', 'Not ready in time.', { actions: ['raise-timeout'] })
    bridge.emit('operations:changed', [{ ...ran, endedAt: '2026-03-01T10:05:00Z', status: { phase: 'failed', error } }])
    await fireEvent.click(await screen.findByRole('button', { name: 'Wait twice as long' }))
    await eventually(() => expect(router.currentRoute.value.path).toBe('/releases/default/web/upgrade'))
    expect(await readValues()).toBe('mine: 1 # why\n')
    await eventually(() => expect(focused()).toBe('Upgrade web'))
    await eventually(() => expect(previewed(bridge)).toMatchObject({ verb: 'upgrade', timeout_seconds: 600 }))
  })

  it('ask for the login that a repository wants', async () => {
    const bridge = changeBridge('registry-unauthorised', ['log-in'])
    bridge.answers['charts:list_repositories'] = () =>
      Promise.resolve([makeRepository(), makeRepository({ name: 'b' })])
    await openWindow(upgradePage)
    await send('Upgrade web')
    await fireEvent.click(screen.getByRole('button', { name: 'Sign in…' }))
    expect(await screen.findByRole('dialog', { name: 'Sign in to shop' })).toBeTruthy()
    const rows = [...document.querySelectorAll('tr')].filter((row) => row.getAttribute('aria-current') === 'true')
    expect(rows.map((row) => row.querySelector('td')?.textContent.trim())).toEqual(['shop'])
  })

  it('show the log of the pod that fails', async () => {
    const bridge = changeBridge('internal', [])
    const log = { text: 'no such host', truncated: false, container: 'web', containers: ['web'], hasPrevious: false }
    bridge.answers['kube:read_logs'] = () => Promise.resolve(log)
    await openWindow('/releases/shop/web')
    await screen.findByRole('listbox', { name: 'Revisions' })
    const error = appError('timeout', 'Not ready in time.', { actions: ['show-pod'] })
    const ended = { endedAt: '2026-03-01T10:05:00Z', status: { phase: 'failed', error } } as const
    const failing = { namespace: 'shop', state: 'failing', reason: 'CrashLoopBackOff: back-off' } as const
    const pod = { ...failing, name: 'web-1', container: 'web', restarts: 4 }
    const object = { ...failing, kind: 'Deployment', name: 'web', pods: [pod] }
    bridge.emit('operations:changed', [makeOperation({ ...ended, objects: [object] })])
    await fireEvent.click(await screen.findByRole('button', { name: 'Show the failing pod' }))
    expect(await screen.findByText(/no such host/)).toBeTruthy()
    expect(bridge.calls.find(({ name }) => name === 'kube:read_logs')?.input).toMatchObject({ pod: 'web-1' })
  })

  it('give the command that only a terminal can run', async () => {
    changeBridge('registry-unauthorised', ['log-in'])
    await openWindow('/install?chart=oci://ghcr.io/shop/web')
    await send('Install web')
    expect(screen.getByRole('alert').textContent).toContain('helm registry login ghcr.io')
  })
})

describe('an upgrade of a failed first install', () => {
  it('says that its values have failed', async () => {
    const bridge = changeBridge('internal', [])
    bridge.answers['releases:follow_history'] = () => Promise.resolve([makeRevision(1, { status: 'failed' })])
    bridge.answers['release:get_revision'] = ({ revision }) =>
      Promise.resolve(makeDetail(revision, { status: 'failed' }))
    await openWindow(upgradePage)
    const note = await screen.findByRole('note')
    expect(note.textContent).toContain('Revision 1 failed with these values: check them before you send them again.')
  })

  it('leads to the repair where it never ended', async () => {
    const bridge = changeBridge('internal', [])
    const status = 'pending-install'
    bridge.answers['releases:follow_history'] = () => Promise.resolve([makeRevision(1, { status })])
    bridge.answers['release:get_revision'] = ({ revision }) => Promise.resolve(makeDetail(revision, { status }))
    await openWindow(upgradePage)
    const link = await screen.findByRole('link', { name: 'Repair…' })
    expect(link.getAttribute('href')).toBe('/releases/shop/web?ask=repair')
  })
})
