import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { deferred, failing } from '@/testing/fake-bridge'
import { feedBridge } from '@/testing/feed-bridge'
import { makeRelease } from '@/testing/make-release'
import { makeDetail } from '@/testing/make-revision'
import { openWindow } from '@/testing/open-window'

afterEach(cleanup)

const shop = ['a', 'b', 'c', 'd', 'e'].map((name) => makeRelease({ name }))

const rowOf = (name: string, namespace = 'shop'): HTMLElement => {
  const row = document.querySelector<HTMLElement>(`tr[data-key="prod/${namespace}/${name}"]`)
  if (row === null) throw new Error(`no row ${name}`)
  return row
}
const box = (name: string): HTMLInputElement => screen.getByRole('checkbox', { name: `Select ${name}` })
const checked = (): string[] =>
  [...document.querySelectorAll<HTMLInputElement>('td[data-column="select"] > input')]
    .filter((one) => one.checked)
    .map((one) => one.getAttribute('aria-label')?.replace('Select ', '') ?? '')
const press = (key: string, init: object = {}): Promise<void> =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...init })
const bar = (): HTMLElement | null => screen.queryByRole('toolbar', { name: 'Selected releases' })

async function open(bridge = feedBridge(shop)) {
  const shown = await openWindow()
  await screen.findByRole('table', { name: 'Releases' })
  return { bridge, ...shown }
}

describe('selecting releases', () => {
  it('takes one by its checkbox without opening it', async () => {
    const { router } = await open()
    await fireEvent.click(box('b'))
    await vi.waitFor(() => expect(checked()).toEqual(['b']))
    expect(bar()?.textContent).toContain('1 release selected')
    expect(router.currentRoute.value.name).toBe('releases')
    await fireEvent.click(box('b'))
    await vi.waitFor(() => expect(bar()).toBeNull())
    expect(checked()).toEqual([])
  })

  it('takes all from one to another with Shift, by mouse on the row or its checkbox', async () => {
    const { router } = await open()
    await fireEvent.click(box('b'))
    await fireEvent.click(rowOf('d'), { shiftKey: true })
    await vi.waitFor(() => expect(checked()).toEqual(['b', 'c', 'd']))
    await fireEvent.click(box('c'), { shiftKey: true })
    await vi.waitFor(() => expect(checked()).toEqual(['b', 'c']))
    await fireEvent.click(rowOf('e'), { ctrlKey: true })
    await vi.waitFor(() => expect(checked()).toEqual(['b', 'c', 'e']))
    expect(router.currentRoute.value.name).toBe('releases')
  })

  it('takes rows by the keyboard: Space, Shift with the arrows, Ctrl+A, and Escape lets go', async () => {
    await open()
    rowOf('b').focus()
    await press(' ')
    await vi.waitFor(() => expect(checked()).toEqual(['b']))
    await press('ArrowDown')
    await vi.waitFor(() => expect(document.activeElement).toBe(rowOf('c')))
    expect(checked()).toEqual(['b'])
    await press('ArrowDown', { shiftKey: true })
    await vi.waitFor(() => expect(checked()).toEqual(['b', 'c', 'd']))
    await vi.waitFor(() => expect(document.activeElement).toBe(rowOf('d')))
    await press('ArrowUp', { shiftKey: true })
    await vi.waitFor(() => expect(checked()).toEqual(['b', 'c']))
    await press('a', { ctrlKey: true })
    await vi.waitFor(() => expect(checked()).toEqual(['a', 'b', 'c', 'd', 'e']))
    await press('Escape')
    await vi.waitFor(() => expect(checked()).toEqual([]))
  })

  it('takes all that match, and says how many a filter hides', async () => {
    const { router } = await open(feedBridge([...shop, makeRelease({ name: 'f', namespace: 'data' })]))
    await router.push('/releases?ns=data')
    await fireEvent.click(await screen.findByRole('checkbox', { name: 'Select all' }))
    await vi.waitFor(() => expect(checked()).toEqual(['f']))
    await router.push('/releases?ns=shop')
    await vi.waitFor(() => expect(bar()?.textContent).toContain('1 release selected, 1 of them not shown'))
    const all: HTMLInputElement = screen.getByRole('checkbox', { name: 'Select all' })
    expect([all.checked, all.indeterminate]).toEqual([false, false])
    await fireEvent.click(box('a'))
    await vi.waitFor(() => expect(all.indeterminate).toBe(true))
  })

  it('stays with its releases when rows change, and loses those that are no more', async () => {
    const { bridge } = await open()
    await fireEvent.click(box('b'))
    await fireEvent.click(box('c'))
    bridge.patch('prod', { upserted: [makeRelease({ name: 'b', revision: 7 })], removed: ['shop/c'] })
    await vi.waitFor(() => expect(bar()?.textContent).toContain('1 release selected'))
    expect(checked()).toEqual(['b'])
  })
})

