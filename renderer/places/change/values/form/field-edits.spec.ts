import { describe, expect, it } from 'vitest'
import { applyChanges } from '@shared/values-edit/apply-changes'
import type { FormField } from '@shared/values-form/form-model'
import { itemEdit, listEdit, scalarEdit } from './field-edits'
import type { TextEdit } from './form-text'

const field = (more: Partial<FormField>): FormField => ({
  ...{
    path: ['a'],
    title: 'A',
    description: '',
    kind: 'text',
    types: ['string'],
    choices: [],
    isSecret: false,
    rule: '',
  },
  ...{ isRequired: false, standard: undefined, value: undefined, isSame: false, problem: '' },
  ...more,
})

function edited(text: string, edit: TextEdit): string | null {
  const changes = edit(text)
  return changes === null ? null : applyChanges(text, changes)
}

describe('an edit of a field that was shown for an older text', () => {
  const list = field({ kind: 'list', standard: ['x', 'v'] })

  it('changes the list that is the person’s own by now, not the default', () => {
    const first = edited('', listEdit(list, { kind: 'add', value: 'z' }))
    expect(first).toBe('a:\n  - x\n  - v\n  - z\n')
    expect(edited(first ?? '', itemEdit(list, 2, 'w'))).toBe('a:\n  - x\n  - v\n  - w\n')
    expect(edited(first ?? '', listEdit(list, { kind: 'remove', at: 0 }))).toBe('a:\n  - v\n  - z\n')
  })

  it('leaves a key alone that is gone by now', () => {
    expect(edited('b: 1\n', scalarEdit(field({}), ''))).toBe('b: 1\n')
    expect(edited('a: 1\nb: 1\n', scalarEdit(field({}), ''))).toBe('b: 1\n')
  })
})
