import { cleanup, fireEvent, screen } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import { secretMask } from '@shared/mask'
import type { HelmRevision, RevisionDetail } from '@shared/model/release'
import { makeOperation } from '@shared/testing/make-operation'
import { eventually } from '@/testing/eventually'
import { failing } from '@/testing/fake-bridge'
import { makeChart, makeChartDetail, makeVersions } from '@/testing/make-chart'
import { openWindow } from '@/testing/open-window'
import { useFileStore } from '@/state/drafts/fileStore'
import { plainBridge } from '@/testing/plain-bridge'
import { readValues, typeValues } from '@/testing/type-values'

afterEach(cleanup)

const page = '/releases/shop/web/upgrade'
const past = (revision: number, status: string): HelmRevision => ({
  revision,
  status,
  updated: '2026-03-01T10:00:00Z',
  chart: 'web-1.2.2',
  description: '',
})
const detail = (revision: number): RevisionDetail => ({
  name: 'web',
  namespace: 'shop',
  revision,
  status: 'deployed',
  description: '',
  firstDeployed: '',
  updated: '',
  chartName: 'web',
  chartVersion: '1.2.2',
  appVersion: '',
  chartDescription: '',
  canKeepChart: true,
  objects: [],
  hooks: [],
  images: { list: [], count: 0, unread: 0 },
})

function upgradable(source: string) {
  const histories = { now: [past(1, 'superseded'), past(2, 'deployed'), past(3, 'failed')] }
  const bridge = plainBridge({
    'releases:follow_history': () => Promise.resolve(histories.now),
    'release:get_revision': ({ revision }) => Promise.resolve(detail(revision)),
    'release:get_text': ({ revision, part }) => Promise.resolve({ text: `${part}: ${revision}\n`, masked: 0 }),
    'release:get_own_values': ({ revision }) =>
      Promise.resolve({ text: `values: ${revision}\n`, masked: 0, isAsWritten: false }),
    'release:hide_values': ({ values }) => Promise.resolve(values.replaceAll('hunter22', secretMask)),
    'release:reveal_values': ({ values }) => Promise.resolve(values.replaceAll(secretMask, 'hunter22')),
    'release:get_source': () => Promise.resolve(source),
    'charts:search': () =>
      Promise.resolve({ charts: [makeChart({ ref: 'a/webs', name: 'webs' }), makeChart()], total: 2, repositories: 1 }),
    'charts:get_chart': ({ version }) => Promise.resolve(makeChartDetail(version === undefined ? {} : { version })),
    'charts:list_versions': () => Promise.resolve(makeVersions('2.0.0-rc.1', '1.2.3', '1.2.2')),
    'helm:preview_command': (input) => Promise.resolve(['helm', input.verb, input.release_name]),
    'helm:upgrade': () => Promise.resolve(),
  })
  return { bridge, histories }
}

const sent = (bridge: ReturnType<typeof upgradable>['bridge']) =>
  bridge.calls.filter(({ name }) => name === 'helm:upgrade').map(({ input }) => input)

const agreement = (): HTMLElement =>
  screen.getByRole('checkbox', { name: "Upgrade without the subcharts that the release doesn't contain" })

