import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import { appError } from '@shared/errors'
import { makeOperation } from '@shared/testing/make-operation'
import { eventually } from '@/testing/eventually'
import { failing } from '@/testing/fake-bridge'
import { makeChartDetail, makeVersions } from '@/testing/make-chart'
import { makePatch } from '@/testing/make-feed'
import { makeRelease } from '@/testing/make-release'
import { openWindow } from '@/testing/open-window'
import { plainBridge } from '@/testing/plain-bridge'
import { readValues, typeValues } from '@/testing/type-values'

afterEach(cleanup)

const page = '/install?chart=shop/web'
const underWay = makeOperation({ verb: 'install', namespace: 'default', status: { phase: 'applying' } })

function installable() {
  const bridge = plainBridge({
    'charts:get_chart': ({ version }) => Promise.resolve(makeChartDetail(version === undefined ? {} : { version })),
    'charts:list_versions': () => Promise.resolve(makeVersions('1.2.3', '1.2.2')),
    'helm:preview_command': (input) => Promise.resolve(['helm', input.verb, input.release_name]),
    'release:get_text': () => Promise.resolve({ text: 'Visit http://web.example', masked: 0 }),
    'helm:install': () => {
      bridge.emit('operations:changed', [underWay])
      return new Promise(() => undefined)
    },
  })
  return bridge
}

const sent = (bridge: ReturnType<typeof installable>) => bridge.calls.filter(({ name }) => name === 'helm:install')
/** What the last command was asked for. */
const previewed = (bridge: ReturnType<typeof installable>) =>
  bridge.calls.findLast(({ name }) => name === 'helm:preview_command')?.input
const nameBox = () => screen.findByRole('textbox', { name: 'Release name' })

