import { cleanup, fireEvent, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DraftHead } from '@shared/model/draft'
import { newDraft } from '@/lib/change/change-draft'
import { openWindow } from '@/testing/open-window'
import { plainBridge } from '@/testing/plain-bridge'

afterEach(cleanup)

const upgrade: DraftHead = {
  ...{
    key: 'upgrade prod shop/web',
    verb: 'upgrade',
    context: 'prod',
    namespace: 'shop',
    name: 'web',
    chart: 'shop/web',
  },
  ...{ updatedAt: '2026-01-01T12:00:00.000Z', revision: 1, window: 'w', resting: true },
}
const install: DraftHead = {
  ...upgrade,
  key: 'install staging shop/db',
  verb: 'install',
  context: 'staging',
  name: 'db',
  chart: 'shop/db',
}

function withDrafts(drafts: readonly DraftHead[], setAside = 0) {
  return plainBridge({
    'activity:list': () => Promise.resolve({ entries: [], total: 0, problem: '' }),
    'drafts:list': () => Promise.resolve({ drafts, setAside }),
    'drafts:read': ({ key }) => {
      const head = drafts.find((one) => one.key === key) ?? upgrade
      return Promise.resolve({ head, draft: newDraft({ ...head, values: 'typed: true' }) })
    },
    'drafts:keep': ({ key, base }) => Promise.resolve({ head: { ...upgrade, key, revision: base + 1 }, problem: '' }),
    'drafts:discard': () => Promise.resolve(),
  })
}

const items = async () => within(await screen.findByRole('list', { name: 'Drafts' })).findAllByRole('listitem')

describe('the drafts in the activity', () => {
  it('are listed with what they are of', async () => {
    withDrafts([upgrade, { ...install, resting: false }])
    await openWindow('/activity')
    const [first, second] = (await items()).map(({ textContent }) => textContent)
    expect(first).toContain('Upgrade web')
    expect(first).toContain('in shop, cluster prod')
    expect(second).toContain('Install db')
    expect(second).toContain('shop/db, in shop, cluster staging')
    expect(second).toContain('Until Wheelhouse is closed')
  })

  it('are no section where there are none', async () => {
    withDrafts([])
    await openWindow('/activity')
    await screen.findByText('No operations yet')
    expect(screen.queryByRole('heading', { name: 'Drafts' })).toBeNull()
  })

  it('lead to their page, and an install to its cluster first', async () => {
    const bridge = withDrafts([upgrade, install])
    const { router } = await openWindow('/activity')
    await fireEvent.click(await screen.findByRole('button', { name: 'Open the draft: Install db' }))
    await vi.waitFor(() => expect(router.currentRoute.value.fullPath).toBe('/install?chart=shop/db'))
    expect(bridge.calls).toContainEqual({ name: 'kube:use_context', input: { context: 'staging' } })
    await router.push('/activity')
    await fireEvent.click(await screen.findByRole('button', { name: 'Open the draft: Upgrade web' }))
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/releases/shop/web/upgrade'))
    expect(router.currentRoute.value.query).toEqual({ cluster: 'prod' })
  })

  it('of a cluster that the kubeconfig lost stay, and say why they cannot be opened', async () => {
    withDrafts([{ ...upgrade, context: 'gone' }])
    const { router } = await openWindow('/activity')
    const button = await screen.findByRole('button', { name: 'Open the draft: Upgrade web' })
    expect(button.getAttribute('aria-description')).toContain('no longer has the context gone')
    await fireEvent.click(button)
    expect(router.currentRoute.value.path).toBe('/activity')
  })

  it('are discarded, which can be undone', async () => {
    const bridge = withDrafts([upgrade])
    await openWindow('/activity')
    await fireEvent.click(await screen.findByRole('button', { name: 'Discard the draft: Upgrade web' }))
    await screen.findByText('Draft discarded: Upgrade web')
    expect(screen.queryByRole('listitem', { name: /Upgrade web/ })).toBeNull()
    expect(bridge.calls).toContainEqual({ name: 'drafts:discard', input: { key: upgrade.key } })
    await fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
    expect((await items())[0]?.textContent).toContain('Upgrade web')
    const kept = bridge.calls.filter(({ name }) => name === 'drafts:keep').map(({ input }) => input)
    expect(kept).toMatchObject([{ key: upgrade.key, draft: { values: 'typed: true' } }])
  })

  it('that cannot be read are counted', async () => {
    withDrafts([], 2)
    await openWindow('/activity')
    await screen.findByText(/2 drafts can't be read and\s+were put aside/)
  })
})
