import { isMap, isScalar, parseDocument, type Pair, type YAMLMap } from 'yaml'

/**
 * One YAML text of several, each laid over those before it as helm does with several `-f`: maps merge key by key,
 * everything else is replaced. Comments of what stays are kept. Expects what the main process has accepted as values.
 */
export function layerValues(texts: readonly string[]): string {
  const [first = '', ...rest] = texts.filter((text) => text.trim() !== '')
  if (rest.length === 0) return first
  const base = read(first)
  for (const text of rest) {
    const layer = read(text)
    if (!isMap(layer.contents)) continue
    if (isMap(base.contents)) mergeMap(base.contents, layer.contents)
    else base.contents = layer.contents
  }
  return base.toString({ lineWidth: 0 })
}

/** Whether a text can have others laid over it: half-typed YAML cannot. */
export function canLayer(text: string): boolean {
  const { contents, errors } = read(text)
  return errors.length === 0 && (contents === null || isMap(contents))
}

/** YAML 1.1, as helm reads it, so that a `yes` stays what it is. */
function read(text: string): ReturnType<typeof parseDocument> {
  return parseDocument(text, { version: '1.1', uniqueKeys: false })
}

function mergeMap(target: YAMLMap, layer: YAMLMap): void {
  for (const pair of layer.items) {
    const old = target.items.find((item) => keyOf(item) === keyOf(pair))
    if (old === undefined) target.items.push(pair)
    else if (isMap(old.value) && isMap(pair.value)) mergeMap(old.value, pair.value)
    else old.value = pair.value
  }
}

function keyOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key)
}
