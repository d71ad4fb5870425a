import { isAlias, isMap, isScalar, isSeq, parseDocument, visit, type Document, type Scalar, type YAMLMap } from 'yaml'
import { secretMask } from '@shared/mask'
import { isTooDeep } from '@shared/values'
import { splitDocuments } from '@shared/yaml-documents'
import { isSecretKey } from './mask-keys'
import { maskOccurrences, replaceSpans, secretPattern, type Span } from './mask-text'

export interface Masked {
  readonly text: string
  /** How many places were masked. */
  readonly count: number
  /** What the key or kind gave away: to be masked in other texts of the same release too. */
  readonly secrets: readonly string[]
}

/** A chunk of this many milliseconds may stand between two turns of the event loop. */
const sliceMs = 12

/**
 * Masks the secrets of YAML text (values or a manifest of several documents): data of Secret objects, values under keys
 * that name a secret, private keys, addresses with a password in them, and every other place where one of these values
 * stands again. All other lines stay as they are, comments included.
 * @param known secrets found elsewhere
 */
export async function maskYaml(text: string, known: Iterable<string> = []): Promise<Masked> {
  const documents: Parsed[] = []
  let since = performance.now()
  for (const part of splitDocuments(text)) {
    documents.push(parsePart(part))
    if (performance.now() - since < sliceMs) continue
    await new Promise((resume) => setImmediate(resume))
    since = performance.now()
  }
  const secrets = new Set(documents.flatMap(({ secrets: found }) => found))
  const pattern = secretPattern([...secrets, ...known])
  let count = 0
  const parts = documents.map((document) => {
    const spans = pattern === null ? document.spans : [...document.spans, ...hiddenRepeats(document, pattern)]
    const masked = replaceSpans(document.text, spans)
    const repeats = maskOccurrences(masked.text, [...secrets, ...known])
    count += masked.count + repeats.count
    return repeats.text
  })
  return { text: parts.join(''), count, secrets: [...secrets] }
}

interface Parsed {
  readonly text: string
  readonly document: Document.Parsed | null
  readonly spans: readonly Span[]
  readonly secrets: readonly string[]
}

/** That there is a mistake is enough to know: to find the place of each takes longer than all the rest. */
const parsing = { version: '1.1', uniqueKeys: false, strict: false, prettyErrors: false, logLevel: 'silent' } as const

function parsePart(text: string): Parsed {
  if (isTooDeep(text)) return unreadable(text)
  try {
    const document = parseDocument(text, parsing)
    if (document.errors.length > 0) return unreadable(text)
    const finder = createFinder(text, document)
    finder.walk(document.contents, 'open')
    return { text, document, spans: finder.spans, secrets: [...finder.secrets] }
  } catch {
    // Nested too deeply for the parser.
    return unreadable(text)
  }
}

