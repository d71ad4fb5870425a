import { checkValues, firstError } from '@shared/values-check/check-values'
import { isMerge, keyName } from '@shared/values-edit/places'
import {
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  visit,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml'

/**
 * One YAML text of several, each laid over those before it as helm does with several `-f`: maps merge key by key,
 * everything else is replaced. Comments of what stays are kept. Expects texts that can be layered.
 */
export function layerValues(texts: readonly string[]): string {
  const filled = texts.filter((text) => text.trim() !== '')
  if (filled.length <= 1) return filled[0] ?? ''
  const [base, ...layers] = filled.flatMap(read)
  if (base === undefined) return ''
  for (const { contents } of layers) {
    if (!isMap(contents)) continue
    if (isMap(base.contents)) mergeMap(base.contents, contents)
    else base.contents = contents
  }
  return base.toString({ lineWidth: 0 })
}

/**
 * Whether a text can be layered: what helm could not read cannot, nor what only helm's reader takes, because lines within brackets
 * or quotes are not indented.
 */
export function canLayer(text: string): boolean {
  return (
    firstError(checkValues(text, 'merged', 'put-back')) === null &&
    parseLayers(text, 'yaml-1.1').every(({ errors }) => errors.length === 0)
  )
}

/**
 * The documents of a text, layers too to helm 4. Every scalar is a text: nothing is written otherwise than it was, such as a `yes`,
 * a time or a number of more digits than fit.
 */
function read(text: string): Document.Parsed[] {
  const documents = parseLayers(text, 'failsafe')
  documents.forEach(spellOut)
  return documents
}

function parseLayers(text: string, schema: 'failsafe' | 'yaml-1.1'): Document.Parsed[] {
  const documents = parseAllDocuments(text, { version: '1.1', schema, uniqueKeys: false, logLevel: 'silent' })
  return 'empty' in documents ? [] : documents
}

/** Writes what aliases stand for in their place: an anchor does not reach into another layer, and may be replaced. */
function spellOut(document: Document.Parsed): void {
  const found: Node[] = []
  visit(document, {
    Alias: (_, alias) => {
      found.push(alias)
      return alias.resolve(document)?.clone() as Node | undefined
    },
  })
  if (found.length === 0) return
  visit(document, {
    Value: (_, node) => {
      delete node.anchor
    },
    Map: (_, map) => {
      delete map.anchor
      mergeKeys(map)
    },
  })
}

/** What `<<` brings in counts less than what stands beside it, and the first of several more than the others. */
function mergeKeys(map: YAMLMap): void {
  const merged = map.items.filter(isMerge).flatMap(({ value }) => (isSeq(value) ? value.items : [value]))
  map.items = map.items.filter((item) => !isMerge(item))
  for (const pair of merged.flatMap((source) => (isMap(source) ? source.items : []))) {
    if (!map.items.some((item) => keyOf(item) === keyOf(pair))) map.items.push(pair)
  }
}

function mergeMap(target: YAMLMap, layer: YAMLMap): void {
  for (const pair of layer.items) {
    const old = target.items.find((item) => keyOf(item) === keyOf(pair))
    if (old === undefined) target.items.push(pair)
    else if (isMap(old.value) && isMap(pair.value)) mergeMap(old.value, pair.value)
    else old.value = pair.value
  }
}

/** To helm `1` and `"1"` are one key, and `yes` is `true`. */
function keyOf(pair: Pair): string {
  return keyName(pair) ?? String(isScalar(pair.key) ? pair.key.value : pair.key)
}
