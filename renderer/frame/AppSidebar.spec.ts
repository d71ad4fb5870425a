import { cleanup, fireEvent, screen } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { connected, installFakeBridge, makeContexts } from '@/testing/fake-bridge'
import { makeSnapshot } from '@/testing/make-feed'
import { openWindow } from '@/testing/open-window'

afterEach(cleanup)

function plainBridge(runtimeWarning: string | null) {
  return installFakeBridge({
    'kube:list_contexts': () => Promise.resolve(makeContexts('prod')),
    'kube:use_context': ({ context }) => Promise.resolve(makeContexts(context)),
    'kube:check_connection': ({ context }) => Promise.resolve(connected(context ?? '')),
    'releases:follow': ({ contexts }) => Promise.resolve(contexts.map((context) => makeSnapshot(context, []))),
    'demo:get_state': () => Promise.resolve({ state: 'stopped' }),
    'app:get_info': () =>
      Promise.resolve({
        version: '0.1.0',
        electron: '33.2.1',
        chrome: '130',
        node: '20.18.1',
        platform: 'linux x64',
        helm: { path: '/opt/helm', version: '4.3.1', source: 'path', warnings: [] },
        runtimeWarning,
        storage: { problem: null },
      }),
  })
}

describe('the frame', () => {
  it('switches the cluster from its list', async () => {
    const bridge = plainBridge(null)
    await openWindow()
    await fireEvent.click(await screen.findByRole('button', { name: 'Switch cluster, current: prod' }))
    await fireEvent.click(await screen.findByRole('option', { name: /staging/ }))
    expect(await screen.findByRole('button', { name: 'Switch cluster, current: staging' })).toBeTruthy()
    expect(bridge.calls).toContainEqual({ name: 'kube:use_context', input: { context: 'staging' } })
    await vi.waitFor(() =>
      expect(bridge.calls).toContainEqual({ name: 'releases:follow', input: { contexts: ['staging'] } }),
    )
  })

  it('follows the cluster that is switched to, whatever the page', async () => {
    const bridge = plainBridge(null)
    await openWindow('/charts')
    await screen.findByRole('button', { name: 'Switch cluster, current: prod' })
    bridge.emit('kube:contexts_changed', makeContexts('staging'))
    await vi.waitFor(() =>
      expect(bridge.calls).toContainEqual({ name: 'releases:follow', input: { contexts: ['staging'] } }),
    )
  })

  it('says in words how the cluster answers', async () => {
    const bridge = plainBridge(null)
    await openWindow()
    expect(await screen.findByText(/Connected · v1\.36\.0/)).toBeTruthy()
    bridge.emit('kube:connection_changed', { state: 'connecting', context: 'prod' })
    expect(await screen.findByText(/Connecting…/)).toBeTruthy()
  })

  it('marks About where there is a warning, and shows it there', async () => {
    plainBridge('This runtime is out of support.')
    await openWindow()
    await fireEvent.click(await screen.findByRole('button', { name: 'About, with a warning' }))
    const dialog = await screen.findByRole('dialog', { name: 'About Wheelhouse' })
    expect(dialog.textContent).toContain('This runtime is out of support.')
    expect(dialog.textContent).toContain('/opt/helm')
  })

  it('goes round the themes', async () => {
    plainBridge(null)
    await openWindow()
    await fireEvent.click(await screen.findByRole('button', { name: 'Theme: System. Switch to Light' }))
    await fireEvent.click(await screen.findByRole('button', { name: 'Theme: Light. Switch to Dark' }))
    await vi.waitFor(() => expect(document.documentElement.classList.contains('dark')).toBe(true))
  })
})
