import { fieldWords } from './field-words'
import { unwrapped } from './error-pattern'

/** An object that the cluster would not take, as helm's text names it. */
export interface Refusal {
  /** `Deployment`, or the plural that the server uses in some texts: `configmaps`; '' when it is not told. */
  readonly kind: string
  readonly name: string
  /** Why, in the server's words. */
  readonly reason: string
}

/** What helm writes in front of a server's answer about one object. */
const applied =
  /^(?:server-side apply failed for|conflict occurred while applying) object (?:[^\s/]*\/)?(?<name>\S+) \S+, Kind=(?<kind>\w+): (?<reason>[\s\S]*)/
const patched = /^cannot patch "(?<name>[^"]+)" with kind (?<kind>\w+): (?<reason>[\s\S]*)/
const deleted =
  /^failed to delete resource namespace=[^,]*, name=(?<name>[^,]+), kind=(?<kind>[^:]+): (?<reason>[\s\S]*)/
const outer: readonly RegExp[] = [applied, patched, deleted]

/** How a server names the object itself. */
const inner: readonly RegExp[] = [
  /^(?<kind>[A-Za-z]\w*)(?:\.[\w.-]+)? "(?<name>[^"]*)" is invalid(?:: (?<reason>[\s\S]*))?$/,
  /^failed to (?:create typed patch|convert new) object \((?:[^\s/;]*\/)?(?<name>[^;]*); \S*, Kind=(?<kind>\w+)\)(?: to proper version)?: (?<reason>[\s\S]*)/,
  /^(?<kind>[a-z][\w-]*)(?:\.[\w.-]+)? "(?<name>[^"]*)" is forbidden: (?<reason>[\s\S]*)/,
  /^(?<kind>[a-z][\w-]*)(?:\.[\w.-]+)? "(?<name>[^"]*)" (?<reason>already exists)/,
  /^(?<kind>[A-Z]\w*) "(?<name>[^"]*)" in namespace "[^"]*" (?<reason>exists and cannot be imported[\s\S]*)/,
  /^Operation cannot be fulfilled on (?<kind>[a-z][\w-]*)(?:\.[\w.-]+)? "(?<name>[^"]*)": (?<reason>[\s\S]*)/,
  /^(?<kind>[A-Z]\w*) in version "[^"]*" cannot be handled as an? \w+: (?<reason>[\s\S]*)/,
  /^ValidationError\((?<kind>[A-Z]\w*)[^)]*\): [\s\S]*/,
]

/** How helm puts the answers about several objects into one text: line by line, as a list or with `&&`. */
const between =
  /\n\s*\* |(?:\n| && )(?=server-side apply failed for |conflict occurred while applying |cannot patch "|failed to delete resource )/

/** The other objects that a text of helm is about, beside the first one (`refusalOf`), at most `most` of them. */
export function otherRefusals(text: string, most: number): readonly Refusal[] {
  return unwrapped(text)
    .split(between)
    .slice(1, 1 + most)
    .flatMap((part) => refusalOf(part) ?? [])
}

/**
 * The object that a text of helm is about, the first one of several, and the server's reason; null where it names none.
 * @param text a reason of helm, with whatever stands in front of it
 */
export function refusalOf(text: string): Refusal | null {
  const [plain = ''] = unwrapped(text).split(between)
  const around = firstMatch(outer, plain)
  const answer = unwrapped(around?.['reason'] ?? plain)
  const within = firstMatch(inner, answer)
  const named = around ?? within
  if (named === null) return null
  const reason = (within === null ? answer.replace(/^"" is invalid: /, '') : (within['reason'] ?? answer)).trim()
  return { kind: named['kind'] ?? '', name: named['name'] ?? '', reason }
}

function firstMatch(patterns: readonly RegExp[], text: string): Record<string, string | undefined> | null {
  for (const pattern of patterns) {
    const groups = pattern.exec(text)?.groups
    if (groups !== undefined) return groups
  }
  return null
}

/** `Service web`, `an object of kind ConfigMap`: how a refused object is called. */
export function objectWords({ kind, name }: Pick<Refusal, 'kind' | 'name'>): string {
  if (name !== '') return `${kind} ${name}`.trim()
  return kind === '' ? 'an object' : `an object of kind ${kind}`
}

/** Why the object is refused, in words; '' where the server gives no reason that is about its fields. */
export function refusalWords({ kind, reason }: Refusal): string {
  return fieldWords(reason, kind)
}
