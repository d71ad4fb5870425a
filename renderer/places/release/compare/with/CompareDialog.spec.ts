import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '@/testing/eventually'
import { failing } from '@/testing/fake-bridge'
import { makeChartDetail, makeVersions } from '@/testing/make-chart'
import { makeComparison } from '@/testing/make-comparison'
import { makeSnapshot } from '@/testing/make-feed'
import { makeRelease } from '@/testing/make-release'
import { makeRevision } from '@/testing/make-revision'
import { openWindow } from '@/testing/open-window'
import { releaseBridge, webHistory } from '@/testing/release-bridge'

afterEach(cleanup)

const others: Readonly<Record<string, readonly number[]>> = { 'prod/blog/api': [1, 2], 'staging/shop/web': [5, 6] }

function withOthers(source = 'shop/web') {
  const bridge = releaseBridge()
  const snapshots: Record<string, ReturnType<typeof makeSnapshot>> = {
    prod: makeSnapshot('prod', [
      makeRelease({ name: 'web', revision: 3 }),
      makeRelease({ name: 'api', namespace: 'blog', revision: 2 }),
    ]),
    staging: makeSnapshot('staging', [makeRelease({ name: 'shop', revision: 6 })]),
  }
  bridge.answers['releases:follow'] = ({ contexts }) =>
    Promise.resolve(contexts.map((context) => snapshots[context] ?? makeSnapshot(context, [])))
  bridge.answers['releases:follow_history'] = ({ release }) => {
    if (release === null) return Promise.resolve([])
    const { context = 'prod', namespace, release_name: name } = release
    if (context === 'prod' && namespace === 'shop' && name === 'web') return Promise.resolve([...webHistory])
    return Promise.resolve((others[`${context}/${namespace}/${name}`] ?? []).map((revision) => makeRevision(revision)))
  }
  bridge.answers['release:get_source'] = () => Promise.resolve(source)
  bridge.answers['compare:make'] = () => Promise.resolve(makeComparison())
  bridge.answers['compare:cancel'] = () => Promise.resolve()
  const asked = (): unknown =>
    bridge.calls
      .filter(({ name }) => name === 'compare:make')
      .map(({ input }) => (input as { to: unknown }).to)
      .at(-1)
  return { bridge, asked }
}

async function ask(button: string, title: string): Promise<HTMLElement> {
  await openWindow('/releases/shop/web')
  await fireEvent.click(await screen.findByRole('button', { name: button }))
  return screen.findByRole('dialog', { name: title })
}
const compare = (dialog: HTMLElement) => fireEvent.click(within(dialog).getByRole('button', { name: 'Compare' }))

