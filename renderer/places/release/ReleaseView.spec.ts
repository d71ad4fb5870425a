import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { appError } from '@shared/errors'
import { makeOperation } from '@shared/testing/make-operation'
import { deferred, failing } from '@/testing/fake-bridge'
import { makeRevision } from '@/testing/make-revision'
import { openWindow } from '@/testing/open-window'
import { releaseBridge, webHistory } from '@/testing/release-bridge'

afterEach(cleanup)

const options = async () => {
  const list = await screen.findByRole('listbox', { name: 'Revisions' })
  return within(list).getAllByRole('option')
}
const selected = async () =>
  (await options()).find((one) => one.getAttribute('aria-selected') === 'true')?.dataset['revision']
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })

describe('the release page', () => {
  it('opens from the list by Enter and by a click, and leads back to the list as it was', async () => {
    releaseBridge()
    const { router } = await openWindow('/releases?q=web')
    const row = within(await screen.findByRole('table', { name: 'Releases' })).getAllByRole('row')[1]
    row?.focus()
    await press('Enter')
    expect(await screen.findByRole('heading', { name: 'web', level: 1 })).toBeTruthy()
    expect(router.currentRoute.value.path).toBe('/releases/shop/web')
    router.back()
    const link = await screen.findByRole('link', { name: 'web' })
    expect(router.currentRoute.value.query).toEqual({ q: 'web', row: 'prod/shop/web' })
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('data-key')).toBe('prod/shop/web'))
    await fireEvent.click(link)
    expect(await options()).toHaveLength(3)
  })

  it('offers in the list what can be done with a row', async () => {
    releaseBridge()
    const { router } = await openWindow()
    const table = await screen.findByRole('table', { name: 'Releases' })
    await fireEvent.contextMenu(within(table).getByText('web', { selector: 'a' }))
    const items = (await screen.findAllByRole('menuitem')).map((item) => item.textContent.trim())
    expect(items).toEqual(['Open web', 'Upgrade', 'Roll back…', 'Uninstall…', 'Copy name'])
    await fireEvent.click(screen.getByRole('menuitem', { name: 'Uninstall…' }))
    expect(await screen.findByRole('dialog', { name: 'Uninstall web?' })).toBeTruthy()
    await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(router.currentRoute.value.fullPath).toBe('/releases/shop/web')
  })

  it('shows the newest revision, and each of them by the arrow keys or a click', async () => {
    releaseBridge()
    const { router } = await openWindow('/releases/shop/web')
    expect(await selected()).toBe('3')
    expect((await options())[1]?.textContent.replaceAll(/\s+/g, ' ')).toContain('web 1.2.0 → 1.3.0')
    ;(await options())[0]?.focus()
    await press('ArrowDown')
    await vi.waitFor(async () => expect(await selected()).toBe('2'))
    expect(await screen.findByText('About 2')).toBeTruthy()
    expect(router.currentRoute.value.query).toEqual({ revision: '2' })
    await press('End')
    await vi.waitFor(async () => expect(await selected()).toBe('1'))
    await fireEvent.click((await options())[0] ?? document.body)
    await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({}))
  })

  it('follows a new revision by itself, and says when the release is gone', async () => {
    const bridge = releaseBridge()
    await openWindow('/releases/shop/web')
    await options()
    const web = { context: 'prod', namespace: 'shop', name: 'web' }
    const { updated } = makeRevision(4)
    const reading = { revision: 4, status: 'pending-upgrade', updated, chart: '', description: '' }
    bridge.emit('releases:history_changed', { ...web, revisions: [...webHistory, { ...reading, provisional: true }] })
    await vi.waitFor(async () => expect(await selected()).toBe('4'))
    expect((await options())[0]?.textContent).toContain('Reading its chart…')
    bridge.emit('releases:history_changed', { ...web, revisions: [] })
    expect(await screen.findByRole('heading', { name: 'web is not in shop' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^Uninstall/ })).toBeNull()
    expect(screen.getByRole('link', { name: 'All releases' })).toBeTruthy()
  })

  it('says why the history cannot be read, and reads it again on Try again', async () => {
    const bridge = releaseBridge()
    const answer = bridge.answers['releases:follow_history']
    bridge.answers['releases:follow_history'] = failing('forbidden', 'You may not read it.')
    await openWindow('/releases/shop/web')
    expect(await screen.findByRole('heading', { name: 'You may not read it.' })).toBeTruthy()
    if (answer !== undefined) bridge.answers['releases:follow_history'] = answer
    const retry = screen.getByRole<HTMLButtonElement>('button', { name: 'Try again' })
    await vi.waitFor(() => expect(retry.disabled).toBe(false))
    await fireEvent.click(retry)
    expect(await options()).toHaveLength(3)
  })

  it('masks secrets until they are revealed, and again for another revision', async () => {
    const bridge = releaseBridge()
    await openWindow('/releases/shop/web?tab=notes')
    expect((await screen.findByLabelText('Notes', { selector: 'pre' })).textContent).toBe('notes of 3: ••••')
    expect(screen.getByText('2 secrets masked')).toBeTruthy()
    await fireEvent.click(screen.getByRole('button', { name: 'Reveal' }))
    await vi.waitFor(() =>
      expect(screen.getByLabelText('Notes', { selector: 'pre' }).textContent).toBe('notes of 3: hunter2'),
    )
    await fireEvent.click((await options())[1] ?? document.body)
    await vi.waitFor(() =>
      expect(screen.getByLabelText('Notes', { selector: 'pre' }).textContent).toBe('notes of 2: ••••'),
    )
    const revealed = bridge.calls.filter(({ input }) => (input as { reveal?: boolean }).reveal === true)
    expect(revealed).toHaveLength(1)
  })

  it('moves along its tabs by the arrow keys', async () => {
    releaseBridge()
    const { router } = await openWindow('/releases/shop/web')
    ;(await screen.findByRole('tab', { name: 'Overview' })).focus()
    await press('ArrowRight')
    await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({ tab: 'notes' }))
    await vi.waitFor(() => expect(document.activeElement?.textContent.trim()).toBe('Notes'))
    await press('Home')
    await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({}))
  })
})

