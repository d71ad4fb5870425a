import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { appError } from '@shared/errors'
import { makeContexts } from '@/testing/fake-bridge'
import { feedBridge } from '@/testing/feed-bridge'
import { makeSnapshot, makeState } from '@/testing/make-feed'
import { makeRelease } from '@/testing/make-release'
import { openWindow } from '@/testing/open-window'

afterEach(cleanup)

const web = makeRelease({ name: 'web' })
const api = makeRelease({ name: 'api' })
const down = appError('cluster-unreachable', "The cluster can't be reached.", {
  cause: 'Nobody answers.',
  actions: ['retry'],
})
const forbidden = appError('forbidden', 'You may not read releases.', { actions: ['choose-namespace', 'retry'] })
const failed = makeState({ phase: 'failed', error: down, asOf: '' })
const several = '/releases?cluster=prod&cluster=staging'

/** `prod web`, in the order of the rows. */
async function rowsShown(): Promise<string[]> {
  const table = await screen.findByRole('table', { name: 'Releases' })
  return [...table.querySelectorAll<HTMLElement>('tr[data-key]')].map((row) => row.dataset['key'] ?? '')
}
const live = () => screen.findByRole('button', { name: /^Live status/ })
const inputsOf = (bridge: ReturnType<typeof feedBridge>, channel: string) =>
  bridge.calls.filter(({ name }) => name === channel).map(({ input }) => input)

describe('a live list', () => {
  it('shows what is told, and how live it is', async () => {
    const bridge = feedBridge([web])
    await openWindow()
    await rowsShown()
    expect((await live()).textContent.trim()).toBe('Live')
    bridge.patch('prod', { upserted: [api], state: makeState({ reading: 2 }) })
    await vi.waitFor(async () => expect(await rowsShown()).toEqual(['prod/shop/api', 'prod/shop/web']))
    expect((await live()).textContent.trim()).toBe('Reading 2 charts…')
    bridge.patch('prod', { removed: ['shop/web'], state: makeState() })
    await vi.waitFor(async () => expect(await rowsShown()).toEqual(['prod/shop/api']))
  })

  it('keeps the rows of a lost cluster, says why, and tries again when asked to', async () => {
    const bridge = feedBridge([web])
    await openWindow()
    await rowsShown()
    bridge.patch('prod', { state: makeState({ phase: 'reconnecting', error: down }) })
    await vi.waitFor(() => expect(screen.getByRole('alert').textContent).toContain('Out of date.'))
    expect(screen.getByRole('alert').textContent).toContain('Nobody answers. Its 1 row is as of')
    expect(await rowsShown()).toEqual(['prod/shop/web'])
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(inputsOf(bridge, 'releases:retry')).toEqual([{ context: 'prod' }])
    bridge.patch('prod', { state: makeState() })
    await vi.waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  })

  it('says what failed and why where there is nothing to show, and recovers by itself', async () => {
    const bridge = feedBridge([makeSnapshot('prod', [], { state: failed })])
    await openWindow()
    expect(await screen.findByRole('heading', { name: "The cluster can't be reached." })).toBeTruthy()
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(inputsOf(bridge, 'releases:retry')).toEqual([{ context: 'prod' }])
    bridge.patch('prod', { upserted: [web], state: makeState() })
    expect(await rowsShown()).toEqual(['prod/shop/web'])
  })

  it('takes the namespaces that may be read where the cluster as a whole may not', async () => {
    const state = makeState({ phase: 'failed', error: forbidden, asOf: '' })
    const bridge = feedBridge([makeSnapshot('prod', [], { state })])
    await openWindow()
    const input = await screen.findByLabelText('Namespaces that you may read')
    const submit = screen.getByRole('button', { name: 'List releases' })
    expect(submit.getAttribute('aria-description')).toBe('Enter a namespace first.')
    await fireEvent.update(input, 'data Shop')
    expect(submit.getAttribute('aria-description')).toMatch(/^Shop is not a valid namespace/)
    expect(screen.getByText(/^Shop is not a valid namespace/)).toBeTruthy()
    await fireEvent.click(submit)
    expect(inputsOf(bridge, 'releases:set_namespaces')).toEqual([])
    await fireEvent.update(input, 'shop data, shop')
    await fireEvent.click(submit)
    expect(inputsOf(bridge, 'releases:set_namespaces')).toEqual([{ context: 'prod', namespaces: ['data', 'shop'] }])
  })

  it('names the namespaces that refuse, and takes others out and in', async () => {
    const limited = { readable: ['data', 'shop'], denied: ['secret'], namesKnown: false }
    const bridge = feedBridge([makeSnapshot('prod', [web], { state: makeState({ limited }) })])
    await openWindow()
    await rowsShown()
    const button = await live()
    expect(button.textContent.trim()).toBe('Limited: 2 of 3 namespaces')
    expect(screen.queryByRole('alert')).toBeNull()
    await fireEvent.click(button)
    const line = await screen.findByRole('region', { name: 'prod' })
    expect(line.textContent).toContain('secret')
    await fireEvent.click(within(line).getByRole('button', { name: 'Leave out secret' }))
    await fireEvent.update(within(line).getByLabelText('Namespaces that you may read'), 'extra')
    await vi.waitFor(() =>
      expect(within(line).getByRole('button', { name: 'Add' }).hasAttribute('disabled')).toBe(false),
    )
    await fireEvent.click(within(line).getByRole('button', { name: 'Add' }))
    await vi.waitFor(() =>
      expect(inputsOf(bridge, 'releases:set_namespaces')).toEqual([
        { context: 'prod', namespaces: ['data', 'shop'] },
        { context: 'prod', namespaces: ['data', 'extra', 'secret', 'shop'] },
      ]),
    )
  })
})

