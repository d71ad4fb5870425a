import { EditorView } from '@codemirror/view'
import { screen } from '@testing-library/vue'

/** Replaces the text of the values editor as typing would; the test's document has no contenteditable of its own. */
export async function typeValues(text: string): Promise<void> {
  const view = await valuesEditor()
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
}

/** What stands in the values editor. */
export async function readValues(): Promise<string> {
  return (await valuesEditor()).state.doc.toString()
}

async function valuesEditor(): Promise<EditorView> {
  const view = EditorView.findFromDOM(await screen.findByRole('textbox', { name: 'Values' }))
  if (view === null) throw new Error('the values are no editor')
  return view
}
