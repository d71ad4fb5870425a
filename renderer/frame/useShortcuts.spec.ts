import { cleanup, fireEvent, screen } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openWindow } from '@/testing/open-window'
import { releaseBridge } from '@/testing/release-bridge'

afterEach(cleanup)

/** Whether something was done with the key that is pressed. */
function isTaken(target: HTMLElement, init: KeyboardEventInit = {}): boolean {
  return !target.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true, ...init }))
}

const focused = (): string => document.activeElement?.getAttribute('aria-label') ?? ''

describe('the shortcuts of the window', () => {
  it('bring the person to the search of the list in sight', async () => {
    releaseBridge()
    const { router } = await openWindow()
    await screen.findByRole('table', { name: 'Releases' })
    expect(isTaken(document.body)).toBe(true)
    expect(focused()).toBe('Search releases')
    await router.push('/charts')
    await screen.findByRole('searchbox', { name: 'Search charts' })
    expect(isTaken(document.body)).toBe(true)
    expect(focused()).toBe('Search charts')
  })

  it('leave a sign to the text that is being typed, to other keys that are held, and to a dialog', async () => {
    releaseBridge()
    await openWindow()
    await screen.findByRole('table', { name: 'Releases' })
    expect(isTaken(screen.getByRole('searchbox'))).toBe(false)
    expect(isTaken(document.body, { ctrlKey: true })).toBe(false)
    await fireEvent.click(screen.getByRole('button', { name: 'About' }))
    expect(isTaken(await screen.findByRole('dialog'))).toBe(false)
    expect(focused()).not.toBe('Search releases')
  })

  it('have nothing to search where there is no list', async () => {
    releaseBridge()
    await openWindow('/releases/shop/web')
    await screen.findByRole('listbox', { name: 'Revisions' })
    expect(isTaken(document.body)).toBe(false)
  })
})

describe('the menus outside of the window', () => {
  it('show the versions', async () => {
    const bridge = releaseBridge()
    await openWindow()
    bridge.emit('window:run_action', { id: 'window.about' })
    expect(await screen.findByRole('dialog', { name: 'About Wheelhouse' })).toBeTruthy()
  })

  it('read the releases again', async () => {
    const bridge = releaseBridge()
    await openWindow()
    await screen.findByRole('table', { name: 'Releases' })
    const retries = (): number => bridge.calls.filter(({ name }) => name === 'releases:retry').length
    const before = retries()
    bridge.emit('window:run_action', { id: 'window.refresh' })
    await vi.waitFor(() => expect(retries()).toBe(before + 1))
  })
})