describe('the rollback dialog', () => {
  it('names everything, has the safe answer focused, and closes when the rollback is under way', async () => {
    const bridge = releaseBridge()
    await openWindow('/releases/shop/web?revision=1')
    await fireEvent.click(await screen.findByRole('button', { name: 'Roll back to 1…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Roll back web?' })
    expect(dialog.textContent).toContain('web in shop on prod goes from revision 3 back to revision 1.')
    await vi.waitFor(() => expect(document.activeElement?.textContent.trim()).toBe('Cancel'))
    await within(dialog).findByText('helm verb web')
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Roll back web to revision 1' }))
    expect(bridge.calls.at(-1)).toEqual({
      name: 'helm:rollback',
      input: { context: 'prod', namespace: 'shop', release_name: 'web', revision: 1, operation_id: makeOperation().id },
    })
    expect(screen.queryByRole('dialog')).toBeTruthy()
    bridge.emit('operations:changed', [
      makeOperation({
        verb: 'rollback',
        status: { phase: 'waiting', ready: 1, total: 3 },
        objects: [
          {
            kind: 'Deployment',
            name: 'worker',
            namespace: 'shop',
            state: 'failing',
            reason: 'ImagePullBackOff: no such image',
          },
        ],
      }),
    ])
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    const progress = await screen.findByRole('region', { name: 'Rollback of web' })
    expect(progress.textContent).toContain('1 of 3 objects ready.')
    expect(progress.textContent).toContain('ImagePullBackOff: no such image')
    expect(within(progress).getByRole('progressbar').getAttribute('aria-valuenow')).toBe('1')
  })

  it('says that the revision it goes back to had failed, as the timeline does', async () => {
    const bridge = releaseBridge()
    const noted = 'Release "web" failed: context deadline exceeded'
    const [first, ...rest] = webHistory
    const history = [{ ...(first ?? makeRevision(1)), description: noted }, ...rest]
    bridge.answers['releases:follow_history'] = ({ release }) => Promise.resolve(release === null ? [] : history)
    await openWindow('/releases/shop/web?ask=rollback&revision=1')
    const dialog = await screen.findByRole('dialog', { name: 'Roll back web?' })
    const warning = await within(dialog).findByText('Revision 1 had failed; rolling back to it may fail again.')
    expect(warning.parentElement?.textContent).toContain(noted)
    const select = within(dialog).getByRole<HTMLSelectElement>('combobox', { name: 'To' })
    expect([...select.options].map(({ text }) => text.includes('superseded, had failed'))).toEqual([false, true])
    await fireEvent.update(select, '2')
    expect(within(dialog).queryByText(/may fail again/)).toBeNull()
    const items = [...document.querySelectorAll('[data-revision]')]
    expect(items.map(({ textContent }) => textContent.includes('had failed'))).toEqual([false, false, true])
  })

  it('stays with the reason when the rollback does not begin', async () => {
    const bridge = releaseBridge()
    const answer = deferred<undefined>()
    bridge.answers['helm:rollback'] = () => answer.promise
    await openWindow('/releases/shop/web')
    await fireEvent.click(await screen.findByRole('button', { name: 'Roll back…' }))
    const dialog = await screen.findByRole('dialog')
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Roll back web to revision 2' }))
    answer.reject(appError('release-busy', 'web is being changed.', { cause: 'Another helm is at work.' }))
    expect((await within(dialog).findByRole('alert')).textContent).toContain('Another helm is at work.')
  })
})

describe('the uninstall dialog', () => {
  it('tells in numbers what goes and in words what stays, and sends whether the history is kept', async () => {
    const bridge = releaseBridge()
    bridge.answers['plan:make'] = failing('forbidden')
    await openWindow('/releases/shop/web')
    await fireEvent.click(await screen.findByRole('button', { name: 'Uninstall…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Uninstall web?' })
    expect(dialog.textContent).toContain('web is removed from shop on prod.')
    expect(await within(dialog).findByText('Deleted: 3 objects')).toBeTruthy()
    expect(dialog.textContent).toContain('2 Deployments')
    expect(dialog.textContent).toContain('The namespace shop.')
    await vi.waitFor(() => expect(document.activeElement?.textContent.trim()).toBe('Cancel'))
    await fireEvent.click(within(dialog).getByRole('checkbox', { name: /^Keep its history/ }))
    await fireEvent.click(await within(dialog).findByRole('button', { name: 'Uninstall web without a plan' }))
    expect(bridge.calls.filter(({ name }) => name === 'helm:uninstall').map(({ input }) => input)).toEqual([
      { context: 'prod', namespace: 'shop', release_name: 'web', keep_history: true, operation_id: makeOperation().id },
    ])
  })

  it('names the definitions that stay, and says when they cannot be known', async () => {
    const bridge = releaseBridge()
    const ask = async (): Promise<HTMLElement> => {
      await openWindow('/releases/shop/web?ask=uninstall')
      return screen.findByRole('dialog', { name: 'Uninstall web?' })
    }
    const names = ['shops.example.com', 'carts.example.com']
    bridge.answers['release:list_definitions'] = () => Promise.resolve({ names, certain: true })
    expect(
      await within(await ask()).findByText(/^Custom resource definitions stay: shops.example.com, carts.example.com/),
    ).toBeTruthy()
    cleanup()
    bridge.answers['release:list_definitions'] = failing('forbidden', 'You may not read it.')
    expect(
      await within(await ask()).findByText(
        'It is unknown whether custom resource definitions stay: You may not read it.',
      ),
    ).toBeTruthy()
  })

  it('cannot be confirmed while another change is under way, and says so', async () => {
    const bridge = releaseBridge()
    await openWindow('/releases/shop/web')
    await fireEvent.click(await screen.findByRole('button', { name: 'Uninstall…' }))
    const dialog = await screen.findByRole('dialog')
    bridge.emit('operations:changed', [makeOperation()])
    expect(await within(dialog).findByText(/An upgrade of web that was started here is still running/)).toBeTruthy()
    const button = within(dialog).getByRole('button', { name: 'Uninstall web' })
    expect(button.getAttribute('aria-description')).toBe('The other change has to finish first.')
    await fireEvent.click(button)
    expect(bridge.calls.map(({ name }) => name)).not.toContain('helm:uninstall')
  })
})

describe('the strip of operations', () => {
  it('shows a change in every place until it is dismissed, and asks before a cancel', async () => {
    const bridge = releaseBridge()
    bridge.answers['operations:cancel'] = () => Promise.resolve()
    bridge.answers['operations:dismiss'] = () => Promise.resolve()
    await openWindow('/releases/shop/web')
    await options()
    bridge.emit('operations:changed', [makeOperation()])
    const strip = await screen.findByRole('region', { name: 'Operations' })
    expect(within(strip).getByRole('link', { name: 'Upgrading web' }).getAttribute('href')).toBe('/releases/shop/web')
    await fireEvent.click(screen.getByRole('button', { name: 'Cancel…' }))
    expect(bridge.calls.some(({ name }) => name === 'operations:cancel')).toBe(false)
    await fireEvent.click(screen.getByRole('button', { name: 'Cancel the upgrade' }))
    expect(bridge.calls.at(-1)).toMatchObject({ name: 'operations:cancel' })
    const error = appError('timeout', 'web was not ready in time.', {
      cause: 'Deployment web: no such image',
      detail: 'raw',
    })
    bridge.emit('operations:changed', [
      makeOperation({ status: { phase: 'failed', error }, endedAt: '2026-03-01T10:05:00Z' }),
    ])
    const progress = await screen.findByRole('region', { name: 'Upgrade of web' })
    await vi.waitFor(() => expect(progress.textContent).toContain('Deployment web: no such image'))
    await fireEvent.click(within(strip).getByRole('button', { name: 'Dismiss: Upgrade of web failed' }))
    expect(bridge.calls.at(-1)).toMatchObject({ name: 'operations:dismiss' })
    bridge.emit('operations:changed', [])
    await vi.waitFor(() => expect(screen.queryByRole('region', { name: 'Operations' })).toBeNull())
  })
})
