/** A value that helm's schema check refuses, and why, in helm's own words. */
export interface RefusedValue {
  /** The chart whose schema it is; a chart inside another has only its own name. */
  readonly chart: string
  /** Keys from the top of that chart's values; an item of a list by its number. */
  readonly path: readonly string[]
  readonly said: string
}

/** Where a template has failed. */
export interface FailedTemplate {
  /** `web/templates/a.yaml` */
  readonly file: string
  /** Counted from 1; 0 where helm names none. */
  readonly line: number
}

/** The places that an error of helm names. */
export interface HelmPlaces {
  readonly values: readonly RefusedValue[]
  /** The innermost of those that include each other last. */
  readonly templates: readonly FailedTemplate[]
  /** Values that the failing code reads, as keys: of `<.Values.image.tag>`; relative to the chart whose template it is. */
  readonly reads: readonly (readonly string[])[]
}

/** helm's text may be as long as it likes. */
const maxText = 64 * 1024
const maxPlaces = 50

/** Which values and templates a text of helm 3 or 4 is about. It is told only what stands in the text. */
export function helmPlaces(text: string): HelmPlaces {
  const lines = text.slice(0, maxText).split('\n')
  return { values: refusedValues(lines), templates: failedTemplates(lines), reads: readValues(lines) }
}

/** `- at '/image/tag': got number, want string`, below the name of its chart (`web:`). What is indented tells the same once more. */
function refusedValues(lines: readonly string[]): RefusedValue[] {
  const found: RefusedValue[] = []
  let chart = ''
  for (const line of lines) {
    chart = /^([^\s:]+):$/.exec(line)?.[1] ?? chart
    const [, pointer, said] = /^- at '((?:[^'\\]|\\.)*)': (.*)$/.exec(line.slice(0, 8_192)) ?? []
    if (pointer === undefined || said === undefined) continue
    const path = keysOf(pointer)
    const named = namesIn(said)
    const paths = named.length === 0 ? [path] : named.map((name) => [...path, name])
    found.push(...paths.map((one) => ({ chart, path: one, said })))
    if (found.length >= maxPlaces) break
  }
  return found.slice(0, maxPlaces)
}

/** What is said of keys that a map lacks, or may not have. */
function namesIn(said: string): string[] {
  const names = /^(?:missing propert(?:y|ies)|additional properties) (.*?)(?: not allowed)?$/.exec(said)?.[1]
  return names === undefined ? [] : [...names.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, name = '']) => name)
}

function keysOf(pointer: string): string[] {
  if (pointer === '') return []
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

const template = /([^\s:()<>"']+\/templates\/[^\s:()<>"']+)(?::(\d+))?(?::\d+)?/g

function failedTemplates(lines: readonly string[]): FailedTemplate[] {
  const found = new Map<string, FailedTemplate>()
  for (const line of lines) {
    for (const [, file = '', at = '0'] of line.slice(0, 8_192).matchAll(template)) {
      if (found.size >= maxPlaces) break
      const place = { file, line: Math.min(Number(at), 10_000_000) }
      const key = `${file}:${place.line}`
      // `executing "web/templates/a.yaml" at …` names a file without its line, which stands in front.
      if (place.line === 0 && [...found.values()].some((one) => one.file === file)) continue
      found.delete(key)
      found.set(key, place)
    }
  }
  return [...found.values()]
}

/** Of the innermost code alone: helm shows the one action that failed. */
function readValues(lines: readonly string[]): string[][] {
  const code = [...lines.join('\n').matchAll(/ at <([^\n]{1,500}?)>:?/g)].at(-1)?.[1] ?? ''
  const paths = [...code.matchAll(/\.Values((?:\.[\p{L}\p{N}_]+)+)/gu)].slice(0, maxPlaces)
  return paths.map(([, path = '']) => path.slice(1).split('.'))
}
