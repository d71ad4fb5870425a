import ui from '@nuxt/ui/vue-plugin'
import { cleanup, fireEvent, render, screen } from '@testing-library/vue'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory } from 'vue-router'
import type { Operation } from '@shared/model/operation'
import { makeOperation } from '@shared/testing/make-operation'
import { makeRouter } from '@/router'
import { useOperationStore } from '@/state/operations/operationStore'
import { failing, installFakeBridge } from '@/testing/fake-bridge'
import CancelOperation from './CancelOperation.vue'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})
beforeEach(() => setActivePinia(createPinia()))

function show(part: Partial<Operation>) {
  const operation = makeOperation({ status: { phase: 'applying' }, ...part })
  const bridge = installFakeBridge({
    'operations:list': () => Promise.resolve([operation]),
    'operations:cancel': () => Promise.resolve(),
  })
  const stop = useOperationStore().start()
  const plugins = [ui, makeRouter(createMemoryHistory())]
  const view = render(CancelOperation, { props: { operation }, global: { plugins } })
  const become = async (status: Operation['status']) => {
    bridge.emit('operations:changed', [{ ...operation, status }])
    await view.rerender({ operation: { ...operation, status } })
  }
  return { bridge, view, stop, become }
}

const { id } = makeOperation()
const button = (name: string) => screen.getByRole('button', { name })
const cancels = (bridge: ReturnType<typeof show>['bridge']) =>
  bridge.calls.filter(({ name }) => name === 'operations:cancel').map(({ input }) => input)

describe('cancelling', () => {
  it.each(['install', 'upgrade', 'test'] as const)('an %s asks helm to stop, after a question', async (verb) => {
    const { bridge } = show({ verb })
    await fireEvent.click(button('Cancel…'))
    await vi.waitFor(() => expect(document.activeElement).toBe(button('Let it continue')))
    expect(cancels(bridge)).toEqual([])
    await fireEvent.click(button(`Cancel the ${verb}`))
    expect(cancels(bridge)).toEqual([{ id, mode: 'stop' }])
  })

  it('closes on Escape and gives the focus back', async () => {
    show({})
    await fireEvent.click(button('Cancel…'))
    await fireEvent.keyDown(button('Let it continue'), { key: 'Escape' })
    await vi.waitFor(() => expect(document.activeElement).toBe(button('Cancel…')))
  })

  it.each(['rollback', 'uninstall'] as const)('a %s can be left alone', async (verb) => {
    const { bridge } = show({ verb })
    await fireEvent.click(button('Cancel…'))
    await fireEvent.click(button('Stop waiting'))
    expect(cancels(bridge)).toEqual([{ id, mode: 'leave' }])
  })

  it.each(['rollback', 'uninstall'] as const)('a %s is killed only behind what remains', async (verb) => {
    const { bridge } = show({ verb })
    await fireEvent.click(button('Cancel…'))
    await fireEvent.click(button('Kill helm…'))
    await vi.waitFor(() => expect(document.activeElement).toBe(button('Let it continue')))
    expect(screen.getByText(/It will need repair/)).toBeTruthy()
    expect(cancels(bridge)).toEqual([])
    await fireEvent.click(button('Kill helm'))
    expect(cancels(bridge)).toEqual([{ id, mode: 'kill' }])
  })

  it('offers only the kill of what nobody waits for any more', () => {
    show({ verb: 'rollback', unattended: true })
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent.trim())).toEqual(['Kill helm…'])
  })

  it('offers force after helm has had its time, and not before', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-03-01T10:00:00Z') })
    const { bridge, become } = show({})
    await become({ phase: 'cancelling' })
    await vi.advanceTimersByTimeAsync(8_000)
    expect(screen.queryAllByRole('button')).toEqual([])
    await vi.advanceTimersByTimeAsync(4_000)
    await fireEvent.click(button('Force stop…'))
    expect(screen.getByText(/stays pending-upgrade/)).toBeTruthy()
    await fireEvent.click(button('Force stop'))
    expect(cancels(bridge)).toEqual([{ id, mode: 'kill' }])
  })

  it('never touches what somebody else does, nor what has ended', () => {
    show({ foreign: true })
    expect(screen.queryAllByRole('button')).toEqual([])
    cleanup()
    show({ status: { phase: 'done' } })
    expect(screen.queryAllByRole('button')).toEqual([])
  })

  it('says why it was not possible', async () => {
    const { bridge } = show({})
    bridge.answers['operations:cancel'] = failing('internal', 'It has ended already.')
    await fireEvent.click(button('Cancel…'))
    await fireEvent.click(button('Cancel the upgrade'))
    expect((await screen.findByRole('alert')).textContent).toContain('It has ended already.')
  })
})
