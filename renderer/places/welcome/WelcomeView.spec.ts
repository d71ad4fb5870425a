import { cleanup, fireEvent, screen } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { appError } from '@shared/errors'
import type { DemoState } from '@shared/model/app'
import { connected, installFakeBridge, makeContexts } from '@/testing/fake-bridge'
import { openWindow } from '@/testing/open-window'

afterEach(cleanup)

function bridgeWithout(demo: DemoState) {
  return installFakeBridge({
    'kube:list_contexts': () => Promise.resolve(makeContexts(null, [])),
    'kube:choose_kubeconfig': () => Promise.resolve(makeContexts('prod')),
    'kube:check_connection': ({ context }) => Promise.resolve(connected(context ?? '')),
    'releases:follow': () => Promise.resolve([]),
    'demo:get_state': () => Promise.resolve(demo),
    'demo:start': () => Promise.resolve(makeContexts('demo', ['demo'])),
  })
}

describe('the welcome page', () => {
  it('comes without a kubeconfig, and goes when one is chosen', async () => {
    bridgeWithout({ state: 'stopped' })
    const { router } = await openWindow()
    await fireEvent.click(await screen.findByRole('button', { name: 'Choose a kubeconfig…' }))
    await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('releases'))
    expect(await screen.findByRole('heading', { name: 'Releases' })).toBeTruthy()
  })

  it('starts the demo and shows how far it is', async () => {
    const bridge = bridgeWithout({ state: 'stopped' })
    const { router } = await openWindow()
    await screen.findByRole('button', { name: 'Start the demo' })
    bridge.emit('demo:changed', { state: 'starting', step: 'Starting the API server', done: 3, total: 7 })
    expect(await screen.findByText('3 of 7')).toBeTruthy()
    expect(screen.getByRole('progressbar', { name: 'Starting the demo' })).toBeTruthy()
    bridge.emit('demo:changed', { state: 'stopped' })
    await fireEvent.click(await screen.findByRole('button', { name: 'Start the demo' }))
    await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('releases'))
  })

  it('says why there is no demo here', async () => {
    bridgeWithout({ state: 'unavailable', reason: 'It needs Go 1.26.' })
    await openWindow()
    expect(await screen.findByText(/It needs Go 1\.26\./)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Start the demo' })).toBeNull()
  })

  it('says what is wrong with a kubeconfig that cannot be read', async () => {
    const bridge = bridgeWithout({ state: 'stopped' })
    const problem = appError('kubeconfig-invalid', 'The kubeconfig could not be read.', { cause: 'Line 12.' })
    bridge.answers['kube:list_contexts'] = () => Promise.resolve({ ...makeContexts(null, []), problem })
    await openWindow()
    expect((await screen.findByRole('alert')).textContent).toContain('Line 12.')
    expect(screen.queryByText(/It found no kubeconfig/)).toBeNull()
  })
})
