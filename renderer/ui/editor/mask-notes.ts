import { RangeSetBuilder, type Extension } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import { Decoration, ViewPlugin, WidgetType, type DecorationSet, type ViewUpdate } from '@codemirror/view'
import { containsMask, secretMask } from '@shared/mask'
import { drawIcon } from './note-shapes'
import { pathAt, type KeyPath } from './yaml-places'

/** Stands a note beside every line in sight that has a masked value. @param reveal shows the value at a path */
export function maskNotes(reveal: (path: KeyPath) => void): Extension {
  const plugin = ViewPlugin.define(
    (view) => ({
      shown: decorate(view, reveal),
      update(update: ViewUpdate) {
        if (update.docChanged || update.viewportChanged) this.shown = decorate(update.view, reveal)
      },
    }),
    { decorations: ({ shown }) => shown },
  )
  return plugin
}

function decorate(view: EditorView, reveal: (path: KeyPath) => void): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  let last = -1
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at)
      at = line.to + 1
      if (line.number <= last || !containsMask(line.text)) continue
      last = line.number
      const offset = line.from + line.text.indexOf(secretMask)
      builder.add(line.to, line.to, Decoration.widget({ widget: new MaskNote(offset, reveal), side: 1 }))
    }
  }
  return builder.finish()
}

class MaskNote extends WidgetType {
  constructor(
    private readonly offset: number,
    private readonly reveal: (path: KeyPath) => void,
  ) {
    super()
  }

  override eq(other: MaskNote): boolean {
    return this.offset === other.offset
  }

  override toDOM(view: EditorView): HTMLElement {
    const note = document.createElement('span')
    note.className = 'cm-note cm-note-info'
    // What is masked, and how to see it, is said above the text.
    note.setAttribute('aria-hidden', 'true')
    const words = document.createElement('span')
    words.textContent = 'masked'
    const button = document.createElement('button')
    button.type = 'button'
    button.tabIndex = -1
    button.textContent = 'Reveal'
    button.addEventListener('mousedown', (event) => event.preventDefault())
    button.addEventListener('click', () => this.reveal(pathAt(view.state, this.offset)))
    note.append(drawIcon('lock'), words, button)
    return note
  }

  override ignoreEvent(): boolean {
    return true
  }
}
