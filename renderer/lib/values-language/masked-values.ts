import { containsMask } from '@shared/mask'
import { isValues } from '@shared/values-tree'
import { readTexts, type KeyPath } from '@shared/values-edit/places'
import { valueAt } from '@shared/values-edit/plain-values'
import type { MarkKind, ValuesMark } from '@shared/values-marks/mark'

/** What is said of a value, and not of its key. */
const ofValues: ReadonlySet<MarkKind> = new Set(['wrong', 'type', 'same', 'read', 'retyped'])

/**
 * A mask is not the value that it stands for: what is said of it, or of what it is a part of, may be wrong. A key that is missing or
 * unknown is one whatever the values are.
 */
export function withoutMasked(marks: readonly ValuesMark[], text: string): readonly ValuesMark[] {
  if (!containsMask(text)) return marks
  const texts = readTexts(text) ?? []
  const isMasked = (path: KeyPath): boolean => texts.some(({ value }) => holdsMask(valueAt(value, path)))
  return marks.filter(
    ({ kind, path, message }) => !ofValues.has(kind) || / is (?:missing|unknown)/.test(message) || !isMasked(path),
  )
}

function holdsMask(value: unknown): boolean {
  if (typeof value === 'string') return containsMask(value)
  if (Array.isArray(value)) return value.some(holdsMask)
  return isValues(value) && Object.values(value).some(holdsMask)
}
