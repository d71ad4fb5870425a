import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { appError } from '@shared/errors'
import type { Drift } from '@shared/model/drift'
import { deferred, failing } from '@/testing/fake-bridge'
import { makeDrift, makeDriftField, makeDriftObject } from '@/testing/make-drift'
import { openWindow } from '@/testing/open-window'
import { releaseBridge } from '@/testing/release-bridge'

afterEach(cleanup)

const changed = makeDrift([
  makeDriftObject('web', [
    makeDriftField(),
    makeDriftField({ path: ['spec', 'template', 'spec', 'containers', '[istio-proxy]'], expected: 'It is injected.' }),
  ]),
  makeDriftObject('gone', [], { state: 'missing' }),
  makeDriftObject('hidden', [], { state: 'unknown', why: 'You may not read it.' }),
  makeDriftObject('same'),
])

async function open(drift: Drift) {
  const bridge = releaseBridge()
  bridge.answers['drift:check'] = () => Promise.resolve(drift)
  const window = await openWindow('/releases/shop/web?tab=drift')
  return { bridge, ...window }
}
const checks = (bridge: ReturnType<typeof releaseBridge>): number =>
  bridge.calls.filter(({ name }) => name === 'drift:check').length
/** Its texts, with a space between them. */
function textsOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? ''
  return [...node.childNodes].map(textsOf).join(' ')
}
const lines = async (): Promise<string[]> => {
  const table = await screen.findByRole('treegrid', { name: 'Drift' })
  return within(table)
    .getAllByRole('row')
    .map((row) => textsOf(row).replaceAll(/\s+/g, ' ').trim())
}
const row = (text: RegExp): HTMLElement =>
  screen.getAllByRole('row').find((one) => text.test(one.textContent)) ?? document.body