/** What cannot be read cannot be searched: it is masked whole, but for the comments in front, which name its template. */
function unreadable(text: string): Parsed {
  const start = /^(?:(?:---|#).*\n|\s*\n)*/.exec(text)?.[0].length ?? 0
  const spans = start < text.length ? [{ start, end: text.length, by: `${secretMask}\n` }] : []
  return { text, document: null, spans, secrets: [] }
}

/** open: only what its own key or look gives away · strings: all but flags and what is plainly none · all: everything. */
type Hide = 'open' | 'strings' | 'all'

interface Finder {
  readonly spans: Span[]
  readonly secrets: Set<string>
  walk(node: unknown, hide: Hide, key?: string): void
}

function createFinder(text: string, document: Document.Parsed): Finder {
  const spans: Span[] = []
  const secrets = new Set<string>()
  const seen = new Map<unknown, Set<Hide>>()

  const scalar = (node: Scalar, hide: Hide, key: string): void => {
    if (hide === 'open' && !looksSecret(node.value)) {
      hideLines(node)
      return
    }
    if (!isHideable(node.value, hide)) return
    spans.push(spanOf(text, node))
    const value = String(node.value)
    if (hide !== 'all') secrets.add(value)
    else if (isSecretKey(key)) for (const form of [value, decoded(value)]) secrets.add(form)
  }
  /** `password=…` in a file that is kept as one text. */
  const hideLines = (node: Scalar): void => {
    if (node.type !== 'BLOCK_LITERAL' && node.type !== 'BLOCK_FOLDED') return
    const [start, end] = node.range ?? [0, 0]
    for (const line of text
      .slice(start, end)
      .matchAll(/^[ \t]*(?:export )?["']?([\w.-]+)["']?[ \t]*[:=][ \t]*(.*\S)/gm)) {
      const [whole, key = '', raw = ''] = line
      const value = raw.replace(/^(["'])(.*)\1,?$/, '$2')
      if (!isSecretKey(key) || !isWorthHiding(value)) continue
      secrets.add(value)
      const valueEnd = start + line.index + whole.length - (raw.length - raw.indexOf(value) - value.length)
      spans.push({ start: valueEnd - value.length, end: valueEnd, by: secretMask })
    }
  }
  const walk = (node: unknown, hide: Hide, key = ''): void => {
    const modes = seen.get(node) ?? new Set()
    if (modes.has(hide)) return
    seen.set(node, modes.add(hide))
    if (isAlias(node)) walk(node.resolve(document), hide, key)
    else if (isScalar(node)) scalar(node, hide, key)
    else if (isSeq(node))
      node.items.forEach((item) => walk(item, isMap(item) && hide === 'strings' ? 'open' : hide, key))
    else if (isMap(node)) for (const [name, value, how] of children(node, hide)) walk(value, how, name)
  }
  return { spans, secrets, walk }
}

/** The members of a map and how each is to be looked at. */
function* children(map: YAMLMap, hide: Hide): Generator<[string, unknown, Hide]> {
  const isSecret = textOf(map.get('kind', true)) === 'Secret'
  const named = textOf(map.get('name', true)) || textOf(map.get('key', true))
  for (const pair of map.items) {
    const key = textOf(pair.key)
    yield [key, pair.value, childHide(key, pair.value)]
  }
  function childHide(key: string, value: unknown): Hide {
    if (hide === 'all') return 'all'
    if (isSecret && (key === 'data' || key === 'stringData')) return 'all'
    if (isSecret && (key === 'metadata' || key === 'annotations')) return 'open'
    if (key.endsWith('last-applied-configuration')) return 'strings'
    if (hide === 'strings' && !harmlessChild.test(key)) return 'strings'
    if (key === 'value' && isSecretKey(named)) return 'strings'
    if (!isSecretKey(key)) return 'open'
    return isMap(value) && !/s$/i.test(key) ? 'open' : 'strings'
  }
}

/** In a map of credentials: what is no credential. */
const harmlessChild =
  /^(enabled|create|name|type|annotations|labels|username|user|host|port|mountPath|path|file|keys?|.*(Name|Path|File|Ref))$/

/** A private key, or an address with a password in it: secret under whatever name. */
function looksSecret(value: unknown): boolean {
  if (typeof value !== 'string') return false
  return /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value) || /:\/\/[^\s/:@]*:[^\s/@]+@/.test(value)
}

function isHideable(value: unknown, hide: Hide): boolean {
  if (value === null || value === undefined || value === '') return false
  return hide === 'all' || (typeof value !== 'boolean' && value !== secretMask)
}

/** Not a flag, and not only a reference to the secret: `${PASSWORD}`, `$(PASSWORD)`, `{{ .password }}`. */
function isWorthHiding(value: string): boolean {
  return !/^(|true|false|null|~|[|>][-+]?|\$\{[^}]*\}|\$\([^)]*\)|\{\{.*\}\}|[{[])$/.test(value)
}

function spanOf(text: string, node: Scalar): Span {
  const [start, end] = node.range ?? [0, 0]
  const source = text.slice(start, end)
  const quote = /^["']/.exec(source)?.[0] ?? ''
  const lineEnd = /\r?\n$/.exec(source)?.[0] ?? ''
  return { start, end, by: `${quote}${secretMask}${quote}${lineEnd}` }
}

/** Where a secret stands again in a way that only a parser sees: escaped, folded, or indented over several lines. */
function hiddenRepeats({ text, document, spans }: Parsed, pattern: RegExp): Span[] {
  const found: Span[] = []
  const covered = new Set(spans.map(({ start }) => start))
  if (document === null) return found
  visit(document, {
    Scalar: (_key, node) => {
      const [start, end] = node.range ?? [0, 0]
      if (typeof node.value !== 'string' || covered.has(start) || node.value.search(pattern) < 0) return
      const rest = text.slice(start, end).replaceAll(pattern, secretMask)
      if (sameSecretCount(node.value, rest, pattern)) return
      found.push(spanOf(text, node))
    },
  })
  return found
}

/** Whether masking the raw text masks every secret of the value it stands for. */
function sameSecretCount(value: string, masked: string, pattern: RegExp): boolean {
  const inValue = [...value.matchAll(pattern)].length
  return masked.split(secretMask).length - 1 >= inValue
}

function textOf(node: unknown): string {
  return isScalar(node) && typeof node.value === 'string' ? node.value : ''
}

/** The text behind base64; '' when it is none. */
function decoded(value: string): string {
  const text = Buffer.from(value, 'base64').toString('utf8')
  return text.includes('\uFFFD') ? '' : text
}
