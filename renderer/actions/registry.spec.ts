import { describe, expect, it } from 'vitest'
import { menuActions } from '@shared/actions'
import { appError, errorActions as errorIds } from '@shared/errors'
import { makeOperation } from '@shared/testing/make-operation'
import { makeActionContext } from '@/testing/action-context'
import { listActions, registry } from './registry'
import type {
  ErrorSubject,
  ListSubject,
  OperationSubject,
  ReleasePage,
  ReleaseSubject,
  RevisionSubject,
  Subject,
} from './subjects'

const access = { install: '', upgrade: '', rollback: '', uninstall: '' }
const web = { context: 'prod', namespace: 'shop', name: 'web' }
const row: ReleaseSubject = {
  kind: 'release',
  release: web,
  status: 'deployed',
  damaged: false,
  busy: null,
  access,
  page: null,
}
const page: ReleasePage = { newest: 3, selected: 3, canRollBack: true, canTest: true, ask: () => undefined }

function idsOf(subject: Subject): string[] {
  const { context } = makeActionContext()
  return listActions(subject, context)
    .filter(({ applies }) => applies)
    .map(({ id }) => id.slice(subject.kind.length + 1))
}

describe('the registry', () => {
  const all = Object.entries(registry).flatMap(([kind, actions]) => actions.map((action) => ({ kind, action })))

  it('has every action once, under the kind of its subject', () => {
    const ids = all.map(({ action }) => action.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { kind, action } of all) expect(action.id.startsWith(`${kind}.`)).toBe(true)
  })

  it('has every shortcut once, those of the menus among them', () => {
    const keys = all.flatMap(({ action }) => action.keys ?? [])
    expect(keys).toEqual(expect.arrayContaining(['/', menuActions['window.refresh'].keys]))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('has for each something to do', () => {
    for (const { action } of all)
      expect([action.id, action.to ?? action.perform]).toEqual([action.id, expect.any(Function)])
  })

  it('has what the menus of the desktop let the window do, by the same name', () => {
    const shown = listActions({ kind: 'window' }, makeActionContext().context)
    for (const id of ['window.refresh', 'window.about'] as const) {
      expect(shown.find((one) => one.id === id)).toMatchObject({ applies: true, label: menuActions[id].label })
    }
  })

  it('lists all of a subject, those too that do not apply', () => {
    const listed = listActions(row, makeActionContext().context)
    expect(listed.map(({ id }) => id)).toEqual(registry.release.map(({ id }) => id))
    expect(listed.find(({ id }) => id === 'release.test')).toMatchObject({ applies: false, blocked: '', to: null })
  })
})

describe('what can be done with a release', () => {
  it('is all of it in a list, and all but what the page itself is on its page', () => {
    expect(idsOf(row)).toEqual(['open', 'upgrade', 'rollback', 'uninstall', 'copy_name'])
    expect(idsOf({ ...row, page })).toEqual(['upgrade', 'test', 'rollback', 'uninstall'])
    expect(idsOf({ ...row, page: { ...page, canRollBack: false, canTest: false } })).toEqual(['upgrade', 'uninstall'])
    expect(idsOf({ ...row, status: 'uninstalled' })).not.toContain('upgrade')
  })

  it.each([
    ['ours', false, false],
    ['others-working', false, true],
    ['others-maybe', true, true],
    ['ours-ended', true, true],
    ['others-gone', true, true],
  ] as const)('is a repair with the holder %s: %s in a list, %s on its page', (holder, inList, onPage) => {
    const busy = { holder, words: 'Somebody is at it.' }
    expect(idsOf({ ...row, busy }).includes('repair')).toBe(inList)
    expect(idsOf({ ...row, busy, page }).includes('repair')).toBe(onPage)
  })

  it('says why it is blocked, and does nothing then', async () => {
    const { context, done } = makeActionContext()
    const refused = { ...access, uninstall: 'You may not delete secrets in shop.' }
    const busy = { holder: 'ours', words: 'An upgrade of web is still running.' } as const
    const listed = listActions({ ...row, access: refused, busy }, context)
    expect(listed.filter(({ blocked }) => blocked !== '').map(({ id, blocked }) => [id, blocked])).toEqual([
      ['release.upgrade', 'An upgrade of web is still running. Wait until it finishes.'],
      ['release.uninstall', 'You may not delete secrets in shop.'],
    ])
    for (const { blocked, perform } of listed) if (blocked !== '') await perform()
    expect(done).toEqual([])
    const damaged = listActions({ ...row, damaged: true }, context).filter(({ blocked }) => blocked !== '')
    expect(damaged.map(({ id }) => id)).toEqual(['release.upgrade', 'release.rollback', 'release.uninstall'])
  })

  it('opens its page with the question from a list, and asks in place on the page', async () => {
    const { context, done } = makeActionContext()
    const asked: string[] = []
    const find = (subject: ReleaseSubject) => listActions(subject, context).find(({ id }) => id === 'release.uninstall')
    await find(row)?.perform()
    expect(done).toEqual([
      ['push', { name: 'release', params: { namespace: 'shop', name: 'web' }, query: { ask: 'uninstall' } }],
    ])
    await find({ ...row, page: { ...page, ask: (dialog) => asked.push(dialog) } })?.perform()
    expect(asked).toEqual(['uninstall'])
    expect(done).toHaveLength(1)
  })

  it('names the revision that a rollback goes to where it is not the one before', () => {
    const labels = (selected: number) =>
      listActions({ ...row, page: { ...page, selected } }, makeActionContext().context).map(({ label }) => label)
    expect(labels(3)).toContain('Roll back…')
    expect(labels(1)).toContain('Roll back to 1…')
  })
})

describe('what can be done with a change', () => {
  const subject = (
    part: Parameters<typeof makeOperation>[0],
    more: Partial<OperationSubject> = {},
  ): OperationSubject => ({
    kind: 'operation',
    operation: makeOperation(part),
    ...more,
  })

  it('depends on how it is', () => {
    expect(idsOf(subject({ status: { phase: 'applying' } }))).toEqual(['open', 'open_release'])
    expect(idsOf(subject({ status: { phase: 'applying' }, foreign: true }))).toContain('dismiss')
    expect(idsOf(subject({ status: { phase: 'stuck', releaseStatus: 'pending-upgrade' } }))).toEqual([
      'open',
      'repair',
      'open_release',
      'dismiss',
    ])
    expect(
      idsOf(subject({ status: { phase: 'stuck', releaseStatus: 'pending-upgrade' } }, { isSettled: true })),
    ).not.toContain('repair')
    const again = { refused: '', start: () => undefined }
    expect(idsOf(subject({ status: { phase: 'done' } }, { again }))).toContain('run_again')
    expect(idsOf(subject({ status: { phase: 'applying' } }, { again }))).not.toContain('run_again')
  })

  it('is a rollback where an upgrade failed and a revision before it is there', () => {
    const failed = subject({ status: { phase: 'failed', error: appError('internal', 'Broken.') } })
    const offers = (revision: number) =>
      listActions(failed, makeActionContext({ find: () => ({ status: 'failed', revision }) }).context)
        .filter(({ applies }) => applies)
        .map(({ id }) => id)
    expect(offers(2)).toContain('operation.rollback')
    expect(offers(1)).not.toContain('operation.rollback')
  })
})

describe('what can be done with a revision', () => {
  const compared: unknown[] = []
  const subject: RevisionSubject = {
    kind: 'revision',
    revision: 2,
    previous: 1,
    current: 4,
    isMarked: false,
    isOtherMarked: false,
    compare: (from, to) => compared.push([from, to]),
    mark: () => undefined,
  }

  it('is a comparison with its neighbors, where there are any', async () => {
    expect(idsOf(subject)).toEqual(['compare_previous', 'compare_current', 'mark'])
    expect(idsOf({ ...subject, previous: null })).toEqual(['compare_current', 'mark'])
    expect(idsOf({ ...subject, revision: 4 })).toEqual(['compare_previous', 'mark'])
    for (const { perform } of listActions(subject, makeActionContext().context)) await perform()
    expect(compared).toEqual([
      [1, 2],
      [2, 4],
    ])
  })

  it('says what a mark would do', () => {
    const labels = (part: Partial<RevisionSubject>) =>
      listActions({ ...subject, ...part }, makeActionContext().context).at(-1)?.label
    expect(labels({})).toBe('Mark to compare')
    expect(labels({ isMarked: true })).toBe('Remove the mark')
    expect(labels({ isOtherMarked: true })).toBe('Compare with the marked revision')
  })
})

describe('what can be done with a list', () => {
  const list: ListSubject = { kind: 'list', focusSearch: null, clearFilters: null }

  it('is what there is to search and to clear', () => {
    expect(idsOf(list)).toEqual([])
    expect(idsOf({ ...list, focusSearch: () => undefined, clearFilters: () => undefined })).toEqual([
      'search',
      'clear_filters',
    ])
  })

  it('says what the selection waits for', () => {
    const selection = {
      kind: 'selection',
      waiting: 'Wait.',
      count: 1_001,
      uninstall: () => undefined,
      checkDrift: () => undefined,
      clear: () => undefined,
    } as const
    const blocked = listActions(selection, makeActionContext().context).filter((one) => one.blocked !== '')
    expect(blocked.map(({ id, blocked: why }) => [id, why])).toEqual([
      ['selection.check_drift', 'At most 1,000 releases can be checked at a time.'],
      ['selection.uninstall', 'Wait.'],
    ])
  })
})

describe('what can be done with an error', () => {
  const offered: ErrorSubject = {
    kind: 'error',
    error: appError('internal', 'Broken.', { actions: errorIds }),
    offers: errorIds,
    ignored: [],
    chart: 'shop/web',
    release: web,
    own: {},
  }

  it('is what its place offers, and what every place can', () => {
    expect(idsOf(offered)).toEqual([...errorIds])
    expect(idsOf({ ...offered, offers: [], ignored: ['retry'] })).toEqual(
      expect.not.arrayContaining(['retry', 'raise-timeout']),
    )
  })

  it.each([
    ['retry', ['retry']],
    ['choose-context', ['chooseContext']],
    ['start-demo', ['startDemo']],
    ['get-helm', ['openLink', 'https://helm.sh/docs/intro/install/']],
    ['log-in', ['push', { name: 'sources', query: { repository: 'shop', 'sign-in': null } }]],
  ] as const)('%s is done by the window, unless its place does it', async (action, expected) => {
    const { context, done } = makeActionContext()
    const perform = (subject: ErrorSubject) =>
      listActions(subject, context)
        .find(({ id }) => id === `error.${action}`)
        ?.perform()
    await perform(offered)
    expect(done).toEqual([expected])
    await perform({ ...offered, own: { [action]: () => done.push('own') } })
    expect(done.slice(1)).toEqual(['own'])
  })
})
