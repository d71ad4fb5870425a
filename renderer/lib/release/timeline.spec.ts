import { describe, expect, it } from 'vitest'
import type { HelmRevision } from '@shared/model/release'
import { makeRevision } from '@/testing/make-revision'
import {
  chartWords,
  failureOf,
  rollbackChoices,
  rollbackDefault,
  statusWords,
  timelineEntries,
  withChartNames,
  type TimelineEntry,
} from './timeline'

const failedFrom = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => makeRevision(from + index, { status: 'failed' }))

/** A revision as helm's own history gives it. */
function gluedRevision(revision: number, chart: string): HelmRevision {
  const { updated, status, description, appVersion } = makeRevision(revision)
  return { revision, updated, status, description, chart, ...(appVersion === undefined ? {} : { appVersion }) }
}

/** `5`, or `2-4` for a fold. */
const shape = (entries: readonly TimelineEntry[]): string[] =>
  entries.map((entry) =>
    entry.kind === 'folded' ? `${entry.from}-${entry.to} (${entry.count})` : String(entry.revision.revision),
  )

describe('timelineEntries', () => {
  it('stands newest first, and tells what changed since the one before', () => {
    const entries = timelineEntries(
      [
        makeRevision(1, { chartVersion: '1.2.0', appVersion: '4.1' }),
        makeRevision(2, { chartVersion: '1.3.0', appVersion: '4.1' }),
      ],
      new Set(),
    )
    expect(shape(entries)).toEqual(['2', '1'])
    expect(entries[0]).toMatchObject({
      parts: [
        { label: 'web', now: ['1.3.0'], before: ['1.2.0'] },
        { label: 'app', now: ['4.1'], before: null },
      ],
    })
    expect(entries[1]).toMatchObject({ parts: [{ before: null }, { before: null }] })
  })

  it('tells another chart whole', () => {
    const [entry] = timelineEntries([makeRevision(1), makeRevision(2, { chartName: 'shop' })], new Set())
    expect(entry).toMatchObject({ parts: [{ label: '', now: ['shop', '1.2.3'], before: ['web', '1.2.3'] }, {}] })
  })

  it('compares the glued chart where the parts are not known', () => {
    const [entry] = timelineEntries([gluedRevision(1, 'web-1.0.0'), gluedRevision(2, 'web-1.1.0')], new Set())
    expect(entry).toMatchObject({ parts: [{ label: '', now: ['web-1.1.0'], before: ['web-1.0.0'] }, { label: 'app' }] })
  })

  it('compares with nothing that is still being read, or cannot be', () => {
    const reading: HelmRevision = { ...gluedRevision(2, ''), provisional: true }
    const broken = makeRevision(4, { problem: 'It is cut off.' })
    const entries = timelineEntries([makeRevision(1), reading, makeRevision(3), broken], new Set())
    expect(entries.map((entry) => (entry.kind === 'revision' ? entry.parts.length : 0))).toEqual([0, 2, 0, 2])
    expect(entries[1]).toMatchObject({ parts: [{ before: null }, { before: null }] })
  })

  it('folds more than three failed attempts in a row behind the newest of them', () => {
    const history = [makeRevision(1), ...failedFrom(2, 6), makeRevision(7, { status: 'deployed' })]
    expect(shape(timelineEntries(history, new Set()))).toEqual(['7', '6', '2-5 (4)', '1'])
    expect(shape(timelineEntries(history, new Set([3])))).toEqual(['7', '6', '5', '4', '3', '2', '1'])
  })

  it('shows three failed attempts as they are', () => {
    expect(shape(timelineEntries([makeRevision(1), ...failedFrom(2, 4)], new Set()))).toEqual(['4', '3', '2', '1'])
  })
})

describe('where a rollback goes', () => {
  it('goes to the newest that once ran, passing failed ones', () => {
    const history = [makeRevision(1), makeRevision(2), makeRevision(3, { status: 'failed' }), makeRevision(4)]
    expect(rollbackDefault(history)).toBe(2)
    expect(rollbackChoices(history).map(({ revision }) => revision)).toEqual([3, 2, 1])
  })

  it('goes nowhere from an only revision', () => {
    expect(rollbackDefault([makeRevision(1)])).toBeNull()
    expect(rollbackChoices([makeRevision(1)])).toEqual([])
    expect(rollbackDefault([])).toBeNull()
  })

  it('brings an uninstalled release back as it was last', () => {
    const history = [makeRevision(1), makeRevision(2, { status: 'uninstalled' })]
    expect(rollbackDefault(history)).toBe(2)
    expect(rollbackChoices(history).map(({ revision }) => revision)).toEqual([2, 1])
  })
})

describe('withChartNames', () => {
  const glued = gluedRevision(1, 'web-1.2.3')
  const textOf = (revision: HelmRevision): string => chartWords(revision).join(' ')
  it.each([
    ['web-1.2.3', 'web', 'web 1.2.3'],
    ['web-1.2.3-rc.1', 'web', 'web 1.2.3-rc.1'],
    ['web-front-1.2.3', 'web', 'web-front-1.2.3'],
    ['other-1.2.3', 'web', 'other-1.2.3'],
  ])('%s of %s reads %s', (chart, name, text) => {
    expect(withChartNames([{ ...glued, chart }], name).map(textOf)).toEqual([text])
  })

  it('leaves what is known already, and everything where the name is not', () => {
    expect(withChartNames([makeRevision(1)], 'other').map(textOf)).toEqual(['web 1.2.3'])
    expect(withChartNames([glued], undefined)).toEqual([glued])
  })
})

describe('a revision that had failed', () => {
  const noted = 'Release "web" failed: context deadline exceeded'

  it.each([
    ['failed', noted, noted, 'failed'],
    ['failed', '', 'helm gave no reason.', 'failed'],
    ['superseded', noted, noted, 'superseded, had failed'],
    ['superseded', 'Upgrade "web" failed: no', 'Upgrade "web" failed: no', 'superseded, had failed'],
    ['superseded', 'Rollback "web" failed: no', 'Rollback "web" failed: no', 'superseded, had failed'],
    ['superseded', 'Upgrade complete', '', 'superseded'],
    ['superseded', 'The last release failed', '', 'superseded'],
    ['deployed', 'Upgrade "web" failed: somebody wrote this', '', 'deployed'],
  ])('is known by %s and %j', (status, description, failure, words) => {
    expect(failureOf({ status, description })).toBe(failure)
    expect(statusWords({ status, description })).toBe(words)
  })

  it('is not what one most likely wants back, but can be chosen; a damaged one cannot', () => {
    const history = [
      makeRevision(1),
      makeRevision(2, { damaged: true, problem: 'Its record is empty.' }),
      makeRevision(3, { description: noted }),
      makeRevision(4, { status: 'deployed' }),
    ]
    expect(rollbackDefault(history)).toBe(1)
    expect(rollbackChoices(history).map(({ revision }) => revision)).toEqual([3, 1])
  })
})