describe('an upgrade', () => {
  it("begins with the deployed revision's own values and the version that runs, and sends what is on the page", async () => {
    const { bridge } = upgradable('shop/web')
    await openWindow(page)
    expect(await readValues()).toBe('values: 2\n')
    await screen.findByRole('button', { name: 'Version 1.2.2, choose another' })
    await fireEvent.click(await screen.findByRole('button', { name: 'Use the newest (1.2.3)' }))
    await screen.findByRole('button', { name: 'Version 1.2.3, choose another' })
    await typeValues('')
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    await eventually(() => expect(sent(bridge)).toHaveLength(1))
    expect(sent(bridge)[0]).toMatchObject({ chart: 'shop/web', version: '1.2.3', values: '', context: 'prod' })
  })

  it('sends masks with the revision that they stand for, and shows the secrets only while they are asked for', async () => {
    const { bridge } = upgradable('shop/web')
    const own = { text: `password: ${secretMask} # mine\n`, masked: 1, isAsWritten: true }
    bridge.answers['release:get_own_values'] = () => Promise.resolve(own)
    await openWindow(page)
    expect(await readValues()).toBe(own.text)
    expect(screen.getByText(/^Revision 2's values, as you wrote them\./)).toBeTruthy()
    await fireEvent.click(await screen.findByRole('button', { name: 'Reveal' }))
    await eventually(async () => expect(await readValues()).toBe('password: hunter22 # mine\n'))
    await typeValues('password: hunter22 # mine\na: 1\n')
    await fireEvent.click(screen.getByRole('button', { name: 'Hide' }))
    await eventually(async () => expect(await readValues()).toBe(`${own.text}a: 1\n`))
    await screen.findByRole('button', { name: 'Reveal' })
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    await eventually(() => expect(sent(bridge)[0]).toMatchObject({ values: `${own.text}a: 1\n`, masks_of: 2 }))
    const asked = bridge.calls.find(({ name }) => name === 'release:reveal_values')?.input
    expect(asked).toEqual({ context: 'prod', namespace: 'shop', release_name: 'web', revision: 2, values: own.text })
  })

  it('asks where an unknown chart comes from, the same name first, and will not go on without', async () => {
    const { bridge } = upgradable('')
    await openWindow(page)
    const found = await screen.findAllByRole('button', { name: /^Use (a|shop)\// })
    expect(found[0]?.getAttribute('aria-label')).toBe('Use shop/web')
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    expect(screen.getAllByText(/Choose where the chart comes from/).length).toBeGreaterThan(0)
    expect(sent(bridge)).toHaveLength(0)
    await fireEvent.click(screen.getByRole('button', { name: 'Use shop/web' }))
    await fireEvent.click(await screen.findByRole('tab', { name: 'Defaults' }))
    expect(await screen.findByRole('region', { name: 'Default values' })).toBeTruthy()
    await screen.findByRole('button', { name: 'Version 1.2.2, choose another' })
  })

  it('keeps the same chart to change values only, and shows the masked computed values beside them', async () => {
    const { bridge } = upgradable('')
    await openWindow(page)
    await fireEvent.click(await screen.findByRole('button', { name: 'Keep web 1.2.2' }))
    await fireEvent.click(await screen.findByRole('tab', { name: 'All values' }))
    expect(await screen.findByRole('region', { name: 'All values' })).toBeTruthy()
    const asked = bridge.calls.find((call) => JSON.stringify(call.input).includes('computed-values'))
    expect(asked?.input).not.toHaveProperty('reveal')
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    expect(screen.getAllByText(/Confirm that subcharts may be missing/).length).toBeGreaterThan(0)
    expect(sent(bridge)).toHaveLength(0)
    await fireEvent.click(agreement())
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    const kept = { keep_chart: true, chart: 'web-1.2.2', keep_revision: 2, accept_incomplete_chart: true }
    await eventually(() => expect(sent(bridge)[0]).toMatchObject(kept))
    expect(sent(bridge)[0]).not.toHaveProperty('version')
  })

  it('names what may be missing from a kept chart, and does not offer to keep one that is not whole', async () => {
    const { bridge } = upgradable('')
    const revision = { ...detail(2), unreadValues: ['cache', 'db'] }
    bridge.answers['release:get_revision'] = () => Promise.resolve(revision)
    await openWindow(page)
    await fireEvent.click(await screen.findByRole('button', { name: 'Keep web 1.2.2' }))
    expect(screen.getByText(/none of its own templates read “cache”, “db”/)).toBeTruthy()
    cleanup()
    bridge.answers['release:get_revision'] = () => Promise.resolve({ ...revision, canKeepChart: false })
    await openWindow(page)
    const keep = await screen.findByRole('button', { name: 'Keep web 1.2.2' })
    expect(keep.hasAttribute('disabled')).toBe(true)
  })

  it('keeps the chart of the revision that runs: another one is shown, and agreed to, before it is sent', async () => {
    const { bridge, histories } = upgradable('')
    await openWindow(page)
    await fireEvent.click(await screen.findByRole('button', { name: 'Keep web 1.2.2' }))
    await fireEvent.click(agreement())
    await typeValues('mine: 1\n')
    const moved = { ...detail(4), chartName: 'umbrella', chartVersion: '0.1.0' }
    bridge.answers['release:get_revision'] = () => Promise.resolve(moved)
    histories.now = [past(2, 'superseded'), past(4, 'deployed')]
    const told = { namespace: 'shop', name: 'web', context: 'prod', revisions: histories.now }
    bridge.emit('releases:history_changed', told)
    await fireEvent.click(await screen.findByRole('button', { name: 'Keep my edits' }))
    expect(await screen.findByText('umbrella-0.1.0')).toBeTruthy()
    expect(await readValues()).toBe('mine: 1\n')
    expect((agreement() as HTMLInputElement).checked).toBe(false)
    await fireEvent.click(agreement())
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    await eventually(() => expect(sent(bridge)[0]).toMatchObject({ chart: 'umbrella-0.1.0', keep_revision: 4 }))
  })

  it('asks for the source when the revision that runs now has a chart that cannot be kept', async () => {
    const { bridge, histories } = upgradable('')
    await openWindow(page)
    await fireEvent.click(await screen.findByRole('button', { name: 'Keep web 1.2.2' }))
    bridge.answers['release:get_revision'] = () => Promise.resolve({ ...detail(4), canKeepChart: false })
    histories.now = [past(2, 'superseded'), past(4, 'deployed')]
    bridge.emit('releases:history_changed', {
      namespace: 'shop',
      name: 'web',
      context: 'prod',
      revisions: histories.now,
    })
    await fireEvent.click(await screen.findByRole('button', { name: 'Keep my edits' }))
    expect(await screen.findByRole('heading', { name: 'Which chart?' })).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it("never drops the release's own values for a file: it asks, and says where the text came from", async () => {
    upgradable('shop/web')
    await openWindow(page)
    expect(await readValues()).toBe('values: 2\n')
    expect(screen.getByText("Revision 2's values. Exactly what you write here is sent.")).toBeTruthy()
    useFileStore().offered = { names: ['prod.yaml'], texts: ['extra: 1\n'] }
    const dialog = await screen.findByRole('dialog', { name: 'Use prod.yaml?' })
    expect(dialog.textContent).toContain("In the editor now: Revision 2's values.")
    await fireEvent.click(screen.getByRole('button', { name: 'Merge' }))
    await eventually(async () => expect(await readValues()).toBe('values: 2\nextra: 1\n'))
    expect(screen.getByText(/^Revision 2's values \+ prod\.yaml\. /)).toBeTruthy()
    useFileStore().offered = { names: ['a.yaml', 'b.yaml'], texts: ['one: 1\n', 'two: 2\n'] }
    await fireEvent.click(await screen.findByRole('button', { name: 'Replace' }))
    await eventually(async () => expect(await readValues()).toBe('one: 1\ntwo: 2\n'))
    expect(screen.getByText(/^a\.yaml \+ b\.yaml\. /)).toBeTruthy()
  })

  it('takes a file at once where the release has no values of its own', async () => {
    const { bridge } = upgradable('shop/web')
    bridge.answers['release:get_own_values'] = () => Promise.resolve({ text: '', masked: 0, isAsWritten: false })
    await openWindow(page)
    expect(await readValues()).toBe('')
    useFileStore().offered = { names: ['prod.yaml'], texts: ['extra: 1\n'] }
    await eventually(async () => expect(await readValues()).toBe('extra: 1\n'))
    expect(screen.getByText(/^prod\.yaml\. /)).toBeTruthy()
    await typeValues('')
    await eventually(() => expect(screen.queryByText(/^prod\.yaml\. /)).toBeNull())
  })

  it('says that the release has changed meanwhile, and begins again with the newer values when asked to', async () => {
    const { bridge, histories } = upgradable('shop/web')
    await openWindow(page)
    await typeValues('mine: 1\n')
    histories.now = [past(2, 'superseded'), past(4, 'deployed')]
    const told = { namespace: 'shop', name: 'web', revisions: histories.now }
    bridge.emit('releases:history_changed', { ...told, context: 'staging', revisions: [past(9, 'deployed')] })
    bridge.emit('releases:history_changed', { ...told, context: 'prod' })
    expect((await screen.findByRole('alert')).textContent).toContain('Revision 4 is deployed now')
    expect(await readValues()).toBe('mine: 1\n')
    await fireEvent.click(screen.getByRole('button', { name: 'Start over from revision 4' }))
    await eventually(async () => expect(await readValues()).toBe('values: 4\n'))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('is of the cluster that the address names, and leads back to the release there', async () => {
    const { bridge } = upgradable('shop/web')
    await openWindow(`${page}?cluster=staging`)
    expect(await readValues()).toBe('values: 2\n')
    expect(screen.getByRole('link', { name: 'web' }).getAttribute('href')).toBe('/releases/shop/web?cluster=staging')
    await screen.findByRole('button', { name: 'Version 1.2.2, choose another' })
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    await eventually(() => expect(sent(bridge)[0]).toMatchObject({ context: 'staging' }))
  })

  it('says that the person may not, and sends nothing', async () => {
    const { bridge } = upgradable('shop/web')
    const refused = { install: '', upgrade: 'You may not change releases in shop.', rollback: '', uninstall: '' }
    bridge.answers['kube:check_access'] = () => Promise.resolve(refused)
    await openWindow(page)
    await screen.findByRole('button', { name: 'Version 1.2.2, choose another' })
    const button = screen.getByRole('button', { name: 'Upgrade web' })
    await eventually(() => expect(button.getAttribute('aria-disabled')).toBe('true'))
    expect(button.getAttribute('aria-description')).toBe(refused.upgrade)
    await fireEvent.click(button)
    expect(sent(bridge)).toHaveLength(0)
  })

  it.each([
    ['another helm is at work', 1, 'web is being upgraded by another helm.', 'Show its progress'],
    ['it is stuck', 30, 'An upgrade of web has been unfinished for 30 min.', 'Repair…'],
  ])('says before anything is typed that %s, and works when that is over', async (_, minutes, words, way) => {
    const { bridge, histories } = upgradable('shop/web')
    const updated = new Date(Date.now() - minutes * 60_000 - 1_000).toISOString()
    histories.now = [past(2, 'deployed'), { ...past(3, 'pending-upgrade'), updated }]
    await openWindow(page)
    const note = await screen.findByText(words)
    const link = screen.getByRole('link', { name: way })
    expect(link.getAttribute('href')).toBe(way === 'Repair…' ? '/releases/shop/web?ask=repair' : '/releases/shop/web')
    await screen.findByRole('button', { name: 'Version 1.2.2, choose another' })
    const button = screen.getByRole('button', { name: 'Upgrade web' })
    expect(button.getAttribute('aria-description')).toContain(words)
    await fireEvent.click(button)
    expect(sent(bridge)).toHaveLength(0)
    histories.now = [past(2, 'deployed'), past(3, 'failed')]
    bridge.emit('releases:history_changed', {
      context: 'prod',
      namespace: 'shop',
      name: 'web',
      revisions: histories.now,
    })
    await eventually(() => expect(note.isConnected).toBe(false))
    expect(button.getAttribute('aria-disabled')).toBeNull()
    await fireEvent.click(button)
    await eventually(() => expect(sent(bridge)).toHaveLength(1))
  })

  it('takes away that it was refused because of another change, as soon as that is over', async () => {
    const { bridge, histories } = upgradable('shop/web')
    bridge.answers['helm:upgrade'] = failing('release-busy', 'web is being changed right now.')
    await openWindow(page)
    await screen.findByRole('button', { name: 'Version 1.2.2, choose another' })
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    expect(await screen.findByRole('heading', { name: 'web is being changed right now.' })).toBeTruthy()
    const told = { context: 'prod', namespace: 'shop', name: 'web' }
    const pending = { ...past(4, 'pending-upgrade'), updated: new Date().toISOString() }
    bridge.emit('releases:history_changed', { ...told, revisions: [...histories.now, pending] })
    await screen.findByText('web is being upgraded by another helm.')
    bridge.emit('releases:history_changed', { ...told, revisions: [...histories.now, past(4, 'failed')] })
    await eventually(() =>
      expect(screen.queryByRole('heading', { name: 'web is being changed right now.' })).toBeNull(),
    )
  })

  it('shows the values again after a repair, and not the outdated error', async () => {
    const { bridge } = upgradable('shop/web')
    const stuck = { phase: 'stuck', releaseStatus: 'pending-upgrade' } as const
    const ours = makeOperation({ revision: 3 })
    bridge.answers['helm:upgrade'] = () => {
      bridge.emit('operations:changed', [ours])
      return new Promise(() => undefined)
    }
    const { router } = await openWindow(page)
    await typeValues('mine: 1\n')
    await screen.findByRole('button', { name: 'Version 1.2.2, choose another' })
    await fireEvent.click(screen.getByRole('button', { name: 'Upgrade web' }))
    await screen.findByRole('region', { name: 'Upgrade of web' })
    bridge.emit('operations:changed', [{ ...ours, status: stuck, endedAt: '2026-03-01T10:05:00Z' }])
    await fireEvent.click(await screen.findByRole('link', { name: 'Repair…' }))
    await eventually(() => expect(router.currentRoute.value.name).toBe('release'))
    const repair = makeOperation({ id: 'repair', verb: 'rollback', repair: 'rollback' })
    bridge.emit('operations:changed', [{ ...repair, status: { phase: 'done' }, endedAt: '2026-03-01T10:06:00Z' }])
    await router.push(page)
    expect(await readValues()).toBe('mine: 1\n')
    expect(screen.queryByRole('region', { name: 'Upgrade of web' })).toBeNull()
  })

  it('says why a release cannot be read', async () => {
    const { bridge } = upgradable('')
    bridge.answers['releases:follow_history'] = failing('release-not-found', 'There is no release web in shop.')
    await openWindow(page)
    expect(await screen.findByRole('heading', { name: 'There is no release web in shop.' })).toBeTruthy()
  })
})