describe('the drift of a release', () => {
  it('is looked at when its tab is opened, not before', async () => {
    const bridge = releaseBridge()
    bridge.answers['drift:check'] = () => Promise.resolve(changed)
    await openWindow('/releases/shop/web')
    await screen.findByText('About 3')
    expect(checks(bridge)).toBe(0)
    await fireEvent.click(screen.getByRole('tab', { name: 'Drift' }))
    expect(await screen.findByText('Not from this release')).toBeTruthy()
    expect(checks(bridge)).toBe(1)
    await fireEvent.click(screen.getByRole('button', { name: 'Check again' }))
    await vi.waitFor(() => expect(checks(bridge)).toBe(2))
  })

  it('says how much there is, and what of it who has changed', async () => {
    await open(changed)
    const said = '1 field of 1 object differs from revision 3, 1 object is missing.'
    await vi.waitFor(() => expect(document.body.textContent).toContain(said))
    expect(screen.getByText('1 expected')).toBeTruthy()
    expect(screen.getByText('Checked just now, 4 objects')).toBeTruthy()
    expect(await lines()).toEqual([
      'Field Revision 3 says Live Changed by When',
      'Not from this release 2',
      'Deployment web 1 field',
      expect.stringMatching(/^spec\.replicas 2 5 Take into values… kubectl-edit/) as string,
      'Deployment gone missing from the cluster',
      'Not compared 1',
      'Deployment hidden You may not read it.',
      'Expected 1 made by controllers, not counted',
      'The same 1',
    ])
  })

  it('opens and closes by a click and by keys', async () => {
    await open(changed)
    await lines()
    await fireEvent.click(row(/^\s*Expected/))
    await vi.waitFor(async () => expect(await lines()).toContain('Deployment web 1 field'))
    expect(document.body.textContent).toContain('It is injected.')
    const object = row(/web\s*1 field/)
    object.focus()
    await fireEvent.keyDown(object, { key: 'ArrowLeft' })
    await vi.waitFor(() => expect(row(/web\s*1 field/).getAttribute('aria-expanded')).toBe('false'))
    expect(document.body.textContent).not.toContain('spec.replicas')
    await fireEvent.keyDown(row(/web\s*1 field/), { key: 'Enter' })
    await vi.waitFor(() => expect(document.body.textContent).toContain('spec.replicas'))
  })

  it('leads to the upgrade, whose plan shows what comes back', async () => {
    const { router } = await open(changed)
    await fireEvent.click(await screen.findByRole('link', { name: 'Re-apply…' }))
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/releases/shop/web/upgrade'))
  })

  it('is none where all is as it should be', async () => {
    await open(makeDrift([makeDriftObject('web'), makeDriftObject('api')], ['You may not patch these objects.']))
    await vi.waitFor(() =>
      expect(document.body.textContent).toContain('No drift: all 2 objects are as revision 3 says.'),
    )
    expect(screen.queryByRole('link', { name: 'Re-apply…' })).toBeNull()
    expect(screen.getByText('You may not patch these objects.')).toBeTruthy()
  })

  it('says why it is not known, and looks again', async () => {
    const bridge = releaseBridge()
    bridge.answers['drift:check'] = failing('release-busy', '"web" is being changed right now.')
    await openWindow('/releases/shop/web?tab=drift')
    expect(await screen.findByRole('heading', { name: '"web" is being changed right now.' })).toBeTruthy()
    bridge.answers['drift:check'] = () => Promise.resolve(changed)
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('Not from this release')).toBeTruthy()
  })

  it('lists what a search finds, or only what nobody expects', async () => {
    await open(changed)
    await lines()
    await fireEvent.update(screen.getByRole('searchbox', { name: 'Search objects and fields' }), 'istio')
    await vi.waitFor(async () =>
      expect(await lines()).toEqual([
        'Field Revision 3 says Live Changed by When',
        'Expected 1 made by controllers, not counted',
        'Deployment web 1 field',
        expect.stringMatching(/istio-proxy/) as string,
      ]),
    )
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Only unexpected' }))
    expect(await screen.findByText('No object or field matches.')).toBeTruthy()
    await fireEvent.click(screen.getByRole('button', { name: 'Show everything' }))
    await vi.waitFor(async () => expect(await lines()).toContain('The same 1'))
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Only unexpected' }))
    await vi.waitFor(async () => expect((await lines()).join()).not.toMatch(/Expected|The same/))
  })

  it('ends a check that is taking too long, and keeps what was found before', async () => {
    const { bridge } = await open(changed)
    await lines()
    const late = deferred<Drift>()
    bridge.answers['drift:check'] = () => late.promise
    bridge.answers['drift:cancel'] = () => {
      late.reject(appError('cancelled', 'It was cancelled.'))
      return Promise.resolve()
    }
    await fireEvent.click(screen.getByRole('button', { name: 'Check again' }))
    await fireEvent.click(await screen.findByRole('button', { name: 'Cancel the check' }))
    expect(await screen.findByRole('button', { name: 'Check again' })).toBeTruthy()
    expect(screen.getByText('Not from this release')).toBeTruthy()
    expect(bridge.calls.filter(({ name }) => name === 'drift:cancel')).toHaveLength(1)
  })

  it('ends the first check too, and one that nobody waits for', async () => {
    const bridge = releaseBridge()
    const late = deferred<Drift>()
    bridge.answers['drift:check'] = () => late.promise
    bridge.answers['drift:cancel'] = () => {
      late.reject(appError('cancelled', 'It was cancelled.'))
      return Promise.resolve()
    }
    await openWindow('/releases/shop/web?tab=drift')
    await fireEvent.click(await screen.findByRole('button', { name: 'Cancel the check' }))
    expect(await screen.findByText('The check was cancelled.')).toBeTruthy()
    bridge.answers['drift:check'] = () => new Promise(() => undefined)
    await fireEvent.click(screen.getByRole('button', { name: 'Check now' }))
    const cancels = (): number => bridge.calls.filter(({ name }) => name === 'drift:cancel').length
    await fireEvent.click(screen.getByRole('tab', { name: 'Overview' }))
    await vi.waitFor(() => expect(cancels()).toBe(2))
  })

  it('takes a change into the values of the upgrade, which asks first', async () => {
    const { bridge, router } = await open(changed)
    await lines()
    bridge.answers['drift:find_value'] = () => Promise.resolve({ path: ['replicaCount'], yaml: 'replicaCount: 5\n' })
    await fireEvent.click(screen.getByRole('button', { name: 'Take into values…' }))
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/releases/shop/web/upgrade'))
    const asked = bridge.calls.find(({ name }) => name === 'drift:find_value')?.input
    expect(asked).toMatchObject({ object: 'apps/v1/Deployment/shop/web', field: ['spec', 'replicas'] })
    const dialog = await screen.findByRole('dialog', { name: 'Use replicaCount from the cluster?' })
    expect(within(dialog).getByRole('button', { name: 'Merge' })).toBeTruthy()
  })

  it('says where the value of a change can not be told', async () => {
    const { bridge, router } = await open(changed)
    await lines()
    bridge.answers['drift:find_value'] = () => Promise.resolve(null)
    await fireEvent.click(screen.getByRole('button', { name: 'Take into values…' }))
    expect(await screen.findByText("It can't be told which value sets it.")).toBeTruthy()
    expect(router.currentRoute.value.path).toBe('/releases/shop/web')
  })

  it('is handed on as a text', async () => {
    const { bridge } = await open(changed)
    await lines()
    const asked: unknown[] = []
    bridge.answers['drift:save'] = ({ format }) => Promise.resolve(void asked.push(format)).then(() => '/tmp/drift.md')
    await fireEvent.keyDown(screen.getByRole('button', { name: 'Share' }), { key: 'Enter' })
    expect((await screen.findAllByRole('menuitem')).map((item) => item.textContent.trim())).toEqual([
      'Copy as Markdown',
      'Save as Markdown…',
      'Save as JSON…',
    ])
    await fireEvent.click(screen.getByRole('menuitem', { name: 'Save as Markdown…' }))
    expect(await screen.findByText('Saved to /tmp/drift.md')).toBeTruthy()
    expect(asked).toEqual(['markdown'])
  })

  it('has only the rows in sight, however many there are', async () => {
    const many = Array.from({ length: 400 }, (_, index) => makeDriftObject(`web-${index}`, [makeDriftField()]))
    await open(makeDrift(many))
    expect((await lines()).length).toBeLessThan(120)
  })
})
