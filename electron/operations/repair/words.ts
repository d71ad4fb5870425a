import type { Diagnosis, Holder } from '@shared/model/repair'
import { damageSentence, type DamagedRecord } from '../../records/record-damage'
import type { RevisionMark } from '../../records/revision-mark'

export interface StateWords {
  readonly name: string
  readonly newest: RevisionMark
  readonly holder: Holder
  readonly hangingHook: string
  readonly unknownObjects: Diagnosis['unknownObjects']
  /** Newest first. */
  readonly damaged: readonly DamagedRecord[]
  /** The cluster's clock, milliseconds. */
  readonly now: number
}

const middles: Readonly<Record<string, string>> = {
  'pending-install': 'An install is unfinished.',
  'pending-upgrade': 'An upgrade is unfinished.',
  'pending-rollback': 'A rollback is unfinished.',
  uninstalling: 'An uninstall is unfinished: some of its objects may be gone.',
}

/** What happened, as far as it is known: up to three sentences. '' when nothing is the matter. */
export function explain(state: StateWords): string {
  const { newest, holder, hangingHook, unknownObjects, now } = state
  const damaged = damagedWords(state)
  if (damaged !== '') return damaged
  const middle = middles[newest.status]
  const unknown = unknownWords(unknownObjects)
  if (middle === undefined) return unknown
  const hook = hangingHook === '' ? '' : `The hook ${hangingHook} has started and not finished.`
  return [middle, hook, unknown, holderWords(holder, newest, now)].filter(Boolean).slice(0, 4).join(' ')
}

function holderWords(holder: Holder, { writtenAt }: RevisionMark, now: number): string {
  const since = ageWords(now - Date.parse(writtenAt))
  switch (holder) {
    case 'ours':
      return 'Wheelhouse is working on it now.'
    case 'ours-ended':
      return 'The helm that Wheelhouse started has exited, so nothing is working on it anymore.'
    case 'others-working':
      return `It last changed something ${since} ago, so helm is probably still running.`
    case 'others-maybe':
      return `It last changed something ${since} ago; another helm may still be waiting for something.`
    case 'others-gone':
      return `It last changed something ${since} ago, so helm was most likely cut off.`
  }
}

function ageWords(ms: number): string {
  if (ms < 90_000) return `${Math.max(0, Math.round(ms / 1_000))} seconds`
  const minutes = Math.round(ms / 60_000)
  if (minutes < 120) return `${minutes} minutes`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`
}

function unknownWords(unknown: Diagnosis['unknownObjects']): string {
  const [first] = unknown
  if (first === undefined) return ''
  const more = unknown.length === 1 ? '' : ` and ${unknown.length - 1} more`
  return `The cluster no longer knows ${first.kind} (${first.apiVersion}), but helm's record contains ${first.name}${more}; helm fails because of it.`
}

function damagedWords({ name, damaged }: StateWords): string {
  if (damaged.length === 0) return ''
  const sentences = damaged.slice(0, 3).map((record) => damageSentence(name, record))
  return [...sentences, "helm skips what it can't read, and then fails or works on an older revision."].join(' ')
}