describe('an install', () => {
  it('suggests name, namespace and version, shows the command, and sends exactly what is on the page', async () => {
    const bridge = installable()
    await openWindow(page)
    expect(((await nameBox()) as HTMLInputElement).value).toBe('web')
    await fireEvent.click(await screen.findByRole('tab', { name: 'Defaults' }))
    expect(await screen.findByRole('region', { name: 'Default values' })).toBeTruthy()
    await typeValues('replicas: 3 # three\n')
    await eventually(() => expect(screen.getByLabelText('The exact command').textContent).toContain('helm install web'))
    await fireEvent.click(screen.getByRole('button', { name: 'Install web' }))
    await eventually(() => expect(sent(bridge)).toHaveLength(1))
    expect(sent(bridge)[0]?.input).toEqual({
      chart: 'shop/web',
      version: '1.2.3',
      release_name: 'web',
      namespace: 'default',
      context: 'prod',
      wait: true,
      timeout_seconds: 300,
      values: 'replicas: 3 # three\n',
      operation_id: makeOperation().id,
    })
  })

  it('tells while typing what helm would refuse, and sends nothing until it is mended', async () => {
    const bridge = installable()
    await openWindow(page)
    await fireEvent.update(await nameBox(), 'Web')
    expect(screen.getByText('Lower-case letters only.')).toBeTruthy()
    await fireEvent.click(screen.getByRole('button', { name: 'Install Web' }))
    expect(document.activeElement).toBe(await nameBox())
    await fireEvent.update(await nameBox(), 'web')
    await typeValues('a: 1\n\tb: 2\n')
    await fireEvent.click(screen.getByRole('button', { name: 'Install web' }))
    expect(await screen.findByText(/Values, line 2: This line is indented with a tab/)).toBeTruthy()
    expect(await screen.findByRole('list', { name: 'Problems in the values' })).toBeTruthy()
    expect(sent(bridge)).toHaveLength(0)
  })

  it('creates the namespace exactly where it is new', async () => {
    const bridge = installable()
    await openWindow(page)
    const box = await screen.findByRole('combobox', { name: 'Namespace' })
    await fireEvent.update(box, 'brand-new')
    expect(await screen.findByText(/New: helm creates it first/)).toBeTruthy()
    await eventually(() => expect(previewed(bridge)).toMatchObject({ namespace: 'brand-new', create_namespace: true }))
    await fireEvent.update(box, '')
    await fireEvent.keyDown(box, { key: 'ArrowDown' })
    await fireEvent.keyDown(box, { key: 'ArrowDown' })
    await fireEvent.keyDown(box, { key: 'Enter' })
    expect((box as HTMLInputElement).value).toBe('kube-system')
    expect(screen.queryByText(/New: helm creates it first/)).toBeNull()
  })

  it('lets the person type and decide where the namespaces may not be listed', async () => {
    const bridge = installable()
    bridge.answers['kube:list_namespaces'] = failing('forbidden')
    await openWindow(page)
    await fireEvent.click(await screen.findByRole('checkbox', { name: 'Create it if it is missing' }))
    await eventually(() => expect(previewed(bridge)).toMatchObject({ create_namespace: true }))
  })

  it('says that the person may not, for the namespace that is chosen, and sends nothing', async () => {
    const bridge = installable()
    bridge.answers['kube:check_access'] = ({ namespace }) => {
      const install = namespace === 'default' ? '' : `You may not install into ${namespace}.`
      return Promise.resolve({ install, upgrade: '', rollback: '', uninstall: '' })
    }
    await openWindow(page)
    const button = await screen.findByRole('button', { name: 'Install web' })
    expect(button.getAttribute('aria-disabled')).toBeNull()
    await fireEvent.update(await screen.findByRole('combobox', { name: 'Namespace' }), 'kube-system')
    await eventually(() => expect(button.getAttribute('aria-disabled')).toBe('true'))
    expect(button.getAttribute('aria-description')).toBe('You may not install into kube-system.')
    await fireEvent.click(button)
    expect(sent(bridge)).toHaveLength(0)
  })

  it('keeps the draft while the person looks elsewhere', async () => {
    installable()
    const { router } = await openWindow(page)
    await fireEvent.update(await nameBox(), 'other')
    await typeValues('a: 1\n')
    await router.push('/charts')
    await eventually(() => expect(screen.queryByRole('textbox', { name: 'Values' })).toBeNull())
    await router.push(page)
    expect(((await nameBox()) as HTMLInputElement).value).toBe('other')
    expect(await readValues()).toBe('a: 1\n')
  })

  it('follows the change in place, and after a failure goes back to the values as they were', async () => {
    const bridge = installable()
    await openWindow(page)
    await typeValues('a: 1\n')
    await fireEvent.click(screen.getByRole('button', { name: 'Install web' }))
    expect(await screen.findByText('helm is sending the objects to the cluster.', { selector: 'main p' })).toBeTruthy()
    const error = appError('timeout', 'The objects were not ready in time.', { cause: 'web: ImagePullBackOff.' })
    bridge.emit('operations:changed', [
      { ...underWay, endedAt: '2026-03-01T10:05:00Z', status: { phase: 'failed', error } },
    ])
    expect(await screen.findByRole('heading', { name: 'The objects were not ready in time.' })).toBeTruthy()
    await fireEvent.click(screen.getByRole('button', { name: 'Go back to the values' }))
    expect(await readValues()).toBe('a: 1\n')
  })

  it('has one way back to the values, and opens nothing where nothing was stored', async () => {
    const bridge = installable()
    await openWindow(page)
    await typeValues('a: 1\nb: 2\n')
    await fireEvent.click(screen.getByRole('button', { name: 'Install web' }))
    await screen.findByRole('region', { name: 'Install of web' })
    const error = appError('values-invalid', 'The values do not fit.', {
      cause: 'b: wants a string.',
      actions: ['fix-values'],
    })
    const failed = { ...underWay, endedAt: '2026-03-01T10:05:00Z', status: { phase: 'failed', error } as const }
    bridge.emit('operations:changed', [failed])
    const back = await screen.findByRole('button', { name: 'Go back to the values' })
    expect(screen.queryByRole('button', { name: 'Go to the values' })).toBeNull()
    const main = within(screen.getByRole('main'))
    expect(main.queryByRole('link', { name: 'Open web' })).toBeNull()
    // What it left is there to be opened.
    bridge.emit(
      'releases:patched',
      makePatch('prod', 1, { upserted: [makeRelease({ namespace: 'default', status: 'failed' })] }),
    )
    const open = await main.findByRole('link', { name: 'Open web' })
    expect(open.getAttribute('href')).toBe('/releases/default/web')
    bridge.emit('releases:patched', makePatch('prod', 2, { removed: ['default/web'] }))
    await eventually(() => expect(main.queryByRole('link', { name: 'Open web' })).toBeNull())
    await fireEvent.click(back)
    expect(await readValues()).toBe('a: 1\nb: 2\n')
  })

  it('leads to the release at its end, and the next visit begins anew', async () => {
    const bridge = installable()
    const { router } = await openWindow(page)
    await fireEvent.update(await nameBox(), 'web')
    await typeValues('a: 1\n')
    await fireEvent.click(screen.getByRole('button', { name: 'Install web' }))
    await screen.findByRole('region', { name: 'Install of web' })
    const object = { kind: 'Deployment', name: 'web', namespace: 'default', state: 'ready', reason: '' } as const
    bridge.emit('operations:changed', [
      { ...underWay, revision: 1, objects: [object], endedAt: '2026-03-01T10:05:00Z', status: { phase: 'done' } },
    ])
    const open = await screen.findByRole('link', { name: 'Open web' })
    expect((await screen.findByLabelText('Notes')).textContent).toBe('Visit http://web.example')
    expect(bridge.calls.findLast(({ name }) => name === 'release:get_text')?.input).toMatchObject({
      revision: 1,
      part: 'notes',
    })
    const objects = within(screen.getByRole('region', { name: 'Objects of the release' }))
    expect(objects.getByRole('list', { name: 'Objects' }).textContent).toContain('web')
    expect(open.getAttribute('href')).toBe('/releases/default/web')
    await router.push('/charts')
    await eventually(() => expect(screen.queryByRole('link', { name: 'Open web' })).toBeNull())
    await router.push(page)
    expect(await readValues()).toBe('')
  })

  it('shows what kept it from beginning, and keeps the page', async () => {
    const bridge = installable()
    bridge.answers['helm:install'] = failing('release-busy', 'web is being changed right now.')
    await openWindow(page)
    await typeValues('a: 1\n')
    await fireEvent.click(screen.getByRole('button', { name: 'Install web' }))
    expect(await screen.findByRole('heading', { name: 'web is being changed right now.' })).toBeTruthy()
    expect(await readValues()).toBe('a: 1\n')
  })
})
