import { needsSecrets, typedDescription, withheldDescription } from '../masking/description'
import { findMember, sliceValue } from './json-prefix'
import { frontShape, versionIn } from './payload'
import { parseJson, type Unpacked, type UnpackTrouble } from './unpack'

/** What a release's payload says about it, of all it holds: no values, no manifest. */
export interface ReleaseSummary {
  readonly status: string
  readonly chartName: string
  readonly chartVersion: string
  /** '' when the chart names none. */
  readonly appVersion: string
  /** RFC 3339 as helm wrote it, nanoseconds included; '' when helm does not know. */
  readonly updated: string
  /** Without the release's secrets. */
  readonly description: string
}

/** What the front of a payload says. */
export type Front =
  | Summarized
  /** The description may quote a secret: what stands for it until the whole payload tells which values are secret. */
  | { readonly withheld: ReleaseSummary }

/** Why a payload cannot be read. `damaged`: nobody can read it, helm included, which then leaves the record out. */
export interface Unreadable {
  readonly problem: string
  readonly damaged?: true
}

/** What was found in a payload: what it says, or why it cannot be read. */
export type Summarized = ReleaseSummary | Unreadable

/**
 * `info` and `chart.metadata` stand in the first kilobytes of helm's JSON. Notes may be long, but what unpacks to more
 * than this without them is no release of helm's, and would hold up everything else.
 */
export const maxFront = 4 * 1024 * 1024

/** What the front of a payload says, as far as it was unpacked; `more` when it has to be longer. */
export function summarize(unpacked: Unpacked, isWhole: boolean): Front | 'more' {
  if ('trouble' in unpacked) return troubles[unpacked.trouble]
  const { json } = unpacked
  if (!/^\s*(\{|$)/.test(json.slice(0, 64))) return { problem: 'Its record is neither gzip nor JSON.', damaged: true }
  const found = summaryInPrefix(json)
  if (found !== null) return withSafeDescription(found)
  if (!isWhole) return 'more'
  const payload = parseJson(json)
  const problem = 'Its record holds no release, or is cut off.'
  const summary = summaryOf(payload)
  if (summary !== null) return withSafeDescription(summary)
  return versionIn(payload) === null ? { problem, damaged: true } : { problem }
}

function withSafeDescription(summary: ReleaseSummary): Front {
  const { status, description } = summary
  if (!needsSecrets(status, description)) return { ...summary, description: typedDescription(description) }
  return { withheld: { ...summary, description: withheldDescription(description) } }
}

const troubles: Readonly<Record<UnpackTrouble, Unreadable>> = {
  damaged: { problem: "Its record is damaged: it can't be unpacked.", damaged: true },
  bomb: { problem: 'Its record is too large: its first 4 MiB contain nothing about a release.' },
  deep: { problem: 'Its record is nested too deeply to be read safely.' },
}

function summaryInPrefix(json: string): ReleaseSummary | null {
  const info = findMember(json, 0, 'info')
  const chart = findMember(json, 0, 'chart')
  const metadata = chart === null ? null : findMember(json, chart, 'metadata')
  if (info === null || metadata === null) return null
  const infoText = sliceValue(json, info)
  const metadataText = sliceValue(json, metadata)
  if (infoText === null || metadataText === null) return null
  return summaryOf({ info: parseJson(infoText), chart: { metadata: parseJson(metadataText) } })
}

/** They are kept in memory and on disk for thousands of releases. */
const maxStatus = 64
const maxText = 65_536

/** Null for a payload that says too little, or too much, for a row. */
function summaryOf(payload: unknown): ReleaseSummary | null {
  const { data } = frontShape.safeParse(payload)
  if (data === undefined) return null
  const { info, chart } = data
  const status = info.status ?? ''
  const chartName = chart.metadata.name ?? ''
  const chartVersion = chart.metadata.version ?? ''
  const appVersion = chart.metadata.appVersion ?? ''
  const description = info.description ?? ''
  if (status === '' || chartName === '' || chartVersion === '' || status.length > maxStatus) return null
  if ([chartName, chartVersion, appVersion, description].some((text) => text.length > maxText)) return null
  return { status, chartName, chartVersion, appVersion, updated: timeOf(info.last_deployed ?? ''), description }
}

/** A time that helm wrote; '' for none: Go's zero time stands for "not known". */
export function timeOf(time: string): string {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(time)
  return !isTime || Number.isNaN(Date.parse(time)) || time.startsWith('0001-') ? '' : time
}