describe('what there is to look at', () => {
  it('lists what others changed, shows it in the table, and forgets it when it was seen', async () => {
    const gone = [{ namespace: 'data', name: 'redis', at: '2026-03-01T09:00:00Z' }]
    const snapshot = makeSnapshot('prod', [web, { ...api, revision: 4, unseen: true }], { gone })
    const bridge = feedBridge([snapshot])
    const { router } = await openWindow('/releases?sort=-updated&q=we')
    await fireEvent.click(await screen.findByRole('button', { name: '2 changed since you last looked' }))
    const links = await screen.findAllByRole('link', { name: /deployed, revision 4/ })
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['/releases/shop/api'])
    expect(screen.getByText('redis').closest('li')?.textContent).toContain('removed')
    await fireEvent.click(screen.getByRole('button', { name: 'Show in the table' }))
    await vi.waitFor(async () => expect(await rowsShown()).toEqual(['prod/shop/api']))
    expect(router.currentRoute.value.query).toEqual({ sort: '-updated', changed: '1' })
    await fireEvent.click(screen.getByRole('button', { name: '2 changed since you last looked' }))
    await fireEvent.click(await screen.findByRole('button', { name: 'Mark all as seen' }))
    expect(inputsOf(bridge, 'releases:mark_seen')).toEqual([{ context: 'prod' }])
    bridge.patch('prod', { upserted: [{ ...api, revision: 4 }], gone: [] })
    await vi.waitFor(() => expect(screen.queryByRole('button', { name: /change/ })).toBeNull())
  })

  it('lists what needs attention, newest first, each with its reason', async () => {
    feedBridge([
      web,
      makeRelease({ name: 'old', status: 'failed', updated: '2026-02-01T10:00:00Z' }),
      makeRelease({ name: 'stuck', status: 'pending-upgrade', updated: '2026-02-02T10:00:00Z' }),
      makeRelease({ name: 'busy', status: 'pending-upgrade', updated: new Date().toISOString() }),
    ])
    const { router } = await openWindow()
    await fireEvent.click(await screen.findByRole('button', { name: 'Needs attention (2)' }))
    const links = await screen.findAllByRole('link', { name: /in shop/ })
    expect(links.map((link) => link.textContent.replaceAll(/\s+/g, ' ').trim())).toEqual([
      expect.stringMatching(/^stuck ?in shop ?unfinished: pending-upgrade ·/) as string,
      expect.stringMatching(/^old ?in shop ?failed ·/) as string,
    ])
    await fireEvent.click(links[1] ?? document.body)
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/releases/shop/old'))
  })
})

