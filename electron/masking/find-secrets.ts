import { CORE_SCHEMA, load, mergeTag } from 'js-yaml'
import { splitDocuments } from '@shared/yaml-documents'
import { argumentSecrets, inlineSecrets } from './inline-forms'
import { childHide, itemHide, judgeScalar, type Hide, type MapFacts } from './secret-rules'

/** What a release's own data give away as secret. All of it may be missing, or anything: it comes from a cluster. */
interface ReleaseTexts {
  /** Values: the person's own, the chart's defaults, in any number. */
  readonly values: readonly unknown[]
  /** Texts of YAML: manifests of the release and its hooks, values as they were typed. */
  readonly yaml: readonly string[]
}

/** A larger document is not read, only searched; but for Secrets, of which every entry counts. Characters. */
const maxParsed = 256 * 1024
const maxSecret = 2 * 1024 * 1024

/** The secrets of a release, each once. Never throws. */
export function secretsOf({ values, yaml }: ReleaseTexts): string[] {
  const found = new Set<string>()
  for (const value of values) collect(value, found)
  for (const text of yaml) for (const document of splitDocuments(text)) collectYaml(document, found)
  return [...found]
}

function collectYaml(text: string, found: Set<string>): void {
  const isSecret = /^[ \t]{0,9}["']?kind["']?:[ \t]{0,9}["']?Secret\b/m.test(text)
  const value = text.length > (isSecret ? maxSecret : maxParsed) ? undefined : parsed(text)
  if (value !== undefined) collect(value, found)
  else for (const { start, end } of inlineSecrets(text, 'config')) found.add(text.slice(start, end))
}

/** As helm's own reader takes merge keys and keys that stand twice. Undefined for what cannot be read. */
function parsed(text: string): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA.withTags(mergeTag), json: true })
  } catch {
    return undefined
  }
}

interface Visit {
  readonly value: unknown
  readonly hide: Hide
  readonly key: string
}

/** Without recursion: what comes from a cluster may be nested as deep as it likes. */
function collect(root: unknown, found: Set<string>): void {
  const open: Visit[] = [{ value: root, hide: 'open', key: '' }]
  // Aliases could make a short text name more than can ever be looked at.
  const seen = new Map<unknown, Set<Hide>>()
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    const { value, hide, key } = visit
    if (typeof value !== 'object' || value === null || value instanceof Date) {
      for (const secret of judgeScalar(value, hide, key).secrets) found.add(secret)
      continue
    }
    const modes = seen.get(value) ?? new Set()
    if (modes.has(hide)) continue
    seen.set(value, modes.add(hide))
    if (Array.isArray(value)) visitItems(value, hide, key, { open, found })
    else visitMembers(value as Readonly<Record<string, unknown>>, hide, open)
  }
}

function visitItems(
  items: readonly unknown[],
  hide: Hide,
  key: string,
  { open, found }: { readonly open: Visit[]; readonly found: Set<string> },
): void {
  for (const value of items) open.push({ value, hide: itemHide(isMap(value), hide), key })
  const words = items.map((item) => (typeof item === 'string' ? item : ''))
  for (const { index, start } of argumentSecrets(words)) found.add((words[index] ?? '').slice(start))
}

function visitMembers(map: Readonly<Record<string, unknown>>, hide: Hide, open: Visit[]): void {
  const facts = factsOf(map)
  for (const [key, value] of Object.entries(map)) {
    open.push({ value, hide: childHide(facts, key, isMap(value), hide), key })
  }
}

function factsOf({ kind, name, key }: Readonly<Record<string, unknown>>): MapFacts {
  const named = [name, key].find((one) => typeof one === 'string' && one !== '')
  return { isSecret: kind === 'Secret', named: typeof named === 'string' ? named : '' }
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
