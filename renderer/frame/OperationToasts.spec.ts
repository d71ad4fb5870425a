import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { appError } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import { makeOperation } from '@shared/testing/make-operation'
import { openWindow } from '@/testing/open-window'
import { releaseBridge } from '@/testing/release-bridge'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const end = '2026-03-01T10:05:00Z'
const done: Partial<Operation> = { status: { phase: 'done' }, endedAt: end }
const failed: Partial<Operation> = {
  status: {
    phase: 'failed',
    error: appError('timeout', 'It was not ready in time.', { cause: 'web: no such image.' }),
  },
  endedAt: end,
}
const region = () => screen.queryByRole('region', { name: 'Finished changes' })

async function open(path: string, operations: Operation[] = [makeOperation()]) {
  const bridge = releaseBridge()
  const view = await openWindow(path)
  await screen.findByRole('navigation', { name: 'Main' })
  bridge.emit('operations:changed', operations)
  const become = (...parts: Partial<Operation>[]) =>
    bridge.emit(
      'operations:changed',
      operations.map((one, index) => ({ ...one, ...(parts[index] ?? parts[0]) })),
    )
  return { ...view, bridge, become }
}

describe('a change that ends elsewhere', () => {
  it('is told for six seconds when it ended well, longer while it is pointed at', async () => {
    const { become } = await open('/sources')
    vi.useFakeTimers()
    become(done)
    await vi.advanceTimersByTimeAsync(100)
    const toast = within(screen.getByRole('region', { name: 'Finished changes' })).getByRole('listitem')
    expect(within(toast).getByRole('status').textContent).toContain('The release is deployed.')
    await fireEvent.mouseEnter(toast)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(region()).toBeTruthy()
    await fireEvent.mouseLeave(toast)
    await vi.advanceTimersByTimeAsync(6_100)
    expect(region()).toBeNull()
  })

  it('says nothing any more of a failure that gave way to a later change', async () => {
    const { bridge, become } = await open('/sources')
    become(failed)
    await screen.findByRole('region', { name: 'Finished changes' })
    bridge.emit('operations:changed', [makeOperation({ id: 'later', status: { phase: 'starting' } })])
    await vi.waitFor(() => expect(region()).toBeNull())
  })

  it.each([
    ['an install that stored nothing', { verb: 'install', name: 'new' }, failed, true],
    ['an install whose release is there', { verb: 'install' }, failed, false],
    ['an upgrade', { name: 'new' }, failed, false],
    ['an uninstall', { verb: 'uninstall' }, done, true],
  ] as const)('leads to the activity after %s: %s', async (_, part, ended, isGone) => {
    const { become } = await open('/sources', [makeOperation(part)])
    become(ended)
    const toast = within(await screen.findByRole('region', { name: 'Finished changes' }))
    const href = toast.getByRole('link', { name: /^Open: / }).getAttribute('href')
    expect(href).toMatch(isGone ? /^.activity.7d4c1f5e/ : /^.releases.shop.(web|new)$/)
    // What ended well long ago has no line.
    const lines = screen.queryByRole('region', { name: 'Operations' })
    for (const line of lines === null ? [] : within(lines).getAllByRole('link')) {
      expect(line.getAttribute('href')).toBe(href)
    }
  })

  it('stays until it is dismissed when it failed', async () => {
    const { become } = await open('/sources')
    vi.useFakeTimers()
    become(failed)
    await vi.advanceTimersByTimeAsync(60_000)
    const shown = within(screen.getByRole('region', { name: 'Finished changes' }))
    expect(shown.getByRole('alert').textContent).toContain('web: no such image.')
    await fireEvent.click(shown.getByRole('button', { name: 'Close: Upgrade of web failed' }))
    expect(region()).toBeNull()
  })

  it('leads to its release, and is over once that is shown', async () => {
    const { become, router } = await open('/sources')
    become(failed)
    const link = await screen.findByRole('link', { name: 'Open: Upgrade of web failed' })
    expect(link.getAttribute('href')).toBe('/releases/shop/web')
    await router.push('/releases/shop/web')
    await vi.waitFor(() => expect(region()).toBeNull())
  })

  it('is not told twice where its release is shown, nor when it is somebody else’s', async () => {
    const { become, bridge } = await open('/releases/shop/web')
    become(failed)
    await screen.findByRole('region', { name: 'Upgrade of web' })
    expect(region()).toBeNull()
    const theirs = makeOperation({ name: 'api', foreign: true })
    bridge.emit('operations:changed', [theirs])
    await screen.findByRole('link', { name: 'api is being upgraded by another helm' })
    bridge.emit('operations:changed', [{ ...theirs, ...done }])
    await vi.waitFor(() => expect(screen.queryByRole('link', { name: /upgrading api/ })).toBeNull())
    expect(region()).toBeNull()
  })

  it('is one of three when many end at once; the rest is counted', async () => {
    const operations = ['a', 'b', 'c', 'd', 'e'].map((name) => makeOperation({ id: name, name }))
    const { become } = await open('/sources', operations)
    become(failed)
    const shown = within(await screen.findByRole('region', { name: 'Finished changes' }))
    expect(shown.getAllByRole('listitem')).toHaveLength(3)
    expect(shown.getByText('And 2 more.')).toBeTruthy()
    await fireEvent.click(shown.getByRole('button', { name: 'Close all' }))
    expect(region()).toBeNull()
  })
})
