import type { BlamedKey, ValuesPath } from '@shared/model/blame'
import { sortedJson } from '../../records/own-value'
import { isValues } from '../../records/values'

/** The own values of a revision, as JSON. */
export interface OwnValues {
  readonly revision: number
  readonly json: string
}

/** A value and the revision that it is blamed on; of a map or a plain list that is the one which changed its set of keys. */
interface Node {
  readonly revision: number
  /** What tells this value from another: of a map or a plain list, its set of keys alone. */
  readonly token: string
  readonly children: ReadonlyMap<string | number, Node>
}

/**
 * For each key of the last of these values, the revision that set it or changed it last.
 * @param chain oldest first
 */
export function blameKeys(chain: readonly OwnValues[]): BlamedKey[] {
  let root: Node | undefined
  for (const { revision, json } of chain) root = blamed(root, JSON.parse(json) as unknown, revision)
  const keys: BlamedKey[] = []
  if (root !== undefined) list(root, [], keys)
  return keys
}

function blamed(before: Node | undefined, value: unknown, revision: number): Node {
  const members = membersOf(value)
  const token = tokenOf(value)
  const children = new Map<string | number, Node>()
  for (const [key, member] of members) children.set(key, blamed(before?.children.get(key), member, revision))
  return { revision: before?.token === token ? before.revision : revision, token, children }
}

/** What is told by itself: members of maps, and items of lists that hold only plain values. */
function membersOf(value: unknown): (readonly [string | number, unknown])[] {
  if (isValues(value)) return Object.entries(value)
  return isPlainList(value) ? value.map((item, at) => [at, item] as const) : []
}

function tokenOf(value: unknown): string {
  if (isValues(value)) return `map ${JSON.stringify(Object.keys(value).sort())}`
  if (isPlainList(value)) return `list ${value.length}`
  return sortedJson(value)
}

/** Whether a list has neither maps nor lists in it. */
function isPlainList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)
}

function list(node: Node, path: ValuesPath, keys: BlamedKey[]): void {
  for (const [key, child] of node.children) {
    const at = [...path, key]
    keys.push({ path: at, revision: child.revision })
    list(child, at, keys)
  }
}
