import { describe, expect, it, vi } from 'vitest'
import { appError } from '@shared/errors'
import type { Operation, OperationPhase } from '@shared/model/operation'
import type { HelmRelease } from '@shared/model/release'
import { makeOperation } from '@shared/testing/make-operation'
import { trayView, type TrayActions, type TrayState } from './tray-menu'

function release(name: string, status: string, namespace = 'shop'): HelmRelease {
  return { name, namespace, revision: 1, updated: '', status, chart: `${name}-1.0.0`, appVersion: '' }
}

function operation(status: OperationPhase, context = 'prod'): Operation {
  return makeOperation({ id: 'one', name: 'api', context, status })
}

const lost = { state: 'failed', context: 'prod', error: appError('cluster-unreachable', ''), checkedAt: '' } as const
const quiet: TrayState = {
  context: 'prod',
  contexts: ['prod'],
  connection: { state: 'connected', context: 'prod', version: 'v1.36.0', checkedAt: '' },
  releases: [release('api', 'deployed'), release('web', 'deployed')],
  operations: [],
  isWindowShown: true,
}

function view(patch: Partial<TrayState> = {}) {
  const actions = { openRelease: vi.fn(), useContext: vi.fn(), showWindow: vi.fn(), hideWindow: vi.fn(), quit: vi.fn() }
  const { menu, ...rest } = trayView({ ...quiet, ...patch }, actions satisfies TrayActions)
  const labels = menu.map(({ label, type }) => (type === 'separator' ? '-' : label))
  const items = menu.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? item.submenu : [])])
  const click = (id: string): void => {
    const item = items.find((one) => one.id === id)
    if (item?.click === undefined) throw new Error(`nothing to click: ${id}`)
    ;(item.click as () => void)()
  }
  return { ...rest, menu, items, labels, click, actions }
}

describe("the tray's icon", () => {
  it.each<[string, string, Partial<TrayState>]>([
    ['ok', 'all is deployed', {}],
    ['ok', 'there is no release', { releases: [] }],
    ['ok', 'the rest is gone for good', { releases: [release('a', 'uninstalled'), release('b', 'superseded')] }],
    ['ok', 'an operation has ended', { operations: [operation({ phase: 'done' })] }],
    ['busy', 'one is pending', { releases: [release('a', 'deployed'), release('b', 'pending-upgrade')] }],
    ['busy', 'an operation runs', { operations: [operation({ phase: 'starting' })] }],
    [
      'bad',
      'one has failed beside a pending one',
      { releases: [release('a', 'pending-install'), release('b', 'failed')] },
    ],
    [
      'bad',
      'one has failed while an operation runs',
      {
        releases: [release('a', 'failed')],
        operations: [operation({ phase: 'applying' })],
      },
    ],
    ['bad', 'a status is new to us', { releases: [release('a', 'half-deployed')] }],
    ['bad', 'one had failed before the connection was lost', { releases: [release('a', 'failed')], connection: lost }],
    ['lost', 'the cluster does not answer', { connection: lost }],
    ['lost', 'nothing was read yet', { releases: null }],
    ['lost', 'there is no context', { context: null, releases: null, connection: null }],
  ])('is %s when %s', (tone, _when, patch) => {
    expect(view(patch).tone).toBe(tone)
  })
})

describe("the tray's tooltip", () => {
  it('names the context and counts the statuses, the worst first', () => {
    const releases = [release('a', 'deployed'), release('b', 'failed'), release('c', 'deployed')]
    expect(view({ releases }).tooltip).toBe('Wheelhouse: prod: 1 failed, 2 deployed')
  })

  it.each<[string, Partial<TrayState>]>([
    ['Wheelhouse: no cluster chosen', { context: null, releases: null }],
    ['Wheelhouse: prod: not read yet', { releases: null }],
    ['Wheelhouse: prod: no releases', { releases: [] }],
    ['Wheelhouse: prod: no connection, 2 deployed', { connection: lost }],
  ])('says %j', (tooltip, patch) => {
    expect(view(patch).tooltip).toBe(tooltip)
  })
})

