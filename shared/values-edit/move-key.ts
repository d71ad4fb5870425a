import { isMap, type Pair, type Scalar, type YAMLMap } from 'yaml'
import type { TextChange } from '../values-marks/mark'
import { applyChanges, changeBetween } from './apply-changes'
import { changesTo } from './checked'
import { copyKey, snippetIn } from './copy-key'
import { hasKey } from './insert'
import { nodeAt, pairOf, startOf, type KeyPath, type ReadText } from './places'
import { valueAt, withValue, withoutKey } from './plain-values'
import { createRemoval } from './remove-key'
import { keyLines, keyText } from './write'

/**
 * Gives a key another name in its map.
 * @returns null where there is no such key, or one of the new name
 */
export function renameKey(text: string, path: KeyPath, name: string): readonly TextChange[] | null {
  return moveKey(text, path, [...path.slice(0, -1), name])
}

/**
 * Moves a key with its value and its comments to another place.
 * @returns null where there is no such key, or something at the new place
 */
export function moveKey(text: string, from: KeyPath, to: KeyPath): readonly TextChange[] | null {
  return changesTo(
    text,
    (value) =>
      withValue(isBeside(from, to) ? renamed(value, from, to) : withoutKey(value, from), to, valueAt(value, from)),
    (read) => moveChanges(read, from, to),
  )
}

function renamed(value: unknown, from: KeyPath, to: KeyPath): unknown {
  return withoutKey(withValue(value, to, null), from)
}

function isBeside(from: KeyPath, to: KeyPath): boolean {
  return from.length === to.length && from.slice(0, -1).every((step, index) => step === to[index])
}

/** As `moveKey`; what comes of it is not looked at again. */
export function moveChanges(read: ReadText, from: KeyPath, to: KeyPath): readonly TextChange[] | null {
  const [name, old] = [to.at(-1), from.at(-1)]
  const map = nodeAt(read, from.slice(0, -1))
  const pair = isMap(map) && typeof old === 'string' ? pairOf(map, old) : undefined
  if (pair === undefined || typeof name !== 'string' || valueAt(read.value, to) !== undefined) return null
  if (isBeside(from, to)) return hasKey(map as YAMLMap, name) ? null : [renaming(pair, name)]
  const changes = createRemoval(read)(from)
  const snippet = renamedSnippet(read, from, name)
  if (changes === null) return null
  const without = applyChanges(read.text, changes)
  const inserted = copyKey(without, to, snippet)
  return inserted === null ? null : changeBetween(read.text, applyChanges(without, inserted))
}

function renaming(pair: Pair, name: string): TextChange {
  const key = pair.key as Scalar
  return { from: startOf(key), to: key.range?.[1] ?? 0, insert: keyText(name, key.type) }
}

function renamedSnippet(read: ReadText, path: KeyPath, name: string): string {
  const snippet = snippetIn(read, path)
  const old = String(path.at(-1))
  const written = snippet === null ? null : renameKey(snippet, [old], name)
  if (snippet !== null && written !== null) return applyChanges(snippet, written)
  if (snippet !== null && old === name) return snippet
  return keyLines(name, valueAt(read.value, path), 2).join('\n')
}
