import { describe, expect, it } from 'vitest'
import { choicesOf, type Findings } from './choices'

function findings(statuses: readonly string[], more: Partial<Findings> = {}): Findings {
  const marks = statuses.map((status, index) => ({
    revision: index + 1,
    status,
    resourceVersion: '1',
    writtenAt: '2026-01-01T12:00:00Z',
  }))
  return {
    marks,
    holder: 'others-gone',
    hangingHook: '',
    unknownObjects: [],
    damaged: [],
    hasOpenInstallHooks: false,
    isNamespaceGoing: false,
    ...more,
  }
}

const wheel = [{ apiVersion: 'example.test/v1', kind: 'Wheel', name: 'one' }]

/** `rollback 1`, the recommended one with a star. */
function told(statuses: readonly string[], more: Partial<Findings> = {}): string[] {
  return choicesOf(findings(statuses, more)).map(({ action, revision, recommended }) =>
    [recommended ? '*' : '', action, revision === undefined ? '' : ` ${revision}`].join(''),
  )
}

const removing = ['finish-uninstall', 'finish-uninstall-without-hooks']

describe('a release whose newest records helm cannot read', () => {
  const empty = (...revisions: number[]): Pick<Findings, 'damaged'> => {
    return { damaged: revisions.map((revision) => ({ revision, why: 'it is empty' })) }
  }

  it('has them saved and removed, and nothing else', () => {
    expect(told(['superseded', 'deployed'], { ...empty(2), unknownObjects: wheel })).toEqual(['*remove-damaged-record'])
    expect(told(['superseded', 'pending-upgrade'], { ...empty(2), holder: 'others-working' })).toEqual([
      '*wait',
      'remove-damaged-record',
    ])
  })

  it.each([
    [['superseded', 'deployed'], [2], 'record of revision 2,', 'Revision 1 (superseded) is then the newest again'],
    [['deployed', 'failed', 'failed'], [3, 2], 'records of revisions 2, 3,', 'Revision 1 (deployed) is then'],
    [['deployed'], [1], 'record of revision 1,', 'helm then no longer knows the release'],
  ])('says what is the newest of %j without %j', (statuses, revisions, what, next) => {
    const [choice] = choicesOf(findings(statuses, empty(...revisions)))
    expect(choice?.effect).toContain(what)
    expect(choice?.effect).toContain(next)
  })
})

describe('what can be done', () => {
  it.each([
    [['pending-install'], {}, ['*rollback 1', 'rollback-without-hooks 1', 'remove-pending-record', ...removing]],
    [
      ['pending-install'],
      { hasOpenInstallHooks: true },
      [
        'rollback 1',
        'rollback-without-hooks 1',
        'remove-pending-record',
        '*finish-uninstall',
        'finish-uninstall-without-hooks',
      ],
    ],
    [
      ['uninstalled', 'pending-install'],
      {},
      ['*rollback 2', 'rollback-without-hooks 2', 'remove-pending-record', ...removing],
    ],
    [
      ['superseded', 'deployed', 'failed', 'pending-upgrade'],
      {},
      ['*rollback 2', 'rollback-without-hooks 2', 'remove-pending-record', ...removing],
    ],
    [
      ['superseded', 'superseded', 'pending-upgrade', 'pending-upgrade'],
      {},
      ['*rollback 2', 'rollback-without-hooks 2', 'remove-pending-record', ...removing],
    ],
    // An upgrade's hanging hook is none that a rollback runs.
    [
      ['deployed', 'pending-upgrade'],
      { hangingHook: 'Job/migrate' },
      ['*rollback 1', 'rollback-without-hooks 1', 'remove-pending-record', ...removing],
    ],
    [
      ['failed', 'pending-upgrade'],
      {},
      ['*rollback 1', 'rollback-without-hooks 1', 'remove-pending-record', ...removing],
    ],
    [['pending-install', 'pending-upgrade'], {}, ['*remove-pending-record', ...removing]],
    [
      ['superseded', 'deployed', 'pending-rollback'],
      { hangingHook: 'Job/back' },
      ['rollback 2', '*rollback-without-hooks 2', 'remove-pending-record', ...removing],
    ],
    [
      ['superseded', 'deployed', 'pending-rollback'],
      {},
      ['*rollback 2', 'rollback-without-hooks 2', 'remove-pending-record', ...removing],
    ],
    [
      ['superseded', 'uninstalling'],
      {},
      ['*finish-uninstall', 'finish-uninstall-without-hooks', 'rollback 2', 'rollback-without-hooks 2'],
    ],
    [
      ['uninstalling'],
      { hangingHook: 'Job/bye' },
      ['finish-uninstall', '*finish-uninstall-without-hooks', 'rollback 1', 'rollback-without-hooks 1'],
    ],
    [['deployed'], {}, []],
    [['deployed'], { holder: 'others-working' }, []],
    [['failed'], {}, []],
    [['deployed'], { unknownObjects: wheel, holder: 'others-working' }, ['*rewrite-manifest']],
    [
      ['uninstalling'],
      { unknownObjects: wheel },
      ['*rewrite-manifest', ...removing, 'rollback 1', 'rollback-without-hooks 1'],
    ],
  ] as const)('%# with %j %j', (statuses, more, choices) => {
    expect(told(statuses, more)).toEqual(choices)
  })

  it.each(['others-working', 'others-maybe'] as const)('begins with waiting where it may help: %s', (holder) => {
    expect(told(['deployed', 'pending-upgrade'], { holder })).toEqual([
      '*wait',
      'rollback 1',
      'rollback-without-hooks 1',
      'remove-pending-record',
      ...removing,
    ])
  })

  it.each([{ holder: 'ours' }, { isNamespaceGoing: true, unknownObjects: wheel }] as const)(
    'is nothing but waiting with %j',
    (more) => {
      expect(told(['deployed', 'pending-upgrade'], more)).toEqual(['*wait'])
    },
  )

  it('tells what each does', () => {
    const effects = choicesOf(findings(['failed', 'pending-upgrade'])).map(({ effect }) => effect)
    expect(effects[0]).toContain('although it had failed')
    expect(effects[1]).toContain('Hooks are not run')
    expect(new Set(effects).size).toBe(effects.length)
  })
})
