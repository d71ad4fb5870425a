import { statusTone, type HelmRevision } from '@shared/model/release'
import { visible } from '@shared/visible'

/** One part of a revision that may differ from the revision before. */
export interface ChangedPart {
  /** The chart's name before its version, `app`, or '' where the chart as a whole is another. */
  readonly label: string
  /** Each to stand in an element of its own. */
  readonly now: readonly string[]
  /** What it was in the revision before; null when it is the same, or there is no revision before. */
  readonly before: readonly string[] | null
}

export interface RevisionEntry {
  readonly kind: 'revision'
  readonly revision: HelmRevision
  /** Empty while its chart is not known. */
  readonly parts: readonly ChangedPart[]
}

/** Failed attempts in a row that are told of as one line. */
export interface FoldedEntry {
  readonly kind: 'folded'
  readonly from: number
  readonly to: number
  readonly count: number
}

export type TimelineEntry = RevisionEntry | FoldedEntry

/** From this many failed attempts in a row on, all but the newest of them are folded. */
const foldedFrom = 4

/**
 * A release's history as the timeline shows it, newest first.
 * @param history every kept revision, in any order.
 * @param unfolded the numbers of revisions that are shown whatever their status.
 */
export function timelineEntries(history: readonly HelmRevision[], unfolded: ReadonlySet<number>): TimelineEntry[] {
  const newestFirst = [...history].sort((one, other) => other.revision - one.revision)
  const entries = newestFirst.map((revision, index): RevisionEntry => {
    const before = newestFirst[index + 1]
    const parts = isUnread(revision) ? [] : changedParts(revision, before && isUnread(before) ? undefined : before)
    return { kind: 'revision', revision, parts }
  })
  return runs(entries).flatMap((run) => foldRun(run, unfolded))
}

/** Whether the chart of a revision is not known: it is being read, or cannot be. */
function isUnread({ chart, chartName, problem }: HelmRevision): boolean {
  return problem !== undefined || (chart === '' && chartName === undefined)
}

/** Neighbours that failed stand together; every other revision stands alone. */
function runs(entries: readonly RevisionEntry[]): RevisionEntry[][] {
  const found: RevisionEntry[][] = []
  for (const entry of entries) {
    const last = found.at(-1)
    if (isFailed(entry) && last?.[0] !== undefined && isFailed(last[0])) last.push(entry)
    else found.push([entry])
  }
  return found
}

const isFailed = ({ revision }: RevisionEntry): boolean => statusTone(revision.status) === 'bad'

function foldRun(run: readonly RevisionEntry[], unfolded: ReadonlySet<number>): TimelineEntry[] {
  const [newest, ...rest] = run
  const last = rest.at(-1)
  if (newest === undefined || last === undefined || run.length < foldedFrom) return [...run]
  if (rest.some(({ revision }) => unfolded.has(revision.revision))) return [...run]
  const to = rest[0]?.revision.revision ?? last.revision.revision
  return [newest, { kind: 'folded', from: last.revision.revision, to, count: rest.length }]
}

function changedParts(revision: HelmRevision, before: HelmRevision | undefined): ChangedPart[] {
  const { chartName, chartVersion, appVersion = '' } = revision
  const sameChart = chartName !== undefined && (before === undefined || before.chartName === chartName)
  const chart =
    sameChart && chartVersion !== undefined
      ? part(chartName, [chartVersion], [before?.chartVersion ?? ''])
      : part('', chartWords(revision), before === undefined ? [] : chartWords(before))
  return appVersion === '' ? [chart] : [chart, part('app', [appVersion], [before?.appVersion ?? ''])]
}

function part(label: string, now: readonly string[], before: readonly string[]): ChangedPart {
  const was = before.join(' ')
  return { label, now, before: was === '' || was === now.join(' ') ? null : before }
}

/**
 * What helm noted of a revision that failed; '' where it did not. A first install that failed is marked as superseded by the
 * upgrade or rollback that mends it, and so is a failed rollback to it; helm's words for it stay (run on both majors).
 */
export function failureOf({ status, description }: Pick<HelmRevision, 'status' | 'description'>): string {
  if (status === 'failed') return description === '' ? 'helm gave no reason.' : description
  return status === 'superseded' && /^(Release|Upgrade|Rollback) ".*?" failed\b/.test(description) ? description : ''
}

/** helm's word for a revision, and what it does not say any more: `superseded, had failed`. */
export function statusWords(revision: Pick<HelmRevision, 'status' | 'description'>): string {
  return hadFailed(revision) ? `${revision.status}, had failed` : revision.status
}

/** Whether a revision failed, although its status does not say so any more. */
export function hadFailed(revision: Pick<HelmRevision, 'status' | 'description'>): boolean {
  return revision.status !== 'failed' && failureOf(revision) !== ''
}

/**
 * The revision one most likely wants back: the newest other than the last that was running once.
 * An uninstalled release whose history was kept can come back as it was last.
 */
export function rollbackDefault(history: readonly HelmRevision[]): number | null {
  const newestFirst = [...history].sort((one, other) => other.revision - one.revision)
  const [newest, ...older] = newestFirst
  if (newest === undefined) return null
  if (newest.status === 'uninstalled') return newest.revision
  const good = older.find(
    (one) => one.damaged !== true && (one.status === 'deployed' || one.status === 'superseded') && !hadFailed(one),
  )
  return good?.revision ?? null
}

/** What can be rolled back to, newest first: everything but what is there now, and what helm cannot read. */
export function rollbackChoices(history: readonly HelmRevision[]): HelmRevision[] {
  const newestFirst = [...history].sort((one, other) => other.revision - one.revision)
  const others = newestFirst[0]?.status === 'uninstalled' ? newestFirst : newestFirst.slice(1)
  return others.filter(({ damaged }) => damaged !== true)
}

/**
 * helm's history glues chart and version. Where the chart's name is known from elsewhere the two come apart safely;
 * a revision of a chart with another name stays glued.
 */
export function withChartNames(history: readonly HelmRevision[], chartName: string | undefined): HelmRevision[] {
  return history.map((revision) => {
    if (chartName === undefined || revision.chartName !== undefined) return revision
    const version = revision.chart.slice(chartName.length + 1)
    const fits = revision.chart.startsWith(`${chartName}-`) && /^v?\d+\.\d+\.\d+/.test(version)
    return fits ? { ...revision, chartName, chartVersion: version } : revision
  })
}

/**
 * The chart's name and its version, glued as helm does where the parts are not known. Each to stand in an element of its own,
 * because a name may turn the direction of what stands beside it.
 */
export function chartWords(revision: Pick<HelmRevision, 'chart' | 'chartName' | 'chartVersion'>): readonly string[] {
  const { chart, chartName, chartVersion } = revision
  const apart = chartName !== undefined && chartVersion !== undefined
  return (apart ? [chartName, chartVersion] : [visible(chart)]).filter((word) => word !== '')
}
