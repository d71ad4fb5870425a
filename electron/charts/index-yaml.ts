import { defineScalarTag, FAILSAFE_SCHEMA, loadAll, mergeTag, NOT_RESOLVED, YAMLException } from 'js-yaml'
import { IndexProblem } from './index-model'

/**
 * YAML with the types that helm sees (go-yaml v2, resolve.go): what is not quoted and looks like a number, a boolean or
 * nothing is one. Times stay texts, as there; of several documents the first counts.
 * @throws YAMLException for what is no YAML, and for a key that is given twice
 */
export function loadTyped(text: string): unknown {
  return loadAll(text, { schema })[0]
}

/** Where a text stands in the index. */
interface TextPlace {
  readonly chart: string
  readonly linesBefore: number
}

/** Whether the text is YAML but for a key that is given twice, which helm refuses. */
export function isRepeatedKey(reason: unknown): reason is YAMLException {
  return reason instanceof YAMLException && reason.reason === 'duplicated mapping key'
}

/** What keeps a text from being read as YAML, in words: the key that is given twice, or the line. */
export function yamlProblem(reason: unknown, text: string, place?: TextPlace): IndexProblem {
  const mark = reason instanceof YAMLException ? reason.mark : null
  const where = mark ? ` (line ${mark.line + 1 + (place?.linesBefore ?? 0)})` : ''
  if (!isRepeatedKey(reason)) {
    return new IndexProblem(`It can't be read as YAML${where}: it may be cut off, or not an index at all.`, 'damaged')
  }
  const key = /^(?:\s*- )*\s*["']?([^"':]+)/.exec(text.split('\n')[mark?.line ?? 0] ?? '')?.[1] ?? ''
  return new IndexProblem(`"${key}" is set twice${place === undefined ? '' : ` in ${place.chart}`}${where}.`)
}

const nothing = new Set(['', '~', 'null', 'Null', 'NULL'])
const yes = ['y', 'yes', 'true', 'on'].flatMap(casesOf)
const no = ['n', 'no', 'false', 'off'].flatMap(casesOf)
const flags = new Map([...yes.map((word) => [word, true] as const), ...no.map((word) => [word, false] as const)])
const special = new Set(['nan', 'NaN', 'NAN', 'inf', 'Inf', 'INF'])

/** Whether a scalar without quotes is something else than a text to helm. */
export function isTypedScalar(plain: string): boolean {
  return nothing.has(plain) || flags.has(plain) || isNumber(plain)
}

function isNumber(plain: string): boolean {
  if (special.has(plain.replace(/^[-+]?\./, ''))) return /^[-+]?\./.test(plain)
  if (plain.startsWith('.')) return /^\.\d+(?:[eE][-+]?\d+)?$/.test(plain) && Number.isFinite(Number(plain))
  // Go's reader looks at the first character before it leaves out any.
  if (plain.startsWith('_')) return false
  const bare = plain.replaceAll('_', '')
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(bare)) return Number.isFinite(Number(bare))
  if (!/^[-+]?0(?:[xX][\da-fA-F]+|[oO][0-7]+|[bB][01]+)$/.test(bare)) return false
  return BigInt(bare.replace(/^[-+]/, '')) < 2n ** 64n
}

function casesOf(word: string): string[] {
  return [word, word.toUpperCase(), `${word.charAt(0).toUpperCase()}${word.slice(1)}`]
}

const schema = FAILSAFE_SCHEMA.withTags(
  mergeTag,
  defineScalarTag('tag:yaml.org,2002:null', {
    implicit: true,
    resolve: (source) => (nothing.has(source) ? null : NOT_RESOLVED),
    identify: () => false,
  }),
  defineScalarTag('tag:yaml.org,2002:bool', {
    implicit: true,
    resolve: (source) => flags.get(source) ?? NOT_RESOLVED,
    identify: () => false,
  }),
  defineScalarTag('tag:yaml.org,2002:float', {
    implicit: true,
    resolve: (source) => (isNumber(source) ? Number(source.replaceAll('_', '')) : NOT_RESOLVED),
    identify: () => false,
  }),
)