describe("the tray's menu", () => {
  it('is short when all is well', () => {
    expect(view().labels).toEqual(['prod', '2 deployed', '-', 'Hide Wheelhouse', 'Quit'])
  })

  it('has context, counts, what needs attention, operations, and the ends, in this order', () => {
    const { labels } = view({
      releases: [release('web', 'deployed'), release('api', 'pending-upgrade'), release('db', 'failed', 'data')],
      operations: [operation({ phase: 'waiting', ready: 2, total: 3 })],
      isWindowShown: false,
    })
    expect(labels).toEqual([
      'prod',
      '1 failed',
      '1 pending-upgrade',
      '1 deployed',
      '-',
      'db (data): failed',
      'api (shop): pending-upgrade',
      '-',
      'upgrade of api (shop): 2 of 3 ready',
      '-',
      'Show Wheelhouse',
      'Quit',
    ])
  })

  it('opens the release that is clicked, in the context it was read from', () => {
    const { click, actions } = view({ releases: [release('db', 'failed', 'data')] })
    click('release:data/db')
    expect(actions.openRelease).toHaveBeenCalledExactlyOnceWith({ context: 'prod', namespace: 'data', name: 'db' })
  })

  it('opens the release of an operation', () => {
    const { click, actions } = view({ operations: [operation({ phase: 'starting' })] })
    click('operation:one')
    expect(actions.openRelease).toHaveBeenCalledExactlyOnceWith({ context: 'prod', namespace: 'shop', name: 'api' })
  })

  it('names the context of an operation elsewhere and shows the window for it', () => {
    const { click, actions, labels } = view({ operations: [operation({ phase: 'cancelling' }, 'staging')] })
    expect(labels).toContain('upgrade of api (shop, staging): being cancelled')
    click('operation:one')
    expect(actions.openRelease).not.toHaveBeenCalled()
    expect(actions.showWindow).toHaveBeenCalledOnce()
  })

  it('shows, hides and quits', () => {
    const shown = view()
    shown.click('app.hide')
    shown.click('app.quit')
    expect(shown.actions.hideWindow).toHaveBeenCalledOnce()
    expect(shown.actions.quit).toHaveBeenCalledOnce()
    const hidden = view({ isWindowShown: false })
    hidden.click('app.show')
    expect(hidden.actions.showWindow).toHaveBeenCalledOnce()
  })

  it('switches to another cluster, where there is one', () => {
    expect(view().items.filter(({ id }) => id?.startsWith('context'))).toEqual([])
    const { labels, items, click, actions } = view({ contexts: ['prod', 'staging'] })
    expect(labels.slice(-3)).toEqual(['Switch cluster', 'Hide Wheelhouse', 'Quit'])
    expect(items.filter(({ type }) => type === 'radio').map(({ label, checked }) => [label, checked])).toEqual([
      ['prod', true],
      ['staging', false],
    ])
    click('context:staging')
    expect(actions.useContext).toHaveBeenCalledExactlyOnceWith('staging')
  })

  it('marks none where none is chosen', () => {
    const { items } = view({ contexts: ['prod', 'staging'], context: null, releases: null })
    expect(items.filter(({ id }) => id?.startsWith('context:')).map(({ type }) => type)).toEqual(['normal', 'normal'])
  })

  it('leaves the rest of very many clusters to the window', () => {
    const contexts = Array.from({ length: 30 }, (_one, index) => `c${index}`)
    const { items, click, actions } = view({ contexts, context: 'c25' })
    expect(items.filter(({ checked }) => checked).map(({ label }) => label)).toEqual(['c25'])
    expect(items.find(({ id }) => id === 'more-contexts')?.label).toBe('10 more in the window')
    click('more-contexts')
    expect(actions.showWindow).toHaveBeenCalledOnce()
  })

  it('stays short with many troubles, and says how many more there are', () => {
    const releases = Array.from({ length: 40 }, (_one, index) => release(`r${index}`, 'failed'))
    const { menu, click, actions } = view({ releases })
    expect(menu.filter(({ id }) => id?.startsWith('release:'))).toHaveLength(12)
    expect(menu.find(({ id }) => id === 'more')?.label).toBe('28 more in the window')
    click('more')
    expect(actions.showWindow).toHaveBeenCalledOnce()
  })

  it('takes no name for a shortcut and shortens long ones', () => {
    const { labels } = view({ context: `a&b-${'x'.repeat(500)}-end` })
    expect(labels[0]).toMatch(/^a&&b-x+…x+-end$/)
    expect(labels[0]?.length).toBeLessThanOrEqual(61)
  })

  it('says what it does not know', () => {
    expect(view({ releases: null, connection: lost }).labels.slice(0, 3)).toEqual([
      'prod',
      'No connection; showing what was last known',
      'Releases not read yet',
    ])
    expect(view({ context: null, releases: null }).labels).toEqual([
      'No cluster chosen',
      '-',
      'Hide Wheelhouse',
      'Quit',
    ])
  })
})

describe('names that turn the direction of a text', () => {
  it('stand in the menu and the tooltip with what turns it shown', () => {
    const { labels, tooltip, items } = view({
      context: 'prod\u202Eexe',
      contexts: ['prod\u202Eexe', 'a\nQuit'],
      releases: [release('web\u2067x', 'failed')],
    })
    expect(labels).toContain('prod[U+202E]exe')
    expect(labels).toContain('web[U+2067]x (shop): failed')
    expect(tooltip).toContain('prod[U+202E]exe')
    expect(items.map(({ label }) => label)).toContain('a Quit')
  })
})
