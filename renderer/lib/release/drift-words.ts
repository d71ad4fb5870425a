import type { Drift, DriftCounts, DriftMark } from '@shared/model/drift'
import { counted } from '@shared/counted'
import { exactTime } from '@/lib/time/relative-time'

/** A piece of a sentence; a strong one is what it is about. */
export interface Words {
  readonly text: string
  readonly isStrong: boolean
}

/** What a check found, as one sentence: `4 fields of 2 objects differ from revision 4, 1 object is missing.` */
export function driftSentence({ counts, objects, revision }: Pick<Drift, 'counts' | 'objects' | 'revision'>): Words[] {
  const { fields, missing, unknown } = counts
  const changed = objects.filter((object) => object.fields.some(({ expected }) => expected === '')).length
  const differ = fields === 1 ? 'differs' : 'differ'
  const gone = [strong(counted(missing, 'object')), plain(missing === 1 ? ' is missing.' : ' are missing.')]
  if (fields > 0) {
    const where = plain(` of ${counted(changed, 'object')} ${differ} from revision ${revision}`)
    return [strong(counted(fields, 'field')), where, ...(missing > 0 ? [plain(', '), ...gone] : [plain('.')])]
  }
  if (missing > 0) return gone
  const compared = objects.length - unknown
  if (compared === 0 && unknown > 0) return [strong('Not compared'), plain(': none of its objects can be read.')]
  if (objects.length === 0) return [strong('No drift'), plain(`: revision ${revision} has no objects.`)]
  const all = unknown > 0 ? `the ${counted(compared, 'object')} that can be read` : allOf(compared)
  return [strong('No drift'), plain(`: ${all} ${compared === 1 ? 'is' : 'are'} as revision ${revision} says.`)]
}

function allOf(count: number): string {
  return count === 1 ? 'its only object' : `all ${count} objects`
}

function strong(text: string): Words {
  return { text, isStrong: true }
}

function plain(text: string): Words {
  return { text, isStrong: false }
}

/** How a mark looks in a list. */
export type DriftTone = 'none' | 'drift' | 'expected' | 'closed' | 'busy' | 'checking' | 'unknown'

export function driftTone({ state }: DriftMark): DriftTone {
  if (state.is === 'checking' || state.is === 'busy') return state.is
  if (state.is === 'failed') return state.isForbidden ? 'closed' : 'unknown'
  const { fields, missing, unknown, expected } = state.counts
  if (fields + missing > 0) return 'drift'
  if (unknown > 0) return 'unknown'
  return expected > 0 ? 'expected' : 'none'
}

/** What stands in the list: `none`, `4 fields, 1 missing`, `not allowed`; '' where nobody has looked. */
export function driftText(mark: DriftMark | undefined): string {
  if (mark === undefined) return ''
  const { state } = mark
  if (state.is === 'checking') return 'checking…'
  if (state.is === 'busy') return 'changing now'
  if (state.is === 'failed') return state.isForbidden ? 'not allowed' : 'not checked'
  return countsText(state.counts)
}

function countsText({ fields, missing, unknown, expected }: DriftCounts): string {
  const drifted = [...(fields > 0 ? [counted(fields, 'field')] : []), ...(missing > 0 ? [`${missing} missing`] : [])]
  if (drifted.length > 0) return drifted.join(', ')
  if (unknown > 0) return `${unknown} not compared`
  return expected > 0 ? `${expected} expected` : 'none'
}

/** The whole of it, for whoever looks closer. */
export function driftTitle(mark: DriftMark | undefined): string {
  if (mark === undefined) return 'Not checked yet'
  const { state, checkedAt } = mark
  if (state.is === 'checking') return 'It is held against the cluster now'
  if (state.is === 'busy') return 'It is being changed, so it was not compared'
  if (state.is === 'failed') return state.why
  const unknown = state.counts.unknown > 0 ? `, ${counted(state.counts.unknown, 'object')} not compared` : ''
  return `Checked ${exactTime(checkedAt)}${unknown}`
}

const order: readonly (DriftTone | undefined)[] = [
  ...(['drift', 'unknown', 'closed', 'busy', 'checking', 'expected', 'none'] as const),
  undefined,
]

/** What drifts most is 0; what nobody has looked at comes last. */
export function driftRank(mark: DriftMark | undefined): string {
  const tone = mark === undefined ? undefined : driftTone(mark)
  const counts = mark?.state.is === 'checked' ? mark.state.counts : { fields: 0, missing: 0 }
  return `${order.indexOf(tone)}${String(99_999 - Math.min(99_999, counts.fields + counts.missing)).padStart(5, '0')}`
}
