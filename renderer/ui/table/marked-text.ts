import { visible } from '@shared/visible'
import { h, type FunctionalComponent, type VNode } from 'vue'
import { markWords } from '@/lib/search/match-words'

/** A text with what a search found in it marked; the plain text where there is nothing to mark. */
export function markedText(text: string, words: readonly string[]): string | (string | VNode)[] {
  if (words.length === 0) return text
  return markWords(text, words).map((part) => (part.found ? h('mark', part.text) : part.text))
}

/** The same as a component. */
export const MarkedText: FunctionalComponent<{ text: string; words: readonly string[] }> = ({ text, words }) =>
  markedText(visible(text), words)
MarkedText.props = ['text', 'words']
