import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

interface Keyed {
  readonly key: string
}

/** Which releases are selected, by their keys: they stay so however their rows move and change. */
export const useSelectionStore = defineStore('selection', () => {
  const keys = shallowRef<ReadonlySet<string>>(new Set())
  /** Where a range begins: the row that was selected or taken out last; null before the first. */
  const anchor = shallowRef<string | null>(null)
  /** What the range that goes on has added: the next step of it may take it back. */
  let ranged: ReadonlySet<string> = new Set()
  /** The row up to which it goes: the next step of it begins there. */
  let end: string | null = null

  const has = (key: string): boolean => keys.value.has(key)

  function toggle(key: string): void {
    const next = new Set(keys.value)
    if (!next.delete(key)) next.add(key)
    keys.value = next
    begin(key)
  }

  function begin(key: string | null): void {
    anchor.value = key
    end = key
    ranged = new Set()
  }

  /**
   * Selects all rows from the anchor to this one, and no more those that the range held before.
   * @param from where the person was: a range that does not go on there begins there
   */
  function extendTo(rows: readonly Keyed[], key: string, from: string | null): void {
    const to = rows.findIndex((row) => row.key === key)
    if (to === -1) return
    if (from !== null && from !== end) begin(from)
    const found = rows.findIndex((row) => row.key === anchor.value)
    const start = found === -1 ? to : found
    const range = new Set(rows.slice(Math.min(start, to), Math.max(start, to) + 1).map((row) => row.key))
    const kept = [...keys.value].filter((one) => !ranged.has(one))
    ranged = new Set([...range].filter((one) => !kept.includes(one)))
    keys.value = new Set([...kept, ...range])
    anchor.value = rows[start]?.key ?? key
    end = key
  }

  function selectAll(rows: readonly Keyed[]): void {
    keys.value = new Set([...keys.value, ...rows.map(({ key }) => key)])
    ranged = new Set()
  }

  /** Takes these out of the selection; without any named all. */
  function clear(rows?: readonly Keyed[]): void {
    const left = new Set(rows === undefined ? [] : keys.value)
    for (const { key } of rows ?? []) left.delete(key)
    keys.value = left
    ranged = new Set()
    if (left.size === 0) begin(null)
  }

  return { keys, anchor, has, toggle, extendTo, selectAll, clear }
})
