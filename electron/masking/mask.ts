import { isAlias, isMap, isScalar, isSeq, parseDocument, visit, type Document, type Scalar, type YAMLMap } from 'yaml'
import { secretMask } from '@shared/mask'
import { isTooDeep } from '@shared/values'
import { aliasTargets } from '@shared/yaml-aliases'
import { splitDocuments } from '@shared/yaml-documents'
import { argumentSecrets } from './command-forms'
import { commentSecrets, inlineSecrets } from './inline-forms'
import { childHide, entryNames, itemHide, judgeScalar, type Hide, type MapFacts } from './secret-rules'
import { createSecretSet, replaceSpans, tooMany, type SecretSet, type Span } from './secret-set'
import type { Place } from './text-places'

export interface Masked {
  readonly text: string
  /** How many places were masked. */
  readonly count: number
  /** What the key or kind gave away: to be masked in other texts of the same release too. */
  readonly secrets: readonly string[]
}

/**
 * Masks the secrets of YAML text (values or a manifest of several documents): data of Secret objects, values under keys
 * that name a secret, what its form gives away (inline-forms.ts), and every other place where one of these values stands
 * again, in whatever form. All other lines stay as they are, comments included.
 * @param known secrets found elsewhere
 */
export function maskYaml(text: string, known: Iterable<string> = []): Masked {
  const documents = splitDocuments(text).map(parsePart)
  const secrets = new Set(documents.flatMap(({ secrets: found }) => found))
  const set = createSecretSet([...secrets, ...known])
  if (set.isTooMany && text !== '') return { text: `# ${tooMany}\n`, count: 1, secrets: [...secrets] }
  let count = 0
  const parts = documents.map((document) => {
    const masked = replaceSpans(document.text, [...document.spans, ...repeats(document, set)])
    count += masked.count
    return masked.text
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
    const comments = commentSecrets(text)
    const spans = [...finder.spans, ...comments.map(({ start, end }) => ({ start, end, by: secretMask }))]
    const secrets = [...finder.secrets, ...comments.map(({ start, end }) => text.slice(start, end))]
    return { text, document, spans, secrets }
  } catch {
    // Nested too deeply for the parser.
    return unreadable(text)
  }
}

/** What cannot be read cannot be searched: it is masked whole, but for the comments in front, which name its template. */
function unreadable(text: string): Parsed {
  const start = /^(?:(?:---|#).*\n|\s*\n)*/.exec(text)?.[0].length ?? 0
  const spans = start < text.length ? [{ start, end: text.length, by: `${secretMask}\n` }] : []
  return { text, document: null, spans, secrets: inlineTexts(text) }
}

function inlineTexts(text: string): string[] {
  return inlineSecrets(text, 'config').map(({ start, end }) => text.slice(start, end))
}

interface Finder {
  readonly spans: Span[]
  readonly secrets: Set<string>
  walk(node: unknown, hide: Hide, key?: string): void
}

function createFinder(text: string, document: Document.Parsed): Finder {
  const spans: Span[] = []
  const secrets = new Set<string>()
  const seen = new Map<unknown, Set<Hide>>()
  let targets: ReturnType<typeof aliasTargets> | null = null

  const scalar = (node: Scalar, hide: Hide, key: string): void => {
    const judged = judgeScalar(node.value, hide, key)
    for (const secret of judged.secrets) secrets.add(secret)
    if (judged.isWhole) spans.push(spanOf(text, node))
    else if (judged.places.length > 0) spans.push(...innerSpans(text, node, judged.places))
  }
  const items = (nodes: readonly unknown[], hide: Hide, key: string): void => {
    for (const item of nodes) walk(item, itemHide(isMap(item), hide), key)
    const words = nodes.map(textOf)
    for (const { index, start } of argumentSecrets(words)) {
      const word = words[index] ?? ''
      secrets.add(word.slice(start))
      const node = nodes[index]
      if (isScalar(node)) spans.push(...innerSpans(text, node, [{ start, end: word.length }]))
    }
  }
  const walk = (node: unknown, hide: Hide, key = ''): void => {
    const modes = seen.get(node) ?? new Set()
    if (modes.has(hide)) return
    seen.set(node, modes.add(hide))
    if (isAlias(node)) walk((targets ??= aliasTargets({ visit, isAlias }, document)).get(node), hide, key)
    else if (isScalar(node)) scalar(node, hide, key)
    else if (isSeq(node)) items(node.items, hide, key)
    else if (isMap(node)) {
      const facts = factsOf(node)
      for (const pair of node.items) {
        const name = textOf(pair.key)
        walk(pair.value, childHide(facts, name, isMap(pair.value), hide), name)
      }
    }
  }
  return { spans, secrets, walk }
}

function factsOf(map: YAMLMap): MapFacts {
  const named = entryNames.map((name) => textOf(map.get(name, true))).find((name) => name !== '') ?? ''
  return { isSecret: textOf(map.get('kind', true)) === 'Secret', named }
}

function spanOf(text: string, node: Scalar): Span {
  const [start, end] = node.range ?? [0, 0]
  const source = text.slice(start, end)
  const quote = /^["']/.exec(source)?.[0] ?? ''
  const lineEnd = /\r?\n$/.exec(source)?.[0] ?? ''
  return { start, end, by: `${quote}${secretMask}${quote}${lineEnd}` }
}

/** Places of a scalar's value, where they stand in the text; all of it where that cannot be told. */
function innerSpans(text: string, node: Scalar, places: readonly Place[]): Span[] {
  const [start, end] = node.range ?? [0, 0]
  const source = text.slice(start, end)
  const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
  // Of a block the lines are the same but for their indentation, so the same forms are found in them.
  const found = isBlock
    ? inlineSecrets(source, 'config')
    : places.map((place) => moved(place, source.indexOf(String(node.value))))
  const isSure = isBlock
    ? found.length >= places.length && node.type === 'BLOCK_LITERAL'
    : source.includes(String(node.value))
  if (!isSure) return [spanOf(text, node)]
  return found.map((place) => ({ start: start + place.start, end: start + place.end, by: secretMask }))
}

function moved({ start, end }: Place, by: number): Place {
  return { start: start + by, end: end + by }
}

/** Where a secret stands again: as it is written, and in ways that only a parser sees (escaped, folded, indented). */
function repeats({ text, document, spans }: Parsed, set: SecretSet): Span[] {
  const found = set.find(text).map(({ start, end }) => ({ start, end, by: secretMask }))
  const covered = new Set(spans.map(({ start }) => start))
  if (document === null) return found
  visit(document, {
    Scalar: (_key, node) => {
      const [start, end] = node.range ?? [0, 0]
      if (typeof node.value !== 'string' || covered.has(start)) return
      const source = text.slice(start, end)
      if (source === node.value) return
      const inValue = set.find(node.value).length
      if (inValue > 0 && set.find(source).length < inValue) found.push(spanOf(text, node))
    },
  })
  return found
}

function textOf(node: unknown): string {
  return isScalar(node) && typeof node.value === 'string' ? node.value : ''
}
