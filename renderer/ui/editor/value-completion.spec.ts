import { currentCompletions, startCompletion } from '@codemirror/autocomplete'
import { EditorView } from '@codemirror/view'
import { EditorState } from '@codemirror/state'
import { afterEach, expect, it, vi } from 'vitest'
import type { Completion } from '@/lib/values-language/language'
import { valueCompletion } from './value-completion'

let view: EditorView | undefined
afterEach(() => view?.destroy())

const key = (label: string, insert: string): Completion => ({
  ...{ kind: 'key', label, detail: 'string', docs: 'Where it is.', insert, from: 11, to: 11 },
})

function open(complete: (text: string, offset: number) => Promise<readonly Completion[]>): EditorView {
  const extensions = [valueCompletion({ complete, hover: () => Promise.resolve(null) })]
  view = new EditorView({ parent: document.body, state: EditorState.create({ doc: 'ingress:\n  ', extensions }) })
  view.dispatch({ selection: { anchor: 11 } })
  return view
}

it('offers what fits at the cursor', async () => {
  const complete = vi.fn(() => Promise.resolve([key('host', 'host: ${}'), key('tls', 'tls:\n  ${}')]))
  const at = open(complete)
  startCompletion(at)
  await vi.waitFor(() => expect(currentCompletions(at.state).map(({ label }) => label)).toEqual(['host', 'tls']))
  expect(complete).toHaveBeenCalledWith('ingress:\n  ', 11)
})

it('asks nobody after a word that has ended, unless it is told to', async () => {
  const complete = vi.fn(() => Promise.resolve([]))
  const at = open(complete)
  at.dispatch({ changes: { from: 11, insert: 'host: ' }, selection: { anchor: 17 }, userEvent: 'input.type' })
  startCompletion(at)
  await vi.waitFor(() => expect(complete).toHaveBeenCalledTimes(1))
})

it('offers no value that is written out already', async () => {
  const value: Completion = { kind: 'value', label: 'warn', detail: '', docs: '', insert: 'warn', from: 16, to: 18 }
  const complete = vi.fn(() => Promise.resolve([value]))
  const at = open(complete)
  at.dispatch({ changes: { from: 11, insert: 'log: wa' }, selection: { anchor: 18 }, userEvent: 'input.type' })
  startCompletion(at)
  await vi.waitFor(() => expect(currentCompletions(at.state)).toHaveLength(1))
  at.dispatch({ changes: { from: 18, insert: 'rn' }, selection: { anchor: 20 }, userEvent: 'input.type' })
  await vi.waitFor(() => expect(currentCompletions(at.state)).toHaveLength(0))
})
