import type { ReleaseId } from '@shared/model/release-ref'
import { isSame } from '../compare/plain'
import { isValues } from '../../records/values'

/** A word of one side, and what stands for it on both. */
export type Word = readonly [word: string, mark: string]

/** What a side is called: both sides have the same marks. */
export interface NamedSides {
  readonly from: readonly Word[]
  readonly to: readonly Word[]
}

/** Private characters: no name of Kubernetes has them. */
const [ownMark, releaseMark, namespaceMark] = ['\u{e000}', '\u{e001}', '\u{e002}']

/** The words that merely say where each side is; none where both are the same release. */
export function placeWords(from: ReleaseId, to: ReleaseId): NamedSides {
  if (from.name === to.name && from.namespace === to.namespace) return { from: [], to: [] }
  // A release that is called like its namespace: nobody can tell which of both is meant.
  const isAlike = [from, to].some(({ name, namespace }) => name === namespace)
  const words = ({ name, namespace }: ReleaseId): Word[] => [
    [name, releaseMark],
    [namespace, isAlike ? releaseMark : namespaceMark],
  ]
  return { from: words(from), to: words(to) }
}

/** The same for an object that has another name on each side. */
export function withOwnName(sides: NamedSides, from: string, to: string): NamedSides {
  if (from === to || from === '' || to === '') return sides
  return { from: withName(sides.from, from), to: withName(sides.to, to) }
}

/** The words of an object itself: its own name first, because that often begins with its release's. */
export function withName(words: readonly Word[], name: string): readonly Word[] {
  return [[name, ownMark], ...words]
}

/** A text without what it is called here: each word that stands on its own becomes its mark. */
export function neutralText(text: string, words: readonly Word[]): string {
  return words.reduce((rest, [word, mark]) => replaced(rest, word, mark), text)
}

function replaced(text: string, word: string, mark: string): string {
  if (word === '' || !text.includes(word)) return text
  const parts: string[] = []
  let at = 0
  for (let found = text.indexOf(word); found >= 0; found = text.indexOf(word, found + word.length)) {
    const end = found + word.length
    if (isLetter(text.charAt(found - 1)) || isLetter(text.charAt(end))) continue
    parts.push(text.slice(at, found), mark)
    at = end
  }
  return parts.join('') + text.slice(at)
}

function isLetter(character: string): boolean {
  return /^[A-Za-z0-9]$/.test(character)
}

/** The same of all texts in a value, keys too. */
function neutral(value: unknown, words: readonly Word[]): unknown {
  if (typeof value === 'string') return neutralText(value, words)
  if (Array.isArray(value)) return value.map((item) => neutral(item, words))
  if (!isValues(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [neutralText(key, words), neutral(field, words)]),
  )
}

/** Whether two values differ in nothing but what the sides are called. */
export function isSameButNames(before: unknown, after: unknown, words: NamedSides): boolean {
  return isSame(neutral(before, words.from), neutral(after, words.to))
}
