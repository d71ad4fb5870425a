import type { ValuesGuide } from '../model/values-guide'
import { knowledgeOf } from '../values-marks/knowledge'
import { changesNothing } from '../values-marks/same-value'
import { isValues } from '../values-tree'
import { applyChanges } from './apply-changes'
import { readText, type KeyPath, type ReadText } from './places'
import { isEqual, valueAt, withoutKey } from './plain-values'
import { createRemoval } from './remove-key'
import { keyLines } from './write'

/** Values that somebody pasted which are not only their own. */
export interface PastedValues {
  /** What `helm get values` wrote, what it wrote with `--all`, or the chart's own file. */
  readonly kind: 'user-supplied' | 'computed' | 'defaults'
  /** Without helm's heading. */
  readonly text: string
  /** Without what is the same as the defaults, the comments of the rest kept. */
  readonly onlyOwn: string
  /** Values that are the same as their default, and all of them. */
  readonly same: number
  readonly all: number
  /** Asks for the shorter text, with these numbers. */
  readonly question: string
}

/** Fewer defaults are no sign of a chart's own file. */
const fewestDefaults = 5
/** Which part of the defaults has to be there, and the same. */
const mostPresent = 0.8
const manySame = 0.5

/** Tells whether a text is what helm or the chart wrote rather than what somebody wants; null where it isn't, or can't be read. */
export function recognisePasted(text: string, guide: ValuesGuide): PastedValues | null {
  const heading = /^\s*(USER-SUPPLIED|COMPUTED) VALUES:[ \t]*(?:\r\n|\r|\n|$)/.exec(text)
  const own = text.slice(heading?.[0].length ?? 0)
  const read = readText(own)
  if (read === null) return null
  const { defaults } = knowledgeOf(guide)
  if (heading === null && !isMostly(read.value, defaults)) return null
  const leaves = leavesOf(read.value, [])
  const same = leaves.filter((path) => isEqual(valueAt(read.value, path), valueAt(defaults, path))).length
  return {
    kind: heading === null ? 'defaults' : heading[1] === 'COMPUTED' ? 'computed' : 'user-supplied',
    text: own,
    onlyOwn: withoutSame(read, defaults),
    same,
    all: leaves.length,
    question: `Keep only what differs from the defaults? ${same} of ${leaves.length} keys are the same.`,
  }
}

function isMostly(value: unknown, defaults: unknown): boolean {
  const leaves = leavesOf(defaults, [])
  const present = leaves.filter((path) => valueAt(value, path) !== undefined)
  const same = present.filter((path) => isEqual(valueAt(value, path), valueAt(defaults, path)))
  return (
    leaves.length >= fewestDefaults &&
    present.length >= leaves.length * mostPresent &&
    same.length >= leaves.length * manySame
  )
}

/** The paths of all that is no map with keys. */
function leavesOf(value: unknown, path: KeyPath): KeyPath[] {
  const entries = isValues(value) ? Object.entries(value) : []
  if (entries.length === 0) return path.length === 0 ? [] : [path]
  return entries.flatMap(([key, one]) => leavesOf(one, [...path, key]))
}

function withoutSame(read: ReadText, defaults: unknown): string {
  const paths = samePaths(read.value, defaults, [])
  const wanted = paths.reduce(withoutKey, read.value)
  const removal = createRemoval(read)
  const changes = paths.flatMap((path) => removal(path) ?? [])
  const after = applyChanges(read.text, changes)
  if (isEqual(readText(after)?.value ?? {}, wanted ?? {})) return after
  // Anchors and merges hold keys together: written anew, without comments.
  const entries = Object.entries(isValues(wanted) ? wanted : {})
  return entries.map(([key, value]) => `${keyLines(key, value, 2).join('\n')}\n`).join('')
}

/** The highest keys below which nothing differs. */
function samePaths(value: unknown, defaults: unknown, path: KeyPath): KeyPath[] {
  if (!isValues(value) || !isValues(defaults)) return []
  return Object.entries(value).flatMap(([key, one]) => {
    if (!Object.hasOwn(defaults, key)) return []
    return changesNothing(one, defaults[key]) ? [[...path, key]] : samePaths(one, defaults[key], [...path, key])
  })
}