describe('several clusters', () => {
  const both = [makeSnapshot('prod', [web]), makeSnapshot('staging', [web, api])]

  it('are chosen from a menu, kept in the address, and told apart in a column of their own', async () => {
    const bridge = feedBridge(both)
    const { router } = await openWindow()
    expect(await rowsShown()).toEqual(['prod/shop/web'])
    expect(screen.queryByRole('columnheader', { name: 'Cluster' })).toBeNull()
    await fireEvent.click(screen.getByRole('button', { name: 'Clusters' }))
    await fireEvent.click(await screen.findByRole('option', { name: /staging/ }))
    await vi.waitFor(async () =>
      expect(await rowsShown()).toEqual(['staging/shop/api', 'prod/shop/web', 'staging/shop/web']),
    )
    expect(router.currentRoute.value.query).toEqual({ cluster: ['prod', 'staging'] })
    expect(inputsOf(bridge, 'releases:follow').at(-1)).toEqual({ contexts: ['prod', 'staging'] })
    await fireEvent.click(screen.getByRole('button', { name: 'Sort by cluster' }))
    await vi.waitFor(async () => expect((await rowsShown())[0]).toBe('prod/shop/web'))
  })

  it('open their releases in their own cluster', async () => {
    feedBridge(both)
    const { router } = await openWindow(several)
    const table = await screen.findByRole('table', { name: 'Releases' })
    const hrefs = within(table)
      .getAllByRole('link')
      .map((link) => link.getAttribute('href'))
    expect(hrefs).toEqual([
      '/releases/shop/api?cluster=staging',
      '/releases/shop/web',
      '/releases/shop/web?cluster=staging',
    ])
    await fireEvent.click(within(table).getAllByRole('link')[2] ?? document.body)
    await vi.waitFor(() => expect(router.currentRoute.value.fullPath).toBe('/releases/shop/web?cluster=staging'))
  })

  it('stay live when one of them is dead, and name it', async () => {
    const bridge = feedBridge([makeSnapshot('prod', [web]), makeSnapshot('staging', [], { state: failed })])
    await openWindow(several)
    expect(await rowsShown()).toEqual(['prod/shop/web'])
    expect((await live()).textContent.trim()).toBe('1 of 2 clusters live')
    const banner = await screen.findByRole('alert')
    expect(banner.textContent.replaceAll(/\s+/g, ' ')).toContain(
      "staging: The cluster can't be reached. Nobody answers. None of its releases are shown.",
    )
    await fireEvent.click(await live())
    await fireEvent.click(await screen.findByRole('button', { name: 'Try staging now' }))
    expect(inputsOf(bridge, 'releases:retry')).toEqual([{ context: 'staging' }])
  })

  it('are an error only where none of them has anything to show', async () => {
    feedBridge([
      makeSnapshot('prod', [], { state: failed }),
      makeSnapshot('staging', [], { state: makeState({ phase: 'failed', error: forbidden, asOf: '' }) }),
    ])
    await openWindow(several)
    expect(await screen.findByRole('heading', { name: 'None of the 2 clusters could be read.' })).toBeTruthy()
    expect(screen.getByText(/You may not read releases/)).toBeTruthy()
    cleanup()
    feedBridge([])
    await openWindow(several)
    expect(await screen.findByRole('heading', { name: 'No releases in these 2 clusters' })).toBeTruthy()
  })

  it('give way to the one that is switched to', async () => {
    const bridge = feedBridge(both)
    const { router } = await openWindow(`${several}&ns=shop&sort=-updated`)
    await rowsShown()
    bridge.emit('kube:contexts_changed', makeContexts('staging'))
    await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({ sort: '-updated' }))
    await vi.waitFor(async () => expect(await rowsShown()).toEqual(['staging/shop/api', 'staging/shop/web']))
  })

  it('are taken for none where the kubeconfig does not have them', async () => {
    const bridge = feedBridge(both)
    await openWindow('/releases?cluster=nowhere')
    expect(await rowsShown()).toEqual(['prod/shop/web'])
    expect(inputsOf(bridge, 'releases:follow')).toContainEqual({ contexts: ['prod'] })
  })
})
