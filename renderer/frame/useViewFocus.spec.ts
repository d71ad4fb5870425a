import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import { deferred } from '@/testing/fake-bridge'
import { eventually } from '@/testing/eventually'
import { openWindow } from '@/testing/open-window'
import { releaseBridge } from '@/testing/release-bridge'

afterEach(cleanup)

const active = (): Element | null => document.activeElement
const heading = (name: string) => screen.findByRole('heading', { name, level: 1 })
const place = (name: string) => within(screen.getByRole('navigation', { name: 'Main' })).getByRole('link', { name })

describe('the focus of the window', () => {
  it('goes to what is beside a button that is no more', async () => {
    releaseBridge()
    await openWindow('/releases?q=none&status=failed')
    const clear = (await screen.findAllByRole('button', { name: 'Clear filters' }))[0]
    clear?.focus()
    if (clear !== undefined) await fireEvent.click(clear)
    await screen.findByRole('link', { name: 'web' })
    await eventually(() => expect(active()).toBe(screen.getByRole('button', { name: 'Health' })))
  })

  it('is on the heading of the view that is come to, which names the window too', async () => {
    releaseBridge()
    const { router } = await openWindow()
    await screen.findByRole('table', { name: 'Releases' })
    expect(document.title).toBe('Releases – Wheelhouse')
    expect(active()).toBe(document.body)
    for (const name of ['Charts', 'Sources', 'Activity', 'Releases']) {
      const link = place(name)
      link.focus()
      await fireEvent.click(link)
      const title = await heading(name)
      await eventually(() => expect(active()).toBe(title))
      expect(document.title).toBe(`${name} – Wheelhouse`)
    }
    await router.push('/releases/shop/web')
    const title = await heading('web')
    await eventually(() => expect(active()).toBe(title))
    expect(document.title).toBe('web – Releases – Wheelhouse')
  })

  it('stays where it is while only the address of the view changes', async () => {
    releaseBridge()
    const { router } = await openWindow('/releases/shop/web')
    const tab = await screen.findByRole('tab', { name: 'Values' })
    tab.focus()
    await router.push('/releases/shop/web?tab=values')
    expect(active()).toBe(tab)
  })

  it('waits in the place of a view that has no heading yet', async () => {
    const bridge = releaseBridge()
    const answer = deferred<never>()
    bridge.answers['activity:get_entry'] = () => answer.promise
    const { router } = await openWindow()
    await screen.findByRole('table', { name: 'Releases' })
    await router.push('/activity/0b1f0e0c-0d7a-4a52-8f7e-2f6f4a0f2a11')
    await eventually(() => expect(active()).toBe(screen.getByRole('main')))
    expect(document.title).toBe('Activity – Wheelhouse')
    await router.push('/releases/shop/web')
    const title = await heading('web')
    await eventually(() => expect(active()).toBe(title))
    expect(screen.getByRole('main').hasAttribute('tabindex')).toBe(false)
  })

  it('comes back from a dialog to the button that opened it, and to the heading where that is gone', async () => {
    const bridge = releaseBridge()
    await openWindow('/releases/shop/web')
    const button = await screen.findByRole('button', { name: 'Uninstall…' })
    button.focus()
    await fireEvent.click(button)
    const cancel = await screen.findByRole('button', { name: 'Cancel' })
    await eventually(() => expect(active()).toBe(cancel))
    await fireEvent.click(cancel)
    await eventually(() => expect(active()).toBe(button))

    await fireEvent.click(button)
    await eventually(() => expect(active()?.textContent.trim()).toBe('Cancel'))
    // Uninstalled by somebody else meanwhile: the dialog goes, and its button too.
    bridge.emit('releases:history_changed', { context: 'prod', namespace: 'shop', name: 'web', revisions: [] })
    const title = await heading('web')
    await eventually(() => expect(active()).toBe(title))
  })

  it('comes to the heading from a dialog that the address has opened', async () => {
    releaseBridge()
    await openWindow()
    const table = await screen.findByRole('table', { name: 'Releases' })
    await fireEvent.contextMenu(within(table).getByText('web', { selector: 'a' }))
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'Uninstall…' }))
    const cancel = await screen.findByRole('button', { name: 'Cancel' })
    await eventually(() => expect(active()).toBe(cancel))
    await fireEvent.click(cancel)
    const title = await heading('web')
    await eventually(() => expect(active()).toBe(title))
  })

  it('is not taken back from nowhere, where the person has put it', async () => {
    releaseBridge()
    const { router } = await openWindow('/releases/shop/web?revision=1')
    const newest = await screen.findByRole('button', { name: 'Go to the newest (3)' })
    newest.focus()
    newest.blur()
    expect(active()).toBe(document.body)
    // The button goes, as it would at any time.
    await new Promise((resolve) => setTimeout(resolve))
    await router.replace('/releases/shop/web')
    await eventually(() => expect(newest.isConnected).toBe(false))
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    expect(active()).toBe(document.body)
  })

  it('skips to the content', async () => {
    releaseBridge()
    await openWindow()
    await screen.findByRole('table', { name: 'Releases' })
    const skip = screen.getByRole('link', { name: 'Skip to content' })
    expect(document.querySelector('a[href], button, input, [tabindex]')).toBe(skip)
    skip.focus()
    await fireEvent.click(skip)
    expect(active()).toBe(await heading('Releases'))
  })
})