describe('uninstalling what is selected', () => {
  const releases = [
    makeRelease({ name: 'web', revision: 3 }),
    makeRelease({ name: 'api' }),
    makeRelease({ name: 'db', namespace: 'data' }),
    makeRelease({ name: 'old', status: 'uninstalled' }),
    makeRelease({ name: 'stuck', status: 'pending-upgrade' }),
    makeRelease({ name: 'locked', namespace: 'ops' }),
  ]
  const refusal = 'You may not delete Secrets in ops.'

  async function ask(answers: Parameters<typeof feedBridge>[1] = {}) {
    const bridge = feedBridge(releases, {
      'release:get_revision': ({ revision }) => Promise.resolve(makeDetail(revision)),
      'kube:check_access': ({ namespace }) =>
        Promise.resolve({ install: '', upgrade: '', rollback: '', uninstall: namespace === 'ops' ? refusal : '' }),
      ...answers,
    })
    await open(bridge)
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Select all' }))
    await fireEvent.click(await screen.findByRole('button', { name: 'Uninstall…' }))
    const dialog = await screen.findByRole('dialog')
    return { bridge, dialog: within(dialog) }
  }
  const uninstalls = (bridge: { calls: { name: string; input: unknown }[] }): unknown[] =>
    bridge.calls.filter(({ name }) => name === 'helm:uninstall').map(({ input }) => input)

  it('says which, where, what goes and what stays, and what is left out and why', async () => {
    const { bridge, dialog } = await ask()
    expect(await dialog.findByText('Uninstall 4 releases?')).toBeTruthy()
    expect(await dialog.findByText('Deleted: 9 objects')).toBeTruthy()
    expect(dialog.getByText('6 Deployments')).toBeTruthy()
    expect(dialog.getByText('api, old, web')).toBeTruthy()
    expect(dialog.getByText('db')).toBeTruthy()
    expect(dialog.getByText(/1 has only history left/)).toBeTruthy()
    const left = dialog.getByText('Left out: 2 releases').closest('section')
    expect(left?.textContent).toContain(`locked in ops: ${refusal}`)
    expect(left?.textContent).toContain('stuck in shop: it is in the middle of a change (pending-upgrade)')
    const read = bridge.calls.filter(({ name }) => name === 'release:get_revision').map(({ input }) => input)
    expect(read).toContainEqual({ context: 'prod', namespace: 'shop', release_name: 'web', revision: 3 })
    expect(document.activeElement?.textContent).toContain('Cancel')
    expect(uninstalls(bridge)).toEqual([])
  })

  it('says which of them others look after', async () => {
    const flux = { tool: 'flux', kind: 'HelmRelease', namespace: 'shop', state: 'active' } as const
    const { dialog } = await ask({
      'release:get_manager': ({ release_name: name }) => Promise.resolve(name === 'db' ? null : { ...flux, name }),
    })
    const managed = (await dialog.findByText('Managed elsewhere: 2 releases')).closest('section')
    expect(managed?.textContent).toContain('They may be installed again.')
    expect(managed?.textContent).toContain('web in shop: Flux (HelmRelease shop/web)')
    expect(managed?.textContent).not.toContain('db')
  })

  it('uninstalls each, at most four at a time, and tells one result', async () => {
    const answers = new Map<string, ReturnType<typeof deferred<undefined>>>()
    const many = Array.from({ length: 6 }, (_, index) => makeRelease({ name: `r${index}` }))
    const bridge = feedBridge(many, {
      'release:get_revision': ({ revision }) => Promise.resolve(makeDetail(revision)),
      'helm:uninstall': ({ release_name }) => {
        const answer = deferred<undefined>()
        answers.set(release_name, answer)
        return answer.promise
      },
    })
    await open(bridge)
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Select all' }))
    await fireEvent.click(await screen.findByRole('button', { name: 'Uninstall…' }))
    await fireEvent.click(await screen.findByLabelText(/Keep their history/))
    await fireEvent.click(screen.getByRole('button', { name: 'Uninstall 6 releases' }))
    expect(await screen.findByText('Uninstalling 6 releases: 0 done')).toBeTruthy()
    expect(uninstalls(bridge)).toHaveLength(4)
    expect(uninstalls(bridge)[0]).toEqual({
      context: 'prod',
      namespace: 'shop',
      release_name: 'r0',
      keep_history: true,
    })
    expect(bar()).toBeNull()
    // Closing it stops nothing.
    await fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    answers.get('r0')?.resolve(undefined)
    await vi.waitFor(() => expect(uninstalls(bridge)).toHaveLength(5))
    expect(screen.getByText('Uninstalling 6 releases: 1 done')).toBeTruthy()
    await fireEvent.click(screen.getByRole('button', { name: 'Show' }))
    for (const name of ['r1', 'r2', 'r3', 'r4']) answers.get(name)?.resolve(undefined)
    await vi.waitFor(() => expect(answers.has('r5')).toBe(true))
    answers.get('r5')?.resolve(undefined)
    await vi.waitFor(() => expect(screen.getAllByText('6 uninstalled').length).toBeGreaterThan(0))
  })

  it('names what stays behind of those that are gone, and leads nowhere', async () => {
    const kept = { kind: 'ConfigMap', name: 'uploads', namespace: 'data', keep: true }
    const set = { kind: 'StatefulSet', name: 'db', namespace: 'data', volumeClaims: ['data'] }
    const { dialog } = await ask({
      'release:get_revision': ({ release_name, revision }) =>
        Promise.resolve(makeDetail(revision, release_name === 'db' ? { objects: [kept, set] } : {})),
      'release:list_definitions': ({ release_name }) =>
        Promise.resolve({ names: release_name === 'web' ? ['shops.example.com'] : [], certain: true }),
      'helm:uninstall': ({ release_name }) =>
        release_name === 'api' ? failing('helm-failed', 'helm could not delete it.')() : Promise.resolve(),
    })
    const [stays] = [await dialog.findByText(/^Custom resource definitions stay: shops/)]
    expect(stays.closest('ul')?.textContent).toContain('ConfigMap uploads, because')
    await fireEvent.click(dialog.getByRole('button', { name: 'Uninstall 4 releases' }))
    const behind = (await screen.findByText('Left behind')).closest('section')
    const told = within(behind ?? document.body)
    expect(told.getAllByRole('term').map(({ textContent }) => textContent.trim())).toEqual([
      'db in data:',
      'web in shop:',
    ])
    expect(behind?.textContent).toContain('ConfigMap uploads, because the chart asks to keep it.')
    expect(behind?.textContent).toContain(
      'The PersistentVolumeClaims that StatefulSet db created (data-db-0 and so on)',
    )
    expect(behind?.textContent).toContain('Custom resource definitions stay: shops.example.com')
    expect(within(screen.getByRole('dialog')).queryByRole('link')).toBeNull()
  })

  it('names each that failed, with the reason', async () => {
    const { dialog } = await ask({
      'helm:uninstall': ({ release_name }) =>
        release_name === 'web' ? failing('helm-failed', 'helm could not delete it.')() : Promise.resolve(),
    })
    await fireEvent.click(await dialog.findByRole('button', { name: 'Uninstall 4 releases' }))
    expect(await screen.findByText('3 uninstalled, 1 failed')).toBeTruthy()
    const [first] = within(screen.getByRole('dialog')).getAllByRole('listitem')
    expect(first?.textContent).toContain('web in shop: helm could not delete it.')
    await fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    await vi.waitFor(() => expect(screen.queryByText('3 uninstalled, 1 failed')).toBeNull())
  })

  it('says what it could not read', async () => {
    const { dialog } = await ask({
      'release:get_revision': ({ release_name, revision }) =>
        release_name === 'db' ? failing('forbidden', 'You may not read it.')() : Promise.resolve(makeDetail(revision)),
    })
    expect(await dialog.findByText(/^The objects of db in data can't be read: You may not read it\./)).toBeTruthy()
    expect(dialog.getByText('Deleted: 6 objects')).toBeTruthy()
  })
})
