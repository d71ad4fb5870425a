import { CORE_SCHEMA, load, mergeTag } from 'js-yaml'
import { isTooDeep } from '@shared/values'
import { splitDocuments } from '@shared/yaml-documents'
import { argumentSecrets } from './command-forms'
import { commentSecrets, inlineSecrets } from './inline-forms'
import { isPlain } from './plain-words'
import { childHide, entryNames, itemHide, judgeScalar, type Hide, type MapFacts } from './secret-rules'

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
  const isSecret = hasSecret.test(text)
  const value = text.length > (isSecret ? maxSecret : maxParsed) ? undefined : parsed(text)
  if (value !== undefined) collect(value, found)
  else for (const { start, end } of inlineSecrets(text, 'config')) found.add(text.slice(start, end))
  for (const { start, end } of commentSecrets(text)) found.add(text.slice(start, end))
}

/** So much is read of the files in values and ConfigMaps, each of which costs a little; all are searched by form. Characters. */
const maxFiles = 1_000_000
const fileCost = 1_000

const inJson = /^\s{0,99}[[{]/

/** Whether a text is JSON, or YAML with more than a value on each line, where a key of it may name a secret. */
function isFile(text: string, mostLength: number): boolean {
  if (text.length > Math.min(maxParsed, mostLength) || !mayNameSecret.test(text) || isTooDeep(text)) return false
  return inJson.test(text) || /:[ \t]{0,9}\r?\n|:[ \t]{1,9}[|>]/.test(text) || hasSecret.test(text)
}

/** What is in a file; undefined for what cannot be read. */
function fileOf(text: string): unknown {
  if (!inJson.test(text)) return parsed(text)
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const mayNameSecret = /pass|pw|psk|secret|token|cred|key|jwt|dsn|auth/i
const hasSecret = /^[ \t]{0,9}["']?kind["']?:[ \t]{0,9}["']?Secret\b/m

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
  /** Whether it stands in a text of another document. */
  readonly isInFile: boolean
}

/** Without recursion: what comes from a cluster may be nested as deep as it likes. */
function collect(root: unknown, found: Set<string>): void {
  const open: Visit[] = [{ value: root, hide: 'open', key: '', isInFile: false }]
  // Aliases could make a short text name more than can ever be looked at.
  const seen = new Map<unknown, Set<Hide>>()
  let left = maxFiles
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    const { value, hide, key, isInFile } = visit
    if (typeof value !== 'object' || value === null || value instanceof Date) {
      const { secrets } = judgeScalar(value, hide, key)
      // A file has lists and maps of many kinds under such keys: words in these are none.
      for (const secret of secrets) if (!isInFile || !isPlain(secret)) found.add(secret)
      if (typeof value !== 'string' || isInFile || hide === 'all' || !isFile(value, left)) continue
      left -= value.length + fileCost
      open.push({ value: fileOf(value), hide: 'open', key: '', isInFile: true })
      continue
    }
    const modes = seen.get(value) ?? new Set()
    if (modes.has(hide)) continue
    seen.set(value, modes.add(hide))
    if (Array.isArray(value)) visitItems(value, visit, { open, found })
    else visitMembers(value as Readonly<Record<string, unknown>>, visit, open)
  }
}

function visitItems(
  items: readonly unknown[],
  { hide, key, isInFile }: Visit,
  { open, found }: { readonly open: Visit[]; readonly found: Set<string> },
): void {
  for (const value of items) open.push({ value, hide: itemHide(isMap(value), hide), key, isInFile })
  const words = items.map((item) => (typeof item === 'string' ? item : ''))
  for (const { index, start } of argumentSecrets(words)) found.add((words[index] ?? '').slice(start))
}

function visitMembers(map: Readonly<Record<string, unknown>>, { hide, isInFile }: Visit, open: Visit[]): void {
  const facts = factsOf(map)
  for (const [key, value] of Object.entries(map)) {
    open.push({ value, hide: childHide(facts, key, isMap(value), hide), key, isInFile })
  }
}

function factsOf(map: Readonly<Record<string, unknown>>): MapFacts {
  const named = entryNames.map((name) => map[name]).find((one) => typeof one === 'string' && one !== '')
  return { isSecret: map['kind'] === 'Secret', named: typeof named === 'string' ? named : '' }
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
