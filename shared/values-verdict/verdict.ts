import type { ValuesGuide } from '../model/values-guide'
import type { ValuesDocuments } from '../values-check/lines'
import type { ParsedValues } from '../values-check/parse-values'
import type { ValuesMark } from '../values-marks/mark'
import { wantsWords } from '../type-words'
import { typeOf } from '../values-guide/schema-view'
import { isValues, type Values } from '../values-tree'
import { HelmDecides, readDialect } from './dialect'
import { judge, type SchemaFault } from './judge'
import { badSections, defaultsTree, mergeValues, withPlaces } from './merge-values'
import { keyPlace, lineCounter } from './places'
import { mergedMaps, readValues, type ReadValues } from './read-values'

/** What a chart's schemas say of values. */
export interface ValuesVerdict {
  readonly marks: readonly ValuesMark[]
  /** Why helm alone can say more, in a sentence; '' where all of it was judged. */
  readonly helmDecides: string
}

/** @param parsed the text, where it was parsed already */
export type ValuesJudge = (text: string, around?: LayersAround | null, parsed?: ParsedValues) => ValuesVerdict

/** More are no help. */
const most = 100

/** The layers of values that lie below and above a text. */
export interface LayersAround {
  readonly below: string
  readonly above: string
}

/**
 * A judge of one text after another, by a chart's schemas. Reads the chart once. What lies around the text is judged with it, and told
 * of the nearest key that the text has.
 */
export function createJudge(guide: ValuesGuide, documents: ValuesDocuments): ValuesJudge {
  const defaults = guide.defaults.flatMap(({ path, text }) => {
    const values = readValues(text, documents)?.values
    return values === undefined ? [] : [{ path, values }]
  })
  const tree = defaultsTree([...defaults, ...withPlaces(guide.schemas)])
  if (guide.schemas.length === 0 && tree.charts.size === 0) return () => ({ marks: [], helmDecides: '' })
  const judges = guide.schemas.map(({ path, text }) => ({ path, judge: schemaJudge(text) }))
  return (text, around = null, parsed) => {
    const read = readValues(text, documents, parsed)
    // What keeps helm from reading it is told by the check of the text.
    if (read === null) return { marks: [], helmDecides: '' }
    const own = around === null ? read.values : amid(read.values, around, documents)
    const merged = mergeValues(own, tree, documents === 'first' ? 'kept' : 'dropped')
    const bad = badSections(merged, tree).map(({ path, value }) => ({
      path,
      words: wantsWords('object', typeOf(value)),
    }))
    if (bad.length > 0)
      return { marks: bad.map((fault) => markOf(fault, read, text, lineCounter(text))), helmDecides: '' }
    return verdictOf(read, text, merged, judges)
  }
}

function amid(own: Values, { below, above }: LayersAround, documents: ValuesDocuments): Values {
  const [lower, upper] = [below, above].map((text) => readValues(text, documents)?.values ?? {})
  return [own, upper ?? {}].reduce(mergedMaps, lower ?? {})
}

type Judge = (values: Values) => { readonly faults: readonly SchemaFault[]; readonly helmDecides: string }

function schemaJudge(text: string): Judge {
  const undecided = (thrown: unknown): ReturnType<Judge> => ({ faults: [], helmDecides: reasonOf(thrown) })
  try {
    const schema = readDialect(text)
    return (values) => {
      try {
        return { faults: judge(values, schema), helmDecides: '' }
      } catch (thrown) {
        return undecided(thrown)
      }
    }
  } catch (thrown) {
    return () => undecided(thrown)
  }
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof HelmDecides) return `The chart's schema ${thrown.message}; helm decides.`
  const what = thrown instanceof RangeError ? 'goes round in circles' : 'has something that is not known here'
  return `The chart's schema ${what}; helm decides.`
}

function verdictOf(
  read: ReadValues,
  text: string,
  merged: Values,
  judges: readonly { readonly path: readonly string[]; readonly judge: Judge }[],
): ValuesVerdict {
  const lineOf = lineCounter(text)
  const marks: ValuesMark[] = []
  let helmDecides = ''
  for (const { path, judge: ask } of judges) {
    const section = path.reduce<unknown>(
      (one, key) => (isValues(one) && Object.hasOwn(one, key) ? one[key] : undefined),
      merged,
    )
    if (!isValues(section)) continue
    const said = ask(section)
    if (said.faults.length > 0 && isOff(section, path)) {
      helmDecides ||= `Whether ${path.join('.')} is turned on decides about its schema; helm decides.`
      continue
    }
    helmDecides ||= said.helmDecides
    marks.push(...said.faults.map((fault) => markOf({ ...fault, path: [...path, ...fault.path] }, read, text, lineOf)))
  }
  return { marks: onePerFault(marks).slice(0, most), helmDecides }
}

/** Such a chart is usually left out, and helm doesn't judge what is. */
function isOff(section: Values, path: readonly string[]): boolean {
  return path.length > 0 && section['enabled'] === false
}

function markOf(
  { path, words }: SchemaFault,
  { documents }: ReadValues,
  text: string,
  lineOf: (offset: number) => number,
): ValuesMark {
  const { from, to, depth } = keyPlace(documents, path)
  const end = text.slice(from, to).search(/[\r\n]/)
  // Of what the text hasn't, all the keys are named.
  const name = path.slice(Math.max(0, Math.min(depth, path.length - 1))).join('.')
  return {
    kind: 'wrong',
    severity: 'error',
    message: `${name === '' ? 'The whole' : name} ${words}.`,
    from,
    to: end < 0 ? to : from + end,
    line: lineOf(from),
    path,
  }
}

/** Several rules of a schema often say the same. */
function onePerFault(marks: readonly ValuesMark[]): ValuesMark[] {
  const named = marks.map((mark) => [JSON.stringify([mark.path, mark.message]), mark] as const)
  return [...new Map(named).values()].sort((one, other) => one.from - other.from)
}
