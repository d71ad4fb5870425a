import { fail } from '@shared/errors'
import type { ComparedText, ComparedTexts } from '@shared/model/comparison'
import { maskYaml } from '../../masking/mask'
import { maskProse } from '../../masking/mask-text'
import { createSecretSet } from '../../masking/secret-set'
import type { PlainObject } from '../../records/manifest'
import { valuesToYaml } from '../../records/revision-values'
import type { Values } from '../../records/values'
import { nameOf } from '../sides/object-key'
import { objectYaml } from '../sharing/object-texts'
import { hookPairs, objectPairs, type ObjectPair } from './paired-sides'
import type { ReadSide } from './read-compared'

/** The sides of a comparison, and what is secret in either. */
export interface TextSides {
  readonly from: ReadSide
  readonly to: ReadSide
  readonly secrets: readonly string[]
}

/**
 * Both sides of a text, secrets masked. Objects are written in one way and one order on both sides, so that only what differs
 * differs.
 * @throws AppFailure `invalid-input` for an object that isn't in it
 */
export function comparedTexts(sides: TextSides, text: ComparedText, object: string | undefined): ComparedTexts {
  const { from, to, secrets } = sides
  switch (text) {
    case 'values':
      return both(from, to, ({ config }) => valuesText(config, secrets))
    case 'computed-values':
      return both(from, to, ({ computed }) => valuesText(computed, secrets))
    case 'notes': {
      const set = createSecretSet(secrets)
      return both(from, to, ({ notes }) => (notes === null || notes === '' ? null : maskProse(notes, set).text))
    }
    case 'manifest':
    case 'hooks':
      return pairTexts(found(pairsOf(sides, text), object), secrets)
  }
}

/** The pairs of such a text, as `ComparedObject.id` names them. */
export function pairsOf({ from, to, secrets }: TextSides, text: 'manifest' | 'hooks'): ObjectPair[] {
  const set = createSecretSet(secrets)
  const mask = (name: string): string => set.mask(name).text
  return text === 'hooks' ? hookPairs(from, to, mask) : objectPairs(from, to, mask)
}

function both(from: ReadSide, to: ReadSide, textOf: (side: ReadSide) => string | null): ComparedTexts {
  return { before: textOf(from), after: textOf(to) }
}

function valuesText(values: Values, secrets: readonly string[]): string | null {
  const text = valuesToYaml(values)
  return text === '' ? null : maskYaml(text, secrets).text
}

function found(pairs: readonly ObjectPair[], object: string | undefined): readonly ObjectPair[] {
  if (object === undefined) return pairs
  const pair = pairs.find(({ id }) => id === object)
  if (pair === undefined) fail('invalid-input', "The comparison doesn't have this object.")
  return [pair]
}

/** The objects of pairs as one text each side, by kind and name; null where a side has none. */
export function pairTexts(pairs: readonly ObjectPair[], secrets: readonly string[]): ComparedTexts {
  const ordered = pairs.toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1))
  const side = (name: 'before' | 'after'): string | null => {
    const objects = ordered.flatMap((pair) => pair[name]?.object ?? [])
    return objects.length === 0 ? null : maskYaml(objects.map(objectYaml).join('---\n'), secrets).text
  }
  return { before: side('before'), after: side('after') }
}

function orderOf({ before, after }: ObjectPair): string {
  const { kind, name } = nameOf((before ?? after)?.object ?? nobody)
  return `${kind}/${name}`
}

const nobody: PlainObject = { kind: '', metadata: {} }
