import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Drift } from '@shared/model/drift'
import { failing } from '@/testing/fake-bridge'
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
      expect.stringMatching(/^spec\.replicas 2 5 kubectl-edit/) as string,
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

  it('has only the rows in sight, however many there are', async () => {
    const many = Array.from({ length: 400 }, (_, index) => makeDriftObject(`web-${index}`, [makeDriftField()]))
    await open(makeDrift(many))
    expect((await lines()).length).toBeLessThan(120)
  })
})
