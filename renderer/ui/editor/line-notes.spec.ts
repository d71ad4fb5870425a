import { EditorState } from '@codemirror/state'
import { EditorView, runScopeHandlers } from '@codemirror/view'
import { afterEach, describe, expect, it } from 'vitest'
import type { ValuesMark } from '@shared/values-marks/mark'
import { lineNotes, tellNotes } from './line-notes'

const text = 'replicaCout: 3\nimage:\n  pullPolicy: IfNotPresent\n'
const typo: ValuesMark = {
  kind: 'unknown',
  severity: 'warning',
  message: 'Not in the chart.',
  from: 0,
  to: 11,
  line: 1,
  path: ['replicaCout'],
  fix: { label: 'Rename to replicaCount', changes: [{ from: 0, to: 11, insert: 'replicaCount' }] },
}
const place: ValuesMark = { ...typo }
delete (place as { fix?: unknown }).fix
const wrong: ValuesMark = { ...place, kind: 'wrong', severity: 'error', message: 'Must be a whole number.' }

let view: EditorView | undefined

function open(marks: readonly ValuesMark[]): EditorView {
  view = new EditorView({ parent: document.body, state: EditorState.create({ doc: text, extensions: [lineNotes()] }) })
  tellNotes(view, marks)
  return view
}

afterEach(() => view?.destroy())

function mendKey(at: EditorView): boolean {
  const event = new KeyboardEvent('keydown', { key: '.', ctrlKey: true, keyCode: 190 })
  return runScopeHandlers(at, event, 'editor')
}

describe('notes beside lines', () => {
  it('say the worst of a line, and how much more there is', () => {
    const notes = [...open([typo, wrong]).dom.querySelectorAll('.cm-note')]
    expect(notes.map((note) => note.textContent)).toEqual(['Must be a whole number. +1'])
  })

  it('are no part of the text', () => {
    expect(open([typo]).state.doc.toString()).toBe(text)
  })

  it('mend with one key what the line with the cursor is about', () => {
    const at = open([typo])
    expect(mendKey(at)).toBe(true)
    expect(at.state.doc.toString()).toBe(text.replace('replicaCout', 'replicaCount'))
  })

  it('mend by their button', () => {
    const at = open([typo])
    at.dom.querySelector<HTMLButtonElement>('.cm-note button')?.click()
    expect(at.state.doc.toString()).toMatch(/^replicaCount:/)
  })

  it('mend nothing in a text that is another by now', () => {
    const at = open([typo])
    at.dispatch({ changes: { from: 0, insert: '# new\n' } })
    at.dispatch({ selection: { anchor: 7 } })
    expect(mendKey(at)).toBe(false)
    expect(at.state.doc.toString()).toBe(`# new\n${text}`)
  })

  it('mend nothing on another line', () => {
    const at = open([typo])
    at.dispatch({ selection: { anchor: text.length } })
    expect(mendKey(at)).toBe(false)
  })
})
