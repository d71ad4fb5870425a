import { cleanup, fireEvent, screen } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { appError } from '@shared/errors'
import type { ContextsState } from '@shared/model/cluster'
import { makeContexts } from '@/testing/fake-bridge'
import { feedBridge } from '@/testing/feed-bridge'
import { makeRelease } from '@/testing/make-release'
import { openWindow } from '@/testing/open-window'

afterEach(cleanup)

const broken = (line: number): ContextsState => ({
  ...makeContexts('prod'),
  kept: ['prod'],
  problem: appError('kubeconfig-invalid', `The kubeconfig /home/jane/.kube/config, line ${line} can't be used.`, {
    cause: 'A closing “]” is missing. Until it is fixed, Wheelhouse uses the contexts last read from it.',
    detail: `line ${line}`,
  }),
})

async function open(): Promise<ReturnType<typeof feedBridge>> {
  const bridge = feedBridge([makeRelease({ name: 'basket' })])
  await openWindow()
  await vi.waitFor(() => expect(rows()).toEqual(['basket']))
  return bridge
}

const rows = (): string[] =>
  [...document.querySelectorAll('td[data-column="name"]')].map((cell) => cell.textContent.trim())
const banner = (): HTMLElement | null => document.querySelector('[data-error="kubeconfig-invalid"]')

describe('a kubeconfig that turns bad', () => {
  it('is named above the rows, which stay, until it is good again', async () => {
    const bridge = await open()
    expect(banner()).toBeNull()
    bridge.emit('kube:contexts_changed', broken(3))
    await vi.waitFor(() => expect(banner()?.textContent).toContain('/home/jane/.kube/config, line 3'))
    expect(banner()?.textContent).toContain('A closing “]” is missing.')
    expect(rows()).toEqual(['basket'])
    bridge.emit('kube:contexts_changed', makeContexts('prod'))
    await vi.waitFor(() => expect(banner()).toBeNull())
  })

  it('is marked in the list of contexts', async () => {
    const bridge = await open()
    bridge.emit('kube:contexts_changed', broken(3))
    await fireEvent.click(await screen.findByRole('button', { name: 'Switch cluster, current: prod' }))
    expect((await screen.findByRole('option', { name: /prod/ })).textContent).toContain('as last read')
    expect(screen.getByRole('option', { name: /staging/ }).textContent).not.toContain('as last read')
  })

  it('can be dismissed, and comes back with another problem', async () => {
    const bridge = await open()
    bridge.emit('kube:contexts_changed', broken(3))
    await fireEvent.click(await screen.findByRole('button', { name: 'Dismiss the notice about the kubeconfig' }))
    await vi.waitFor(() => expect(banner()).toBeNull())
    bridge.emit('kube:contexts_changed', broken(4))
    await vi.waitFor(() => expect(banner()?.textContent).toContain('line 4'))
  })
})
