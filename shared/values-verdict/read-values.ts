import * as yaml from 'yaml'
import { createGoBuilder, GoYamlFault } from '../go-yaml-value'
import { asHelmsLines, type ValuesDocuments } from '../values-check/lines'
import { parseLoosely } from '../values-check/loose-lines'
import { isNothing } from '../values-check/parse'
import { parseValues, type ParsedValues } from '../values-check/parse-values'
import { isTooDeep } from '../values'
import { isValues, type Values } from '../values-tree'
import { withOpenBlock } from './open-block'

/** A values text as helm reads it. */
export interface ReadValues {
  readonly values: Values
  /** What of the text was read, for places; of several documents the last one says most. */
  readonly documents: readonly yaml.Document.Parsed[]
}

/**
 * @param text a whole values file
 * @param reads what the helm in use does with several documents
 * @param parsed the text, where it was parsed already
 * @returns null where helm can't read it either
 */
export function readValues(text: string, reads: ValuesDocuments, parsed?: ParsedValues): ReadValues | null {
  if (isTooDeep(text)) return null
  try {
    const strict = parsed ?? parseValues(text)
    const isSound = strict.every(({ errors }) => errors.length === 0)
    const documents = isSound ? strict : (parseLoosely(asHelmsLines(text)) ?? undefined)
    const read = reads === 'first' ? documents?.slice(0, 1) : documents
    if (read === undefined) return null
    const parts = read.filter((document) => !isNothing(document)).map(valueOf)
    const [only] = read
    if (reads === 'first' && only !== undefined && documents?.length === 1 && parts.length === 1)
      parts[0] = withOpenBlock(parts[0], text, only)
    return parts.every(isValues) ? { values: parts.reduce<Values>(mergedMaps, {}), documents: read } : null
  } catch (thrown) {
    if (thrown instanceof GoYamlFault || thrown instanceof RangeError) return null
    throw thrown
  }
}

function valueOf(document: yaml.Document.Parsed): unknown {
  return createGoBuilder(yaml, document)(document.contents)
}

/** As helm puts documents and files one over the other, before any default: nulls stay. */
export function mergedMaps(below: Values, above: Values): Values {
  const merged = new Map(Object.entries(below))
  for (const [key, value] of Object.entries(above)) {
    const standard = merged.get(key)
    merged.set(key, isValues(value) && isValues(standard) ? mergedMaps(standard, value) : value)
  }
  return Object.fromEntries(merged)
}
