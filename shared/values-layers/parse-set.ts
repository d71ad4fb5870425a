import { isValues, type Values } from '../values-tree'
import { keyLines } from '../values-edit/write'
import { readSetLine, SetFault, type SetMap, type SetValue } from './set-reader'

/** helm's two flags that name keys and values on the command line. */
export type SetFlag = 'set' | 'set-string'

export type ParsedSet =
  | {
      readonly kind: 'ok'
      /** A layer that says the same. */
      readonly yaml: string
      readonly values: Values
    }
  | { readonly kind: 'bad'; readonly reason: string }

/**
 * What `--set` or `--set-string` says, as a layer of values (helm pkg/strvals). Both majors of helm read it alike; what only one
 * refuses, or takes without setting anything, is refused here.
 * @param line behind the flag, as helm gets it: without the shell's quotes
 * @param below the values that it is laid over: an item of a list (`hosts[0]=a`) changes the list that is there
 */
export function parseSet(line: string, flag: SetFlag, below: unknown = {}): ParsedSet {
  try {
    const isText = flag === 'set-string'
    const after = asSetMap(below)
    readSetLine(line, after, isText)
    const touched: SetMap = new Map()
    readSetLine(line, touched, isText)
    const values = plain(partOf(after, touched)) as Values
    const entries = Object.entries(values)
    if (entries.length === 0) return bad('This sets nothing. Write a key and a value, such as image.tag=1.25.')
    return { kind: 'ok', values, yaml: `${entries.flatMap(([key, value]) => keyLines(key, value, 2)).join('\n')}\n` }
  } catch (reason) {
    if (reason instanceof SetFault) return bad(reason.message)
    throw reason
  }
}

function bad(reason: string): ParsedSet {
  return { kind: 'bad', reason }
}

function asSetMap(value: unknown): SetMap {
  const map = asSetValue(isValues(value) ? value : {})
  return map instanceof Map ? map : new Map<string, SetValue>()
}

function asSetValue(value: unknown): SetValue {
  if (Array.isArray(value)) return value.map(asSetValue)
  if (isValues(value)) return new Map(Object.entries(value).map(([key, one]) => [key, asSetValue(one)]))
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

/** Of all values those that the line sets; a list as a whole, since layers replace lists. */
function partOf(after: SetValue | undefined, touched: SetValue): SetValue {
  if (!(after instanceof Map) || !(touched instanceof Map)) return after ?? null
  return new Map([...touched].map(([key, one]) => [key, partOf(after.get(key), one)]))
}

function plain(value: SetValue): unknown {
  if (Array.isArray(value)) return value.map(plain)
  return value instanceof Map ? Object.fromEntries([...value].map(([key, one]) => [key, plain(one)])) : value
}
