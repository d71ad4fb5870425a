import type * as Yaml from 'yaml'
import type { Alias, CST, Document, LineCounter, Node, Pair, Scalar, YAMLMap } from 'yaml'
import { aliasTargets } from '@shared/yaml-aliases'
import { yamlWords } from '@shared/yaml-words'
import { goScalar, taggedScalar } from './go-scalar'

/** YAML as kubectl and helm read a kubeconfig. */
export type GoYaml =
  | {
      readonly kind: 'ok'
      /** What JSON can hold. */
      readonly value: unknown
      /** The line of what stands at a path, or of what should hold it; counted from 1. */
      readonly lineAt: (path: readonly PropertyKey[]) => number | undefined
      /** The scalar at a path as it is written. */
      readonly sourceAt: (path: readonly PropertyKey[]) => string | undefined
    }
  | { readonly kind: 'bad'; readonly reason: string; readonly line: number | undefined }

/** What YAML does not allow in a text (go-yaml's reader.go). */
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/

/**
 * Reads the first document of a text as client-go does (sigs.k8s.io/yaml on go.yaml.in/yaml/v2): what follows it is not
 * looked at, of equal keys the last counts, a merge (<<) counts where it stands, aliases are bounded.
 * @returns never rejects; a fault has a sentence for a person, in which nothing of the text is repeated
 */
export async function readGoYaml(source: string): Promise<GoYaml> {
  const text = source.replaceAll(/\r\n?/g, '\n')
  const control = text.search(controlCharacter)
  if (control >= 0) return bad('It contains a control character.', text.slice(0, control).split('\n').length)
  // Lazy: nobody needs a YAML parser before the first paint.
  const yaml = await import('yaml')
  const lines = new yaml.LineCounter()
  const lineOf = (offset: number): number => lines.linePos(offset).line
  try {
    // `strict` would refuse brackets that end at the line's beginning, which kubectl takes.
    const options = {
      schema: 'failsafe',
      uniqueKeys: false,
      strict: false,
      logLevel: 'silent',
      keepSourceTokens: true,
    } as const
    const tokens = tokensOf(yaml, text, lines)
    const document = [...first(new yaml.Composer(options).compose(tokens, true, text.length))][0]
    if (document === undefined) return bad("It can't be read as YAML.")
    const fault = faultOf(yaml, document)
    if (fault !== undefined) return bad(fault.reason, lineOf(Math.min(fault.offset, Math.max(0, text.length - 1))))
    const value = createBuilder(yaml, document)(document.contents)
    return { kind: 'ok', value, ...placesIn(document, lineOf) }
  } catch (thrown) {
    if (thrown instanceof Fault)
      return bad(thrown.message, thrown.offset === undefined ? undefined : lineOf(thrown.offset))
    return bad(thrown instanceof RangeError ? tooDeep : "It can't be read as YAML.")
  }
}

/** What stands in the way of reading it; what stands behind brackets that are the whole document is not looked at. */
function faultOf(
  yaml: typeof Yaml,
  document: Document.Parsed,
): { readonly reason: string; readonly offset: number } | undefined {
  const { contents, errors, warnings, directives } = document
  const end = yaml.isCollection(contents) && contents.flow === true ? contents.range[1] : Number.POSITIVE_INFINITY
  const fault =
    errors.find(({ code, pos }) => code !== 'UNEXPECTED_TOKEN' || pos[0] < end) ??
    warnings.find(({ code }) => code === 'BAD_DIRECTIVE')
  if (fault !== undefined) return { reason: yamlWords(fault), offset: fault.pos[0] }
  const { explicit = false, version } = directives.yaml
  if (!explicit || version === '1.1') return undefined
  return { reason: `It says that it is YAML ${version}; kubectl and helm read YAML 1.1.`, offset: 0 }
}

const tooDeep = 'It is nested too deeply.'
/** Go's reader takes ten times as much; what is composed of it here needs the stack for each level. */
const maxDepth = 1_000

/**
 * The tokens of a text, unless they are nested too deeply. A stack that is full cannot be left to the library: in a worker it
 * may end the whole process (V8 gives up where a regular expression is compiled at its very end).
 */
function* tokensOf(yaml: typeof Yaml, text: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new yaml.Parser(lines.addNewLine)
  lines.addNewLine(0)
  for (const lexeme of new yaml.Lexer().lex(text)) {
    yield* parser.next(lexeme)
    if (parser.stack.length > maxDepth) throw new Fault(tooDeep, parser.offset)
  }
  yield* parser.end()
}

function* first<T>(all: Iterable<T>): Generator<T> {
  for (const one of all) {
    yield one
    return
  }
}

function bad(reason: string, line?: number): GoYaml {
  return { kind: 'bad', reason, line }
}

