import { isAlias, isMap, isScalar, isSeq, visit, type Alias, type Document, type ParsedNode, type Scalar } from 'yaml'
import { maxValuesDepth } from '../values'
import { aliasTargets } from '../yaml-aliases'
import { isNothing } from './parse'
import { error, warning, type Found } from './problem'

/** How many nodes aliases may stand for in all: few charts use any, a bomb stands for billions. */
const maxAliasNodes = 10_000

/**
 * What helm cannot keep of a document without a mistake in its form.
 * @throws RangeError when it is nested too deeply
 */
export function contentProblems(document: Document.Parsed, text: string): Found[] {
  const { contents } = document
  const found: Found[] = []
  const targets = aliasTargets({ visit, isAlias }, document)
  visit(document, {
    Map: (_, map, path) => {
      checkLevel(path)
      found.push(...anchorProblems(map), ...keyProblems(map.items as Item[], targets))
    },
    Seq: (_, list, path) => {
      checkLevel(path)
      found.push(...anchorProblems(list))
    },
    Scalar: (key, scalar) => {
      found.push(...anchorProblems(scalar), ...scalarProblems(scalar, key === 'key', text))
    },
    Alias: (_, alias) => {
      found.push(...aliasProblems(alias as Alias.Parsed, targets))
    },
  })
  if (contents !== null && !isNothing(document) && !isMap(contents))
    found.push(error(contents.range, 'Values start with a key, such as “replicas: 2”.'))
  const isSound = !found.some(({ severity }) => severity === 'error')
  return targets.size > 0 && isSound ? [...found, ...expansionProblems(document)] : found
}

/** What each alias means; one that leads nowhere is left out. */
type Targets = ReturnType<typeof aliasTargets>

/** A level of mappings is a pair and a map in the path. */
function checkLevel(path: readonly unknown[]): void {
  if (path.length > maxValuesDepth * 2) throw new RangeError('too deep')
}

interface Item {
  readonly key: ParsedNode | null
  readonly value: ParsedNode | null
}

function keyProblems(items: readonly Item[], targets: Targets): Found[] {
  const seen = new Set<string>()
  return items.flatMap(({ key, value }): Found[] => {
    if (key === null || isAlias(key)) return []
    if (!isScalar(key)) return [error(key.range, "A key must be plain text; helm doesn't accept a list or mapping.")]
    if (key.value === null) return [error(key.range, 'A key is missing before the “:”.')]
    const name = key.source
    if (name === '<<' && key.type === 'PLAIN')
      return canMerge(value, targets) ? [] : [error(key.range, 'What “<<” merges must be a mapping.')]
    if (seen.has(name)) return [warning(key.range, `“${name}” is set twice here: helm takes the last one.`)]
    seen.add(name)
    return []
  })
}

/** A mapping, an alias of one, or a list of these. An alias to nowhere is told as such. */
function canMerge(value: unknown, targets: Targets, isListed = false): boolean {
  const node = isAlias(value) ? targets.get(value) : value
  if (node === undefined || isMap(node)) return true
  return !isListed && isSeq(node) && node.items.every((item) => canMerge(item, targets, true))
}

/** Of the texts that are no number for JSON, helm's reader takes only `.inf` and `.nan` for one, and fails on it. */
function scalarProblems({ value, source = '', type, range }: Scalar, isKey: boolean, text: string): Found[] {
  if (type === 'QUOTE_DOUBLE') return escapeProblems(range?.[0] ?? 0, range?.[1] ?? 0, text)
  if (isKey || typeof value !== 'number') return []
  if (!Number.isFinite(value) && /^[-+]?\.(inf|nan)$/i.test(source))
    return [error(range, "helm can't keep this number. Put it in quotes to mean the text.")]
  const message = 'helm rounds whole numbers of this size. Put it in quotes to keep every digit.'
  return losesDigits(value, source) ? [warning(range, message)] : []
}

function losesDigits(value: number, source: string): boolean {
  const digits = /^[-+]?(\d{16,})$/.exec(source)?.[1]
  return digits !== undefined && Number.isFinite(value) && BigInt(digits) !== BigInt(Math.abs(value))
}

/** JSON knows these two escapes, YAML 1.1 does not. */
function escapeProblems(from: number, to: number, text: string): Found[] {
  for (const { index, 0: escape } of text.slice(from, to).matchAll(/\\(?:u[dD][89a-fA-F][\da-fA-F]{2}|[\s\S])/g)) {
    const range = [from + index, from + index + escape.length]
    if (escape === '\\/') return [error(range, "helm doesn't know the escape “\\/”. Write “/” alone.")]
    if (escape.length > 2) return [error(range, "helm can't read half of a character. Write the character itself.")]
  }
  return []
}

const isAnchor = (name: string): boolean => /^[-\w]+$/.test(name)
const anchorWords = 'A name after “&” or “*” is made of letters, digits, dashes and _. Put the text in quotes.'

function anchorProblems({ anchor, range }: Pick<Scalar, 'anchor' | 'range'>): Found[] {
  return anchor === undefined || isAnchor(anchor) ? [] : [error(range, anchorWords)]
}

function aliasProblems(alias: Alias.Parsed, targets: Targets): Found[] {
  if (!isAnchor(alias.source)) return [error(alias.range, anchorWords)]
  const target = targets.get(alias)
  if (target === undefined) return [error(alias.range, `No anchor (&${alias.source}) comes before this alias.`)]
  const isInside = (target.range?.[1] ?? 0) > alias.range[0]
  return isInside ? [error(alias.range, `“${alias.source}” contains itself.`)] : []
}

/** Aliases are followed here, so that an alias bomb is found. */
function expansionProblems(document: Document.Parsed): Found[] {
  try {
    document.toJS({ maxAliasCount: maxAliasNodes })
    return []
  } catch (reason) {
    if (!(reason instanceof ReferenceError)) throw reason
    return [error([0, 0], 'The aliases expand to more than helm can hold.')]
  }
}
