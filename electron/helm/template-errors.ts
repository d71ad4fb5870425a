import type { ErrorAction } from '@shared/errors'
import { none, sentence, type ErrorReader, type Told } from './error-pattern'

const fix: readonly ErrorAction[] = ['fix-values']

/** How a template of the chart fails: in what it says itself, in its own code, or in what it renders. */
export const readTemplateError: ErrorReader = (reason) => {
  const text = reason.replace(/\n+Use --debug flag to render out invalid YAML\s*$/, '')
  return ownWords(text) ?? brokenYaml(text) ?? brokenCode(text)
}

/** The sentence that the chart's author wrote for `required` or `fail`. */
function ownWords(text: string): Told | null {
  const [, place, said] = /execution error (?:at|in) \(([^)\n]*)\): ([\s\S]+)/.exec(text) ?? []
  if (place === undefined || said === undefined) return null
  return told("The chart doesn't accept these values.", `It says: ${sentence(said)} (${placeWords(place)})`, fix)
}

/** What a template renders is no YAML, or no object: nothing to be found in the values, unless one of them breaks it. */
function brokenYaml(text: string): Told | null {
  const [, file, why] =
    /(?:yaml parse error on|error parsing YAML: [^\n]*\b(?:parsing|annotating)|^parsing) ([^\s:]+\.\w+): ([\s\S]+)/i.exec(
      text,
    ) ?? []
  if (file !== undefined && why !== undefined) {
    return told(
      'A template of the chart renders invalid YAML.',
      `${shortPath(file)}: ${yamlWords(why).replace(/^Line/, 'line')} ${blame}`,
      none,
    )
  }
  const whole =
    /^unable to build kubernetes objects? from (?:release|new release) manifest: (error (?:parsing|converting|unmarshaling)[\s\S]+)/i
  const rest = whole.exec(text)?.[1] ?? /^error parsing YAML: ([\s\S]+)/i.exec(text)?.[1]
  if (rest === undefined) return null
  return told('A template of the chart renders invalid YAML.', `${yamlWords(rest)} ${blame}`, none)
}

const blame = 'The chart has to be fixed, unless one of the values breaks its YAML.'

/** helm 3 writes `template: PLACE: executing "t" at <.Values.x>: why`, helm 4 the same over several lines. */
function brokenCode(text: string): Told | null {
  const parse = /parse error (?:at|in) \(([^)\n]*)\): ([\s\S]+)/.exec(text)
  if (parse !== null) {
    return told(
      'A template of the chart is broken.',
      `${placeWords(parse[1] ?? '')}: ${sentence(parse[2] ?? '')}`,
      none,
    )
  }
  const at = /executing "[^"]*" at <([^\n]*?)>:?\s*([\s\S]*)/.exec(text)
  const place = /(?:template: |^)([^\s:]+:\d+)(?::\d+)?/m.exec(text)?.[1]
  if (at !== null) {
    // The innermost of templates that include each other is the one that failed; it stands last.
    const last = [
      ...text.matchAll(/(?<![^\s:])([^\s:]+:\d+)(?::\d+)?(?::|\n)\s*executing "[^"]*" at <([^\n]*?)>:?\s*/g),
    ].at(-1)
    const why = last === undefined ? (at[2] ?? '') : text.slice(last.index + last[0].length)
    const where = placeWords(last?.[1] ?? place ?? '')
    const expression = last?.[2] ?? at[1] ?? ''
    const said = sentence(`${where}: ${why.replace(/^error calling \w+: /, '')}`)
    return told('A template of the chart failed.', `${said} It was at ${expression.slice(0, 100)}.`, fix)
  }
  const other =
    /^(?:template: |rendering template failed: |cannot (?:parse|clone) template |error during tpl function execution)([\s\S]*)/.exec(
      text,
    )
  if (other !== null) return told('A template of the chart failed.', sentence(other[1] ?? text), fix)
  return null
}

function told(message: string, cause: string, actions: readonly ErrorAction[]): Told {
  return { code: 'chart-invalid', message, cause, actions }
}

/** `shop/templates/a.yaml:6:8` → `templates/a.yaml, line 6`. */
function placeWords(place: string): string {
  const [, file = place, line] = /^(.*?):(\d+)(?::\d+)?$/.exec(place) ?? []
  return line === undefined ? shortPath(file) : `${shortPath(file)}, line ${line}`
}

/** Without the chart's own name, which stands in front of all of them. */
function shortPath(file: string): string {
  return file.replace(/^[^/]+\/(?=templates\/|charts\/)/, '')
}

/** What a YAML parser says, without the names of the steps that led to it and without what stands in the text. */
export function yamlWords(why: string): string {
  const text = why
    .replace(/^failed to parse \S+: /, '')
    .replaceAll(
      /(?:cannot unmarshal yaml document|error (?:converting YAML to JSON|unmarshaling JSON|parsing [^:]*)|while decoding JSON|yaml|json|MalformedYAMLError): /gi,
      '',
    )
    .replaceAll(/`[^`]*`/g, '…')
  const kind = /cannot unmarshal (\w+) into Go value of type/.exec(text)?.[1]
  if (kind !== undefined) return `It is ${topLevel[kind] ?? `a ${kind}`}, not a mapping of keys to values.`
  const [, line, said] = /^line (\d+): ([\s\S]*)/.exec(text) ?? []
  return line === undefined ? upper(sentence(text)) : `Line ${line}: ${sentence(said ?? '')}`
}

const topLevel: Readonly<Record<string, string>> = {
  array: 'a list',
  string: 'a text',
  number: 'a number',
  bool: 'a boolean',
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
