import type { PlanField } from '@shared/model/plan'

/** A field as it is shown. */
export interface ShownField extends PlanField {
  /** Where the same value stands on the other side. */
  readonly movedTo?: readonly string[]
  /** A list that has the same items in another order. */
  readonly reordered?: true
}

/** A field's path as people write it: `spec.containers[web].image`. */
export function pathText(path: readonly string[]): string {
  return path.reduce((text, key) => (text === '' || key.startsWith('[') ? text + key : `${text}.${key}`), '')
}

/** The end of a path, which tells most: `replicas`, `[web].image`, `…limits.memory`. */
export function shortPath(path: readonly string[]): string {
  const item = path.findLastIndex((key) => key.startsWith('['))
  const tail = item === -1 ? path : path.slice(item)
  if (tail.length <= (item === -1 ? 1 : 3)) return pathText(tail)
  if (item === -1 && path.length === 2) return pathText(path[0] === 'spec' ? path.slice(1) : path)
  return `…${pathText(path.slice(-2))}`
}

/** A value in one line, cut after so many characters: the rest is for who looks at the whole of it. */
export function oneLine(value: string, most = 200): string {
  const line = value.trim().replace(/\s*\n\s*/g, ' ⏎ ')
  return line.length > most ? `${line.slice(0, most)}…` : line
}

/** What two long values begin with alike is left out up to where a part of them ends: `…:1.24.0`, `…:1.25.1`. */
export function shortPair(before: string, after: string): readonly [string, string] {
  if (Math.min(before.length, after.length) < longEnough) return [before, after]
  let same = 0
  while (same < before.length && before[same] === after[same]) same += 1
  const cut = Math.max(...[':', '/', '@', ',', ' '].map((sign) => before.lastIndexOf(sign, same - 1)))
  return cut < few ? [before, after] : [`…${before.slice(cut)}`, `…${after.slice(cut)}`]
}

const longEnough = 16
/** Fewer characters than that aren't worth leaving out. */
const few = 8

/** Fields with the same parent, in their order: `parent` heads them. */
export interface FieldGroup {
  readonly parent: readonly string[]
  readonly fields: readonly ShownField[]
}

/** Fields by the deepest item of a list, or else the object that they belong to; in their order. */
export function groupFields(fields: readonly ShownField[]): FieldGroup[] {
  const groups: { parent: readonly string[]; fields: ShownField[] }[] = []
  for (const field of fields) {
    const parent = parentOf(field.path)
    const last = groups.at(-1)
    if (last !== undefined && pathText(last.parent) === pathText(parent)) last.fields.push(field)
    else groups.push({ parent, fields: [field] })
  }
  return groups
}

function parentOf(path: readonly string[]): readonly string[] {
  const item = path.slice(0, -1).findLastIndex((key) => key.startsWith('['))
  if (item !== -1) return path.slice(0, item + 1)
  return path.length > 2 ? path.slice(0, -1) : []
}