describe('the dialog that asks what to compare with', () => {
  it('takes a revision of a release of another namespace, and follows the own history again', async () => {
    const { bridge, asked } = withOthers()
    const dialog = await ask('A release…', 'Compare revision 3 with a release')
    const waiting = within(dialog).getByRole('button', { name: 'Compare' })
    expect(waiting.getAttribute('aria-description')).toBe('Choose a release.')
    await fireEvent.click(await within(dialog).findByRole('option', { name: /^api/ }))
    const revision = await within(dialog).findByRole<HTMLSelectElement>('combobox', { name: /^Revision of api/ })
    expect(revision.value).toBe('2')
    await fireEvent.update(revision, '1')
    await compare(dialog)
    expect(await screen.findByRole('region', { name: /with revision 1 of api in blog$/ })).toBeTruthy()
    expect(asked()).toEqual({ kind: 'revision', context: 'prod', namespace: 'blog', release_name: 'api', revision: 1 })
    const followed = bridge.calls.filter(({ name }) => name === 'releases:follow_history').map(({ input }) => input)
    expect(followed.at(-1)).toEqual({ release: { context: 'prod', namespace: 'shop', release_name: 'web' } })
  })

  it('reads the releases of another cluster only while they are to choose from', async () => {
    const { bridge } = withOthers()
    const dialog = await ask('A release…', 'Compare revision 3 with a release')
    const followed = () => bridge.calls.filter(({ name }) => name === 'releases:follow').map(({ input }) => input)
    await fireEvent.update(within(dialog).getByRole('combobox', { name: 'Cluster' }), 'staging')
    expect(await within(dialog).findByRole('option', { name: /^shop/ })).toBeTruthy()
    expect(followed().at(-1)).toEqual({ contexts: ['prod', 'staging'] })
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }))
    await eventually(() => expect(followed().at(-1)).toEqual({ contexts: ['prod'] }))
  })

  it('takes the same release of another cluster', async () => {
    const { asked } = withOthers()
    const dialog = await ask('Another cluster…', 'Compare revision 3 with another cluster')
    await fireEvent.click(await within(dialog).findByRole('option', { name: /^staging/ }))
    await within(dialog).findByRole('combobox', { name: /^Revision of web in shop on staging/ })
    await compare(dialog)
    await eventually(() =>
      expect(asked()).toEqual({
        kind: 'revision',
        context: 'staging',
        namespace: 'shop',
        release_name: 'web',
        revision: 6,
      }),
    )
  })

  it('says that the other cluster has no such release, and leads to those that it has', async () => {
    const { bridge } = withOthers()
    const answer = bridge.answers['releases:follow_history']
    const none = failing('release-not-found', 'The release "web" no longer exists.')
    bridge.answers['releases:follow_history'] = (input) =>
      input.release?.context === 'staging' ? none() : (answer?.(input) ?? Promise.resolve([]))
    const dialog = await ask('Another cluster…', 'Compare revision 3 with another cluster')
    await fireEvent.click(await within(dialog).findByRole('option', { name: /^staging/ }))
    expect((await within(dialog).findByRole('alert')).textContent).toContain('web is not in shop on staging.')
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Choose another release there' }))
    const next = await screen.findByRole('dialog', { name: 'Compare revision 3 with a release' })
    expect(await within(next).findByRole('option', { name: /^shop/ })).toBeTruthy()
  })

  it('says why the other cluster tells nothing', async () => {
    const { bridge } = withOthers()
    const answer = bridge.answers['releases:follow_history']
    const refused = failing('cluster-unreachable', 'Can’t reach cluster "staging"')
    bridge.answers['releases:follow_history'] = (input) =>
      input.release?.context === 'staging' ? refused() : (answer?.(input) ?? Promise.resolve([]))
    const dialog = await ask('Another cluster…', 'Compare revision 3 with another cluster')
    await fireEvent.click(await within(dialog).findByRole('option', { name: /^staging/ }))
    expect((await within(dialog).findByRole('alert')).textContent).toContain('Can’t reach cluster "staging"')
  })

  it('takes a version of the chart that the release comes from, or of one that is searched for', async () => {
    const { bridge, asked } = withOthers()
    const versions = makeVersions('1.4.0', '1.3.0')
    bridge.answers['charts:list_versions'] = () => Promise.resolve(versions)
    bridge.answers['charts:get_chart'] = ({ version }) =>
      Promise.resolve(makeChartDetail({ name: 'web', version: version ?? '1.4.0' }))
    const dialog = await ask('A chart version…', 'Compare revision 3 with a chart version')
    await fireEvent.click(await within(dialog).findByRole('button', { name: 'Version 1.4.0, choose another' }))
    await fireEvent.click(await screen.findByRole('option', { name: /^1\.3\.0/ }))
    await within(dialog).findByRole('button', { name: 'Version 1.3.0, choose another' })
    await compare(dialog)
    await eventually(() => expect(asked()).toEqual({ kind: 'chart', chart: 'shop/web', version: '1.3.0' }))
    cleanup()
    const unknown = withOthers('')
    unknown.bridge.answers['charts:search'] = () => Promise.resolve({ charts: [], total: 0, repositories: 1 })
    const searching = await ask('A chart version…', 'Compare revision 3 with a chart version')
    expect(await within(searching).findByRole('searchbox', { name: 'Search charts' })).toBeTruthy()
  })
})
