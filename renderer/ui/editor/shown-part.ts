/** So many characters of a text are shown: more would hold up the window before anybody could have read it. */
export const maxShown = 4 * 1024 * 1024

export interface ShownPart {
  readonly text: string
  /** What is left out, in a sentence; '' where nothing is. */
  readonly note: string
}

/** As much of a text as can be shown: its first lines, cut where a line ends, or within a line that is longer than all that. */
export function shownPart(text: string): ShownPart {
  if (text.length <= maxShown) return { text, note: '' }
  const lastBreak = text.lastIndexOf('\n', maxShown)
  const shown = text.slice(0, lastBreak > maxShown / 2 ? lastBreak + 1 : maxShown)
  const note = `Too large to show as a whole: here are the first ${millions(shown)} of ${millions(text)} million characters. Copy gives you all.`
  return { text: shown, note }
}

function millions(text: string): string {
  return (text.length / 1_000_000).toFixed(1)
}

/** A plain text up to here needs no editor: the document shows it faster, and reads it aloud as a whole. */
const fewLines = 1_000
const fewCharacters = 100_000

/** Whether a text is short enough to stand in the document as it is. */
export function isShort(text: string): boolean {
  if (text.length > fewCharacters) return false
  let breaks = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    if ((breaks += 1) > fewLines) return false
  }
  return true
}
