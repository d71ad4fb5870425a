import type { FormField } from '@shared/values-form/form-model'
import { typedValue } from '@shared/values-form/typed-value'
import { applyChanges, changeBetween } from '@shared/values-edit/apply-changes'
import { changeList, type ListChange } from '@shared/values-edit/list-items'
import { readTexts } from '@shared/values-edit/places'
import { valueAt } from '@shared/values-edit/plain-values'
import { renameKey } from '@shared/values-edit/move-key'
import { removeKey } from '@shared/values-edit/remove-key'
import { setValue } from '@shared/values-edit/set-value'
import { isValues } from '@shared/values-tree'
import type { TextEdit } from './form-text'

/** What a field does to the text. Nothing else in it moves. */

/** Sets what was typed; an emptied field takes its key away, so that the default counts again. */
export function scalarEdit(field: FormField, typed: string): TextEdit {
  // The key may have been written since the form was made.
  if (typed === '') return (text) => removeKey(text, field.path) ?? (field.value === undefined ? [] : null)
  return valueEdit(field.path, typedValue(typed, field, field.value ?? field.standard))
}

export function valueEdit(path: readonly string[], value: unknown): TextEdit {
  return (text) => setValue(text, path, value)
}

/** Takes a key away, where there is one. */
export function removal(path: readonly string[]): TextEdit {
  return (text) => removeKey(text, path)
}

/** Takes a field's own value away. Of a map only the entries that the field shows: other fields may be in it. */
export function defaultEdit({ kind, path, value }: FormField): TextEdit {
  const keys = kind === 'map' && isValues(value) ? Object.keys(value) : []
  if (keys.length === 0) return removal(path)
  return (text) => {
    let after = text
    for (const key of keys) {
      const changes = removeKey(after, [...path, key])
      if (changes === null) return null
      after = applyChanges(after, changes)
    }
    return changeBetween(text, after)
  }
}

/** Changes an item of a list; what is there by default becomes the person's own with it. */
export function itemEdit(field: FormField, at: number, typed: string): TextEdit {
  const value = typedValue(typed, field, itemsOf(field.value ?? field.standard)[at])
  return (text) => inOwnList(text, field, (own) => setValue(own, [...field.path, at], value))
}

export function listEdit(field: FormField, change: ListChange): TextEdit {
  return (text) => inOwnList(text, field, (own) => changeList(own, field.path, change))
}

/** The items of a list as plain values. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** What the form shows may be older than the text: whose the list is, the text tells. */
function inOwnList(text: string, { path, standard }: FormField, edit: TextEdit): ReturnType<TextEdit> {
  const isOwn = (readTexts(text) ?? []).some(({ value }) => Array.isArray(valueAt(value, path)))
  const first = isOwn ? [] : setValue(text, path, itemsOf(standard))
  if (first === null) return null
  const own = applyChanges(text, first)
  const changes = edit(own)
  return changes === null ? null : changeBetween(text, applyChanges(own, changes))
}

/** Names an entry of a map, or gives it another name. @param old null for a new one */
export function entryEdit(field: FormField, old: string | null, key: string, typed: string): TextEdit {
  if (old !== null && old !== key) return (text) => renameKey(text, [...field.path, old], key)
  return valueEdit([...field.path, key], typedValue(typed, field, undefined))
}
