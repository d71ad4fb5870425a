import { moveChanges } from '../values-edit/move-key'
import { keyText } from '../values-edit/write'
import { startOf } from '../values-edit/places'
import { valueAt } from '../values-edit/plain-values'
import { isValues } from '../values-tree'
import type { Scalar } from 'yaml'
import { isSure, namesAt, othersAt } from './knowledge'
import type { ValuesMark } from './mark'
import type { KeyAt, Marking, Said } from './marking'
import { nearName } from './near-name'
import { newName } from './version-change'

/** What is said of a key that the chart doesn't mention; null where it may have its sense. */
export function notKnownWords(marking: Marking, at: KeyAt): Said | null {
  return goneWords(marking, at) ?? unknownWords(marking, at)
}

function goneWords({ read, knowledge, before, isAlone, removal }: Marking, at: KeyAt): Said | null {
  const { path, old, around } = at
  if (before === null || old === null || !isSure(old)) return null
  if (othersAt(around) !== 'none' || knowledge.hasGaps || before.hasGaps) return null
  const renamed = newName(path, before.defaults, knowledge.defaults)
  if (renamed === null) {
    const changes = isAlone ? removal(path) : null
    const fix = changes === null ? undefined : { label: 'Remove', changes }
    return { kind: 'dropped', severity: 'warning', message: "The new version doesn't have this key any more.", fix }
  }
  const words = renamed.join('.')
  // What is set there already isn't replaced.
  const isFree = valueAt(read.value, renamed) === undefined
  const changes = isAlone && isFree ? moveChanges(read, path, renamed) : null
  const fix = changes === null ? undefined : { label: 'Rename', changes }
  return { kind: 'renamed', severity: 'warning', message: `The new version calls this ${words}.`, fix }
}

function unknownWords({ knowledge: { hasGaps } }: Marking, at: KeyAt): Said | null {
  const { pair, name, path, around, value, siblings } = at
  const others = othersAt(around)
  // With something of the chart missing, it may be the key of a chart inside it.
  const isPerhapsChart = hasGaps && path.length === 1 && (isValues(value) || value === null)
  if (others === 'any' || isPerhapsChart) return null
  const isCareful = others !== 'none' || hasGaps
  const free = namesAt(around).filter((known) => !siblings.has(known))
  const near = nearName(name, free, isCareful)
  if (near === null && isCareful) return null
  const message = `Not in the chart.${near === null ? '' : ` Did you mean ${near}?`}`
  const fix = near === null ? undefined : renameFix(pair.key as Scalar, near)
  return { kind: 'unknown', severity: 'warning', message, fix }
}

function renameFix(key: Scalar, name: string): ValuesMark['fix'] {
  const [from, to] = [startOf(key), key.range?.[1] ?? 0]
  return { label: 'Rename', changes: [{ from, to, insert: keyText(name, key.type) }] }
}
