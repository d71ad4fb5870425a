import { insertNewlineAndIndent } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { indentUnit } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { indentAfterKey } from './indent-after-key'

/** What Enter at the end of a text adds to it. */
function enterAfter(text: string): string {
  const extensions = [yaml(), indentUnit.of('  '), indentAfterKey]
  let state = EditorState.create({ doc: text, selection: { anchor: text.length }, extensions })
  insertNewlineAndIndent({ state, dispatch: (transaction) => (state = transaction.state) })
  return state.doc.toString().slice(text.length)
}

describe('Enter', () => {
  it.each([
    ['image:', 2],
    ['image: ', 2],
    ['a:\n  b:', 4],
    ['list:\n  - name:', 6],
    ['"quoted: key":', 2],
  ])('indents one step further after the key of %j', (text, columns) => {
    expect(enterAfter(text)).toBe(`\n${' '.repeat(columns)}`)
  })

  it.each([
    ['image: nginx', 0],
    ['a:\n  b: 1', 2],
    ['script: |\n  case x:', 2],
    ['# note:', 0],
  ])('leaves the indentation as it was after %j', (text, columns) => {
    expect(enterAfter(text)).toBe(`\n${' '.repeat(columns)}`)
  })
})
