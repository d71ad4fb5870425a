import { secretMask } from '@shared/mask'
import type { KeyChange, KeyChanges } from '@shared/model/comparison'
import type { SecretSet } from '../../masking/secret-set'
import type { Values } from '../../records/values'
import { isPlain } from '../compare/plain'
import { shownValue } from '../compare/shown-value'
import { isReordered } from './reordered'
import { withMoves, type KeyMove } from './moved-keys'
import { changesAt } from './object-fields'

/** So many are told. */
const maxChanges = 500

/** What differs between two trees of keys, secrets masked: by what is known, and by the name of the key alone. */
export function keyChanges(before: Values, after: Values, secrets: SecretSet): KeyChanges {
  const found = withMoves(changesAt([], withNulls(before), withNulls(after)))
  return { changes: found.slice(0, maxChanges).map((change) => shown(change, secrets)), count: found.length }
}

/** Of values null says something: it takes a default away. Elsewhere it is the same as nothing. A character of nobody's. */
const nothing = '\u{e003}'

function withNulls(value: unknown): unknown {
  return mapped(value, null, nothing)
}

function mapped(value: unknown, from: unknown, to: unknown): unknown {
  if (value === from) return to
  if (Array.isArray(value)) return value.map((item) => mapped(item, from, to))
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, mapped(field, from, to)]))
}

function shown(change: KeyMove, secrets: SecretSet): KeyChange {
  const { path, before, after, movedTo } = change
  const told = (parts: readonly string[]): string[] => parts.map((part) => secrets.mask(part).text)
  const side = (value: unknown, place: readonly string[]): string =>
    shownValue(mapped(value, nothing, null), place, secrets)
  const sides = {
    ...(before !== undefined && { before: side(before, path) }),
    ...(after !== undefined && { after: side(after, movedTo ?? path) }),
  }
  return {
    path: told(path),
    ...sides,
    ...(isMasked(change, Object.values(sides)) && { masked: true as const }),
    ...(isReordered(change) && { reordered: true as const }),
    ...(movedTo !== undefined && { movedTo: told(movedTo) }),
  }
}

/** What differs can't be seen: all of it is a mask, or the same on both sides where it isn't. */
function isMasked({ before, after, movedTo }: KeyMove, texts: readonly string[]): boolean {
  if (texts.every((text) => text === secretMask)) return true
  return movedTo === undefined && before !== undefined && after !== undefined && texts[0] === texts[1]
}
