import type * as Yaml from 'yaml'
import type { Alias, Document, Node, Pair, Scalar, YAMLMap } from 'yaml'
import { goScalar, taggedScalar } from './go-scalar'
import { aliasTargets } from './yaml-aliases'
import { yamlWords } from './yaml-words'

/** What the library's parser takes and go-yaml does not. */
export class GoYamlFault extends Error {
  constructor(
    message: string,
    readonly offset: number | undefined,
  ) {
    super(message)
  }
}

export type BuildGoValue = (node: unknown) => unknown

/**
 * Turns nodes into the values that kubectl and helm see in them, counting what aliases multiply: of equal keys the last counts,
 * a merge (<<) counts where it stands.
 * @param yaml the library, which not everybody may load before the first paint
 * @returns a function of a node of that document; it throws a GoYamlFault
 */
export function createGoBuilder(yaml: typeof Yaml, document: Document.Parsed): BuildGoValue {
  const open = new Set<unknown>()
  const targets = aliasTargets(yaml, document)
  let built = 0
  let byAlias = 0
  let depth = 0

  const build: BuildGoValue = (node) => {
    built += 1
    if (depth > 0) byAlias += 1
    if (byAlias > 100 && built > 1_000 && byAlias / built > aliasShare(built)) {
      throw new GoYamlFault('Its aliases (*name) expand to too much.', undefined)
    }
    if (yaml.isAlias(node)) return alias(node)
    if (yaml.isMap(node)) return mapping(node)
    if (yaml.isSeq(node)) return node.items.map(build)
    return yaml.isScalar(node) ? scalar(node) : null
  }
  const alias = (node: Alias): unknown => {
    const target = targets.get(node)
    if (target === undefined) throw new GoYamlFault('An alias (*name) has no anchor (&name) before it.', startOf(node))
    if (open.has(target)) throw new GoYamlFault('An alias (*name) contains itself.', startOf(node))
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
      if (!isPlainObject(source)) throw new GoYamlFault('A merge (<<) needs a mapping.', startOf(from))
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
  // By its letters: where the library reads YAML 1.1 its value is a symbol.
  return yaml.isScalar(key) && key.source === '<<' && key.type === 'PLAIN' && key.tag === undefined
}

/** Escapes that JSON has and YAML 1.1 has not: `\/`, and half a character as `\ud83d`. */
const foreignEscape = /^(?:[^\\]|\\(?!\/|u[dD][89a-fA-F]).)*\\(?:\/|u[dD][89a-fA-F])/s

function scalar(node: Scalar): unknown {
  const written =
    node.type === 'QUOTE_DOUBLE' && node.srcToken !== undefined && 'source' in node.srcToken ? node.srcToken.source : ''
  if (foreignEscape.test(written))
    throw new GoYamlFault(yamlWords({ code: 'BAD_DQ_ESCAPE', message: '' }), startOf(node))
  // The library makes a date or bytes of some tagged texts.
  const text = typeof node.value === 'string' ? node.value : (node.source ?? '')
  const value = node.tag !== undefined ? taggedScalar(node.tag, text) : node.type === 'PLAIN' ? goScalar(text) : text
  if (value === undefined) throw new GoYamlFault("A tag (!name) doesn't match what follows it.", startOf(node))
  if (Number.isNaN(value))
    throw new GoYamlFault('A number is not finite. Put it in quotes to mean the text.', startOf(node))
  return value
}

function keyOf(value: unknown, node: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const reason =
    value === null ? 'A key is missing before the “:”.' : 'A key must be plain text, not a list or a mapping.'
  throw new GoYamlFault(reason, startOf(node))
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Where a node begins. */
export function startOf(node: unknown): number | undefined {
  return (node as { range?: Node['range'] } | null)?.range?.[0]
}
