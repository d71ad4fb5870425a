import ui from '@nuxt/ui/vue-plugin'
import { cleanup, fireEvent, render, screen } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory } from 'vue-router'
import type { PodLog } from '@shared/model/cluster'
import type { PodProgress } from '@shared/model/operation'
import { makeRouter } from '@/router'
import { failing, installFakeBridge } from '@/testing/fake-bridge'
import PodLogDialog from './PodLogDialog.vue'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true })
})

const pod: PodProgress = {
  name: 'web-1',
  namespace: 'shop',
  state: 'failing',
  reason: 'CrashLoopBackOff: it ends',
  container: 'web',
  restarts: 2,
}
const log = (part: Partial<PodLog> = {}): PodLog => ({
  text: '2026-03-01T10:00:00Z first\n2026-03-01T10:00:01Z second\n',
  truncated: false,
  container: 'web',
  containers: ['web', 'proxy'],
  hasPrevious: true,
  ...part,
})

function show(part: Partial<PodProgress> = {}, answer: PodLog = log()) {
  const bridge = installFakeBridge({ 'kube:read_logs': () => Promise.resolve(answer) })
  const plugins = [ui, makeRouter(createMemoryHistory())]
  render(PodLogDialog, { props: { context: 'prod', pod: { ...pod, ...part } }, global: { plugins } })
  return bridge
}
const pane = () => screen.findByRole('log', { name: 'Log of web' })

describe("a pod's log", () => {
  it('shows the end of the container that the reason speaks of, and how much it is', async () => {
    const bridge = show({}, log({ truncated: true }))
    expect((await pane()).textContent).toMatch(/\d\d:00:00 {2}first/)
    expect(bridge.calls[0]?.input).toEqual({ context: 'prod', namespace: 'shop', pod: 'web-1', container: 'web' })
    expect(screen.getByText(/The last 2 lines; earlier lines are not shown/)).toBeTruthy()
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Times' }))
    expect((await pane()).textContent).toBe('first\nsecond\n')
  })

  it('reads another container, and the run before', async () => {
    const bridge = show()
    await pane()
    await fireEvent.update(screen.getByRole('combobox', { name: 'Container' }), 'proxy')
    await vi.waitFor(() => expect(bridge.calls.at(-1)?.input).toMatchObject({ container: 'proxy' }))
    await fireEvent.click(await screen.findByRole('checkbox', { name: 'Previous run' }))
    await vi.waitFor(() => expect(bridge.calls.at(-1)?.input).toMatchObject({ container: 'proxy', previous: true }))
    expect(screen.queryByRole('checkbox', { name: 'Follow' })).toBeNull()
  })

  it('follows while it can be seen, and no longer', async () => {
    vi.useFakeTimers()
    const bridge = show()
    await vi.advanceTimersByTimeAsync(4_100)
    const seen = bridge.calls.length
    expect(seen).toBeGreaterThan(1)
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(bridge.calls).toHaveLength(seen)
    Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
    await vi.advanceTimersByTimeAsync(100)
    expect(bridge.calls).toHaveLength(seen + 1)
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Follow' }))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(bridge.calls).toHaveLength(seen + 1)
  })

  it('does not follow a pod that has ended', async () => {
    vi.useFakeTimers()
    const bridge = show({ state: 'ended' })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(bridge.calls).toHaveLength(1)
  })

  it('says that nothing was written', async () => {
    show({ state: 'ended' }, log({ text: '' }))
    expect(await screen.findByText('It wrote nothing.')).toBeTruthy()
  })

  it('keeps what was read when the pod is gone, says so, and stops asking', async () => {
    vi.useFakeTimers()
    const bridge = show()
    await vi.advanceTimersByTimeAsync(100)
    bridge.answers['kube:read_logs'] = failing('internal', 'There is no pod web-1.')
    await vi.advanceTimersByTimeAsync(2_100)
    expect(screen.getByRole('alert').textContent).toContain('There is no pod web-1.')
    expect(screen.getByRole('log').textContent).toContain('first')
    const asked = bridge.calls.length
    await vi.advanceTimersByTimeAsync(10_000)
    expect(bridge.calls).toHaveLength(asked)
    bridge.answers['kube:read_logs'] = () => Promise.resolve(log())
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await vi.advanceTimersByTimeAsync(2_100)
    expect(screen.queryByRole('alert')).toBeNull()
    expect(bridge.calls.length).toBeGreaterThan(asked + 1)
  })
})