/** What the library's parser takes and go-yaml does not. */
class Fault extends Error {
  constructor(
    message: string,
    readonly offset: number | undefined,
  ) {
    super(message)
  }
}

type Build = (node: unknown) => unknown

/** Turns nodes into values, counting what aliases multiply. */
function createBuilder(yaml: typeof Yaml, document: Document.Parsed): Build {
  const open = new Set<unknown>()
  const targets = aliasTargets(yaml, document)
  let built = 0
  let byAlias = 0
  let depth = 0

  const build: Build = (node) => {
    built += 1
    if (depth > 0) byAlias += 1
    if (byAlias > 100 && built > 1_000 && byAlias / built > aliasShare(built)) {
      throw new Fault('Its aliases (*name) expand to too much.', undefined)
    }
    if (yaml.isAlias(node)) return alias(node)
    if (yaml.isMap(node)) return mapping(node)
    if (yaml.isSeq(node)) return node.items.map(build)
    return yaml.isScalar(node) ? scalar(node) : null
  }
  const alias = (node: Alias): unknown => {
    const target = targets.get(node)
    if (target === undefined) throw new Fault('An alias (*name) has no anchor (&name) before it.', startOf(node))
    if (open.has(target)) throw new Fault('An alias (*name) contains itself.', startOf(node))
    open.add(target)
    depth += 1
    const value = build(target)
    depth -= 1
    open.delete(target)
    return value
  }
  const mapping = (node: YAMLMap): unknown => {
    const entries = new Map<string, unknown>()
    for (const pair of node.items) {
      if (isMerge(yaml, pair)) merge(entries, pair.value)
      else entries.set(keyOf(build(pair.key), pair.key), build(pair.value))
    }
    // Makes `__proto__` a key like any other.
    return Object.fromEntries(entries)
  }
  const merge = (into: Map<string, unknown>, from: unknown): void => {
    const value = build(from)
    // Of a list the first counts, so it is put in last.
    const sources: unknown[] = Array.isArray(value) ? value.toReversed() : [value]
    for (const source of sources) {
      if (!isPlainObject(source)) throw new Fault('A merge (<<) needs a mapping.', startOf(from))
      for (const [key, one] of Object.entries(source)) into.set(key, one)
    }
  }
  return build
}

/** How much of a text may come from aliases: go-yaml's numbers. */
function aliasShare(built: number): number {
  const [low, high] = [400_000, 4_000_000]
  if (built <= low) return 0.99
  return built >= high ? 0.1 : 0.99 - 0.89 * ((built - low) / (high - low))
}

function isMerge(yaml: typeof Yaml, { key }: Pair): boolean {
  return yaml.isScalar(key) && key.value === '<<' && key.type === 'PLAIN' && key.tag === undefined
}

/** Escapes that JSON has and YAML 1.1 has not: `\/`, and half a character as `\ud83d`. */
const foreignEscape = /^(?:[^\\]|\\(?!\/|u[dD][89a-fA-F]).)*\\(?:\/|u[dD][89a-fA-F])/s

function scalar(node: Scalar): unknown {
  const written =
    node.type === 'QUOTE_DOUBLE' && node.srcToken !== undefined && 'source' in node.srcToken ? node.srcToken.source : ''
  if (foreignEscape.test(written)) throw new Fault(yamlWords({ code: 'BAD_DQ_ESCAPE', message: '' }), startOf(node))
  // The library makes a date or bytes of some tagged texts.
  const text = typeof node.value === 'string' ? node.value : (node.source ?? '')
  const value = node.tag !== undefined ? taggedScalar(node.tag, text) : node.type === 'PLAIN' ? goScalar(text) : text
  if (value === undefined) throw new Fault("A tag (!name) doesn't match what follows it.", startOf(node))
  if (Number.isNaN(value)) throw new Fault('A number is not finite. Put it in quotes to mean the text.', startOf(node))
  return value
}

function keyOf(value: unknown, node: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const reason =
    value === null ? 'A key is missing before the “:”.' : 'A key must be plain text, not a list or a mapping.'
  throw new Fault(reason, startOf(node))
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function startOf(node: unknown): number | undefined {
  return (node as { range?: Node['range'] } | null)?.range?.[0]
}

function placesIn(
  document: Document.Parsed,
  lineOf: (offset: number) => number,
): Pick<Extract<GoYaml, { kind: 'ok' }>, 'lineAt' | 'sourceAt'> {
  const nodeAt = (path: readonly PropertyKey[]): unknown =>
    document.contents === null ? null : document.getIn(path, true)
  return {
    lineAt: (path) => {
      for (let length = path.length; length > 0; length--) {
        const offset = startOf(nodeAt(path.slice(0, length)))
        if (offset !== undefined) return lineOf(offset)
      }
      return undefined
    },
    sourceAt: (path) => (nodeAt(path) as Scalar | null | undefined)?.source,
  }
}
