import { yaml } from '@codemirror/lang-yaml'
import { EditorState } from '@codemirror/state'
import { EditorView, runScopeHandlers } from '@codemirror/view'
import { afterEach, describe, expect, it } from 'vitest'
import { lineAction } from './line-action'

const text = '# head\nimage:\n  # which\n  tag: 1\n  deep:\n    list:\n      - a\nlast: 1\n'
let view: EditorView | undefined
const done: [unknown, string][] = []

afterEach(() => {
  view?.destroy()
  done.length = 0
})

function enterAt(part: string): boolean {
  const action = { label: 'Copy', run: (path: unknown, written: string) => void done.push([path, written]) }
  const extensions = [yaml(), lineAction(action), EditorState.readOnly.of(true)]
  view = new EditorView({ parent: document.body, state: EditorState.create({ doc: text, extensions }) })
  view.dispatch({ selection: { anchor: text.indexOf(part) } })
  return runScopeHandlers(view, new KeyboardEvent('keydown', { key: 'Enter', keyCode: 13 }), 'editor')
}

describe('an action on the keys of a text', () => {
  it('is given the key with all that belongs to it, as if it stood at the top', () => {
    expect(enterAt('deep')).toBe(true)
    expect(done).toEqual([[['image', 'deep'], 'deep:\n  list:\n    - a\n']])
  })

  it('is offered on the line with the cursor, where that has a key', () => {
    enterAt('tag')
    expect(view?.dom.querySelector('.cm-line-action')?.textContent).toBe('Copy')
    view?.dispatch({ selection: { anchor: 1 } })
    expect(view?.dom.querySelector('.cm-line-action')).toBeNull()
  })

  it('does nothing on a line without a key', () => {
    expect(enterAt('# head')).toBe(false)
    expect(done).toEqual([])
  })
})
