import type { DraftLayer } from '@shared/contract/draft-shape'
import { isTooLong } from '@shared/values'
import { checkValues, firstError } from '@shared/values-check/check-values'
import type { ValuesDocuments } from '@shared/values-check/lines'
import type { ValuesProblem } from '@shared/values-check/problem'
import { isEqual } from '@shared/values-edit/plain-values'
import { originOf, type ValueOrigin, type ValuesLayer } from '@shared/values-layers/origin-of'
import { parseSet, type ParsedSet } from '@shared/values-layers/parse-set'
import { mergeValues } from '@shared/values-marks/default-values'
import { isValues } from '@shared/values-tree'
import { readValues } from '@shared/values-verdict/read-values'
import { canLayer, layerValues } from './layer-values'

/** Why a layer can't be used. */
export interface LayerProblem {
  readonly id: string
  /** One sentence. */
  readonly reason: string
  /** Where in its text, if it is one of YAML. */
  readonly place: ValuesProblem | null
}

/** What layers come to. */
export interface MergedLayers {
  /** What helm gets; null where one of them can't be used. */
  readonly text: string | null
  /** In the order of the layers. */
  readonly problems: readonly LayerProblem[]
  /** Which layer each value comes from, by its path as JSON. */
  readonly origins: ReadonlyMap<string, ValueOrigin>
  /** What a flag comes to, as YAML. */
  readonly yaml: ReadonlyMap<string, string>
  /** What lies below the own text, and what above it, each as one text. */
  readonly below: string
  readonly above: string
}

/**
 * Puts layers together as helm does with several files and flags: each is laid over those before it, and a flag that names an item of
 * a list changes the list that is there. A layer that is off counts for nothing.
 */
export function mergeLayers(layers: readonly DraftLayer[], documents: ValuesDocuments): MergedLayers {
  const texts: ValuesLayer[] = []
  const problems: LayerProblem[] = []
  let values: unknown = {}
  for (const layer of layers.filter(({ on }) => on)) {
    const read = readLayer(layer, values, documents)
    if (read.kind === 'bad') problems.push({ id: layer.id, reason: read.reason, place: read.place })
    else {
      texts.push({ id: layer.id, text: read.yaml, on: true })
      values = mergeValues(values, read.values)
    }
  }
  problems.push(...looseOnes(texts))
  const text = problems.length > 0 ? null : layerValues(texts.map((one) => one.text))
  const wrong = text === null ? null : wholeProblem(text, texts, values, documents)
  return {
    text: wrong === null ? text : null,
    problems: wrong === null ? problems : [wrong],
    origins: originOf(texts),
    yaml: new Map(texts.map((one) => [one.id, one.text])),
    ...aroundOwn(layers, texts),
  }
}

type ReadLayer =
  | { readonly kind: 'ok'; readonly yaml: string; readonly values: unknown }
  | { readonly kind: 'bad'; readonly reason: string; readonly place: ValuesProblem | null }

function readLayer(layer: DraftLayer, below: unknown, documents: ValuesDocuments): ReadLayer {
  const { kind, text } = layer
  if (kind === 'set' || kind === 'set-string') {
    // helm takes an empty one too.
    return text.trim() === '' ? { kind: 'ok', yaml: '', values: {} } : soundSet(parseSet(text, kind, below))
  }
  if (kind === 'set-file') return readSetFile(layer, below)
  // What masks in the own text stand for is known to the main process, which refuses what stands for nothing.
  const place = firstError(checkValues(text, documents, layer.id === 'own' ? 'put-back' : 'refused'))
  if (place !== null) return bad(`Line ${place.line}: ${place.message}`, place)
  const values = readValues(text, documents)?.values
  return values === undefined ? bad("It can't be read.") : { kind: 'ok', yaml: text, values }
}

/** The file's text is the value, whatever is in it. */
function readSetFile({ key, text }: DraftLayer, below: unknown): ReadLayer {
  if (key.trim() === '') return bad('Name the key that gets the text of the file, such as config.json.')
  if (/(?<!\\)[=,]/.test(key))
    return bad('Only a key is written here, such as config.json. “=” and “,” are written “\\=” and “\\,”.')
  const value = text.replace(/[\\,]/g, '\\$&').replace(/^\{/, '\\{')
  return soundSet(parseSet(`${key}=${value}`, 'set-string', below))
}

function soundSet(parsed: ParsedSet): ReadLayer {
  if (parsed.kind === 'bad') return bad(parsed.reason)
  // A list is written anew as a whole, with what else is in it.
  if (losesDigits(parsed.values))
    return bad('It changes a list with a number so large that digits of it would be lost. Change the list in a file.')
  return parsed
}

function losesDigits(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value)
  if (Array.isArray(value)) return value.some(losesDigits)
  return isValues(value) && Object.values(value).some(losesDigits)
}

/** What only helm's reader takes can be sent, but not be put together with anything. */
function looseOnes(texts: readonly ValuesLayer[]): LayerProblem[] {
  const filled = texts.filter(({ text }) => text.trim() !== '')
  if (filled.length <= 1) return []
  const reason = "It can't be layered: lines within its brackets or quotes are not indented."
  return filled.filter(({ text }) => !canLayer(text)).map(({ id }) => ({ id, reason, place: null }))
}

/** The last look at what is sent: it has to be what the layers mean, one laid over the other. */
function wholeProblem(
  text: string,
  texts: readonly ValuesLayer[],
  values: unknown,
  documents: ValuesDocuments,
): LayerProblem | null {
  const id = texts.at(-1)?.id ?? 'own'
  if (isTooLong(text))
    return { id, reason: 'Together the layers are larger than 1 MiB, the most that helm can keep.', place: null }
  if (isEqual(readValues(text, documents)?.values, values)) return null
  return { id, reason: "It can't be put together with the others without changing what they mean.", place: null }
}

function aroundOwn(
  layers: readonly DraftLayer[],
  texts: readonly ValuesLayer[],
): Pick<MergedLayers, 'below' | 'above'> {
  const own = layers.findIndex(({ kind }) => kind === 'own')
  const place = ({ id }: ValuesLayer): number => layers.findIndex((layer) => layer.id === id)
  const among = (isThere: (at: number) => boolean): string =>
    layerValues(texts.filter((one) => isThere(place(one)) && canLayer(one.text)).map(({ text }) => text))
  return { below: among((at) => at < own), above: among((at) => at > own) }
}

function bad(reason: string, place: ValuesProblem | null = null): ReadLayer {
  return { kind: 'bad', reason, place }
}
