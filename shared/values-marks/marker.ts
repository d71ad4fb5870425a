import { isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from 'yaml'
import { goScalar } from '../go-scalar'
import { createRemoval } from '../values-edit/remove-key'
import { isMerge, keyName, startOf, type KeyPath } from '../values-edit/places'
import { isValues } from '../values-tree'
import { mergeValues } from './default-values'
import { isKnown, placeBelow } from './knowledge'
import { linesOf } from './line-numbers'
import type { ValuesMark } from './mark'
import type { Around, KeyAt, Marking, Said } from './marking'
import { readWords } from './read-words'
import { changesNothing } from './same-value'
import { notKnownWords } from './unknown-words'
import { kindOf } from './version-change'

/** Of hints, and of all else: more are no help, and a hint must not take the place of a warning. */
const mostMarks = 200

/** The marks of one document. */
export function marksOf(
  parts: Pick<Marking, 'read' | 'knowledge' | 'before' | 'below' | 'isAlone'>,
): readonly ValuesMark[] {
  const { read, knowledge, before, below } = parts
  const marks: ValuesMark[] = []
  const lineOf = linesOf(read.text)
  const counts = { hints: 0, others: 0 }
  const marking: Marking = {
    ...parts,
    removal: createRemoval(read),
    mark: (node, path, { fix, ...said }) => {
      const kind = said.severity === 'info' ? 'hints' : 'others'
      if ((counts[kind] += 1) > mostMarks) return
      const from = startOf(node)
      const to = Math.max(from, (node as Scalar).range?.[1] ?? from)
      marks.push({ ...said, from, to, line: lineOf(from), path, ...(fix === undefined ? {} : { fix }) })
    },
    isFull: () => counts.others >= mostMarks,
  }
  const top = read.document?.contents
  if (isMap(top)) {
    const [standard, oldStandard] = [knowledge.defaults, before?.defaults]
    const around = { path: [], value: read.value, standard, below, place: knowledge.top, oldStandard }
    walk(marking, top, { ...around, old: before?.top ?? null })
  }
  return marks
}

function walk(marking: Marking, map: YAMLMap, around: Around): void {
  // Of equal keys the last one counts; what is said of the others would be said of nothing.
  const siblings = new Map<string, Pair>()
  for (const pair of map.items) {
    const name = keyName(pair)
    if (name !== null && !isMerge(pair)) siblings.set(name, pair)
  }
  for (const [name, pair] of siblings) {
    if (marking.isFull()) return
    const own = (value: unknown): unknown => (isValues(value) && Object.hasOwn(value, name) ? value[name] : undefined)
    visitKey(marking, {
      pair,
      name,
      siblings,
      path: [...around.path, name],
      value: own(around.value),
      standard: own(around.standard),
      below: own(around.below),
      place: placeBelow(around.place, name),
      around: around.place,
      old: around.old === null ? null : placeBelow(around.old, name),
      oldStandard: own(around.oldStandard),
    })
  }
}

function visitKey(marking: Marking, at: KeyAt): void {
  const { pair, path, standard, value } = at
  const said = wordsOfKey(marking, at)
  if (said !== null) marking.mark(pair.key, path, said)
  if (said !== null && said.kind !== 'retyped') return
  keyMark(marking, pair.key as Scalar, path)
  if (!isKnown(at.place)) readMarks(marking, pair.value, path, undefined)
  else if (value === null) nullMark(marking, at)
  else if (isMap(pair.value)) walk(marking, pair.value, at)
  else readMarks(marking, pair.value, path, standard)
}

function wordsOfKey(marking: Marking, at: KeyAt): Said | null {
  if (!isKnown(at.place)) return notKnownWords(marking, at)
  if (at.standard !== undefined && changesNothing(at.value, at.standard) && isDefaultBelow(at)) return same(marking, at)
  return marking.before === null ? null : retypedWords(at)
}

/** Whether another layer leaves the default as it is, so that nothing is undone here. */
function isDefaultBelow({ value, standard, below }: KeyAt): boolean {
  return below === undefined || changesNothing(value, mergeValues(standard, below))
}

function removeFix({ isAlone, removal }: Marking, path: KeyPath): ValuesMark['fix'] {
  const changes = isAlone ? removal(path) : null
  return changes === null ? undefined : { label: 'Remove', changes }
}

function same(marking: Marking, { path, value, standard }: KeyAt): Said {
  const isEmpty = isValues(value) && Object.keys(value).length === 0 && Object.keys(standard as object).length > 0
  const message = isEmpty ? 'Changes nothing: helm merges maps with their default.' : 'Same as the default.'
  return { kind: 'same', severity: 'info', message, fix: removeFix(marking, path) }
}

function retypedWords({ oldStandard, standard, value }: KeyAt): Said | null {
  const [was, wants, is] = [oldStandard, standard, value].map(kindOf)
  if (!was || !wants || !is || was === wants || is === wants) return null
  return { kind: 'retyped', severity: 'warning', message: `The new version wants ${wants} here; this is ${is}.` }
}

function nullMark(marking: Marking, { pair, path, standard, below }: KeyAt): void {
  // What it deletes is another layer's.
  if (below !== undefined) return
  const hasDefault = standard !== undefined && standard !== null
  if (!hasDefault && marking.knowledge.hasGaps) return
  const message = hasDefault ? "Deletes the chart's default." : 'Sets nothing: the chart has no default here.'
  const fix = hasDefault ? undefined : removeFix(marking, path)
  marking.mark(pair.key, path, { kind: 'null', severity: 'info', message, fix })
}

/** What helm reads otherwise, in a value and in all of its parts. */
function readMarks(marking: Marking, node: unknown, path: KeyPath, standard: unknown): void {
  if (marking.isFull()) return
  if (isScalar(node)) {
    readMark(marking, node, path, standard)
    return
  }
  if (isSeq(node)) node.items.forEach((item, index) => readMarks(marking, item, [...path, index], undefined))
  if (!isMap(node)) return
  for (const pair of node.items) {
    const name = keyName(pair)
    if (name === null) continue
    keyMark(marking, pair.key as Scalar, [...path, name])
    readMarks(marking, pair.value, [...path, name], undefined)
  }
}

function keyMark(marking: Marking, key: Scalar, path: KeyPath): void {
  const words = readWords(key, '')
  const message = words?.replace('helm reads', 'helm reads the key as').replace(', a boolean', '')
  if (message !== undefined) quoteMark(marking, key, path, message)
}

function readMark(marking: Marking, scalar: Scalar, path: KeyPath, standard: unknown): void {
  const message = readWords(scalar, typeof standard)
  if (message === null) return
  if (typeof standard !== 'boolean') {
    quoteMark(marking, scalar, path, message)
    return
  }
  // It means what it should; only the word is one that few know as a boolean.
  const insert = String(goScalar(scalar.source ?? ''))
  replaceMark(marking, { scalar, path, message, label: `Write ${insert}`, insert })
}

function quoteMark(marking: Marking, scalar: Scalar, path: KeyPath, message: string): void {
  replaceMark(marking, { scalar, path, message, label: 'Quote it', insert: `'${scalar.source ?? ''}'` })
}

interface Replaced {
  readonly scalar: Scalar
  readonly path: KeyPath
  readonly message: string
  readonly label: string
  readonly insert: string
}

function replaceMark({ mark }: Marking, { scalar, path, message, label, insert }: Replaced): void {
  const changes = [{ from: startOf(scalar), to: scalar.range?.[1] ?? 0, insert }]
  mark(scalar, path, { kind: 'read', severity: 'info', message, fix: { label, changes } })
}
