import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { appError } from '@shared/errors'
import { makeState } from '@/testing/make-feed'
import { makeRelease } from '@/testing/make-release'
import { openWindow } from '@/testing/open-window'
import { releaseBridge } from '@/testing/release-bridge'

afterEach(cleanup)

const options = async () => {
  const list = await screen.findByRole('listbox', { name: 'Revisions' })
  return within(list).getAllByRole('option')
}

describe('the release page in its cluster', () => {
  it('marks what others changed as seen, and follows nothing once it is left', async () => {
    const bridge = releaseBridge()
    const { router } = await openWindow('/releases')
    await screen.findByRole('table', { name: 'Releases' })
    await router.push('/releases/shop/web')
    await options()
    expect(bridge.calls).toContainEqual({
      name: 'releases:mark_seen',
      input: { context: 'prod', rows: ['shop/web'] },
    })
    await router.push('/charts')
    await vi.waitFor(() =>
      expect(bridge.calls).toContainEqual({ name: 'releases:follow_history', input: { release: null } }),
    )
  })

  it('is of the cluster that the address names, and says so', async () => {
    const bridge = releaseBridge()
    const { router } = await openWindow('/releases/shop/web?cluster=staging')
    await options()
    expect(bridge.calls).toContainEqual({
      name: 'releases:follow_history',
      input: { release: { context: 'staging', namespace: 'shop', release_name: 'web' } },
    })
    expect(screen.getByRole('banner').textContent.replaceAll(/\s+/g, ' ')).toContain('in shop on staging')
    expect(screen.getByRole('link', { name: 'Upgrade' }).getAttribute('href')).toBe(
      '/releases/shop/web/upgrade?cluster=staging',
    )
    await fireEvent.click(await screen.findByRole('button', { name: 'Uninstall…' }))
    expect((await screen.findByRole('dialog')).textContent).toContain('web is removed from shop on staging.')
    await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    bridge.emit('window:run_action', {
      id: 'release.open',
      release: { context: 'prod', namespace: 'data', name: 'redis' },
    })
    await vi.waitFor(() => expect(router.currentRoute.value.fullPath).toBe('/releases/data/redis'))
  })

  it('refuses what the person may not do, and says why', async () => {
    const bridge = releaseBridge()
    const refused = 'You may not delete secrets in shop.'
    bridge.answers['kube:check_access'] = () =>
      Promise.resolve({ install: '', upgrade: refused, rollback: '', uninstall: refused })
    await openWindow('/releases/shop/web')
    await options()
    for (const name of ['Upgrade', 'Uninstall…']) {
      const button = screen.getByRole('button', { name })
      await vi.waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('true'))
      expect(button.getAttribute('aria-description')).toBe(refused)
      expect(button.tabIndex).toBe(0)
      await fireEvent.click(button)
    }
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.getByRole('button', { name: 'Roll back…' }).getAttribute('aria-disabled')).toBeNull()
  })

  it('refuses the same in the menu of a row', async () => {
    const bridge = releaseBridge()
    const refused = 'You may not delete secrets in shop.'
    bridge.answers['kube:check_access'] = () =>
      Promise.resolve({ install: '', upgrade: '', rollback: '', uninstall: refused })
    const { router } = await openWindow()
    const table = await screen.findByRole('table', { name: 'Releases' })
    await fireEvent.contextMenu(within(table).getByText('web', { selector: 'a' }))
    const item = await screen.findByRole('menuitem', { name: /^Uninstall…/ })
    await vi.waitFor(() => expect(screen.getByRole('menuitem', { name: /^Uninstall…/ }).textContent).toContain(refused))
    expect(screen.getByRole('menuitem', { name: /^Uninstall…/ }).getAttribute('aria-disabled')).toBe('true')
    await fireEvent.click(item)
    expect(router.currentRoute.value.name).toBe('releases')
  })

  it.each([
    [1, /^Upgrade ?web is being upgraded by another helm\. Wait until it finishes\./, false],
    [30, /^Upgrade ?An upgrade of web has been unfinished for 30 min\. Repair it first\./, true],
  ])(
    'says in the menu of a row that was begun %i min ago why it cannot be upgraded',
    async (minutes, name, repairs) => {
      const bridge = releaseBridge()
      await openWindow()
      const table = await screen.findByRole('table', { name: 'Releases' })
      await within(table).findByText('web', { selector: 'a' })
      const updated = new Date(Date.now() - minutes * 60_000 - 1_000).toISOString()
      bridge.patch('prod', {
        upserted: [makeRelease({ name: 'web', revision: 4, status: 'pending-upgrade', updated })],
      })
      await within(table).findByText('pending-upgrade')
      await fireEvent.contextMenu(within(table).getByText('web', { selector: 'a' }))
      const item = await screen.findByRole('menuitem', { name })
      expect(item.getAttribute('aria-disabled')).toBe('true')
      expect(screen.queryByRole('menuitem', { name: 'Repair…' }) !== null).toBe(repairs)
    },
  )

  it('says that its cluster is lost beside what was read', async () => {
    const bridge = releaseBridge()
    const { router } = await openWindow('/releases')
    await screen.findByRole('table', { name: 'Releases' })
    await router.push('/releases/shop/web')
    await options()
    const down = appError('cluster-unreachable', "The cluster can't be reached.")
    bridge.patch('prod', { state: makeState({ phase: 'reconnecting', error: down }) })
    await vi.waitFor(() => expect(screen.getByRole('alert').textContent).toContain("can't be reached"))
    expect(await options()).toHaveLength(3)
    bridge.patch('prod', { state: makeState() })
    await vi.waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  })
})
