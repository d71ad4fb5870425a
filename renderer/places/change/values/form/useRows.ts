import { ref, watch, type Ref } from 'vue'

/** A row as somebody sees and edits it. */
export interface EditedRow {
  readonly id: number
  /** '' for an item of a list. */
  key: string
  text: string
  /** Under which key, or that at all, it stands in the text; null for one that doesn't yet. */
  written: string | null
}

interface Rows {
  readonly rows: Ref<EditedRow[]>
  readonly add: () => EditedRow
  readonly enter: () => void
  /** With what has the focus then. */
  readonly leave: (event: FocusEvent) => void
}

let last = 0

/** The rows of a list or a map: what the form shows, until somebody is in them; then they are that person's until they leave. */
export function useRows(
  shown: () => readonly { readonly key: string; readonly text: string }[],
  isSettled: () => boolean,
): Rows {
  const rows = ref<EditedRow[]>([])
  let isInside = false
  function take(): void {
    if (!isInside && isSettled()) show()
  }
  function show(): void {
    const next = shown()
    const kept = rows.value.filter(({ written }) => written !== null)
    const isSame =
      kept.length === next.length && next.every(({ key, text }, at) => kept[at]?.key === key && kept[at].text === text)
    // What was begun and has no place in the text yet stays where it is.
    const begun = rows.value.filter(({ written, key, text }) => written === null && key + text !== '')
    if (isSame && kept.length + begun.length === rows.value.length) return
    rows.value = [...next.map((row) => ({ ...row, id: (last += 1), written: row.key })), ...begun]
  }
  show()
  watch([shown, isSettled], take)
  return {
    rows,
    add: () => {
      rows.value.push({ id: (last += 1), key: '', text: '', written: null })
      return rows.value.at(-1) as EditedRow
    },
    enter: () => (isInside = true),
    leave: ({ currentTarget, relatedTarget }) => {
      if (relatedTarget instanceof Node && (currentTarget as HTMLElement).contains(relatedTarget)) return
      isInside = false
      take()
    },
  }
}
