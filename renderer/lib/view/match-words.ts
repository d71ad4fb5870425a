/** Whether a text holds every word of the search, in any order and letter case. */
export function matchesWords(text: string, search: string): boolean {
  return holdsAll(text, wordsOf(search))
}

/** The words of a search, in small letters. */
export function wordsOf(search: string): string[] {
  return search.toLowerCase().split(/\s+/).filter(Boolean)
}

/** @param words in small letters. */
export function holdsAll(text: string, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const lower = text.toLowerCase()
  for (const word of words) if (!lower.includes(word)) return false
  return true
}
