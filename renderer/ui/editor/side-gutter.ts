import { StateEffect, StateField, type Extension } from '@codemirror/state'
import { EditorView, gutter, GutterMarker, keymap } from '@codemirror/view'
import { keyOnLine, pathAt, type KeyPath } from './yaml-places'

/** What stands beside a key, and what it means in a sentence. */
export interface SideNote {
  readonly strong: string
  readonly weak: string
  readonly title: string
}

export interface SideNotes {
  readonly label: string
  readonly of: (path: KeyPath) => SideNote | null
  readonly onPick: (path: KeyPath) => void
}

const told = StateEffect.define<SideNotes | null>()

const field = StateField.define<SideNotes | null>({
  create: () => null,
  update: (before, { effects }) => effects.reduce((now, effect) => (effect.is(told) ? effect.value : now), before),
})

class Side extends GutterMarker {
  constructor(private readonly note: SideNote) {
    super()
  }

  override eq(other: Side): boolean {
    return this.note.title === other.note.title
  }

  override toDOM(): HTMLElement {
    const all = document.createElement('span')
    all.title = this.note.title
    const strong = document.createElement('strong')
    strong.textContent = this.note.strong
    all.append(strong, ` ${this.note.weak}`)
    return all
  }
}

/** Tells beside the lines of keys where these come from: of several lines in a row that say the same, only beside the first. */
export function sideGutter(): Extension {
  return [
    field,
    gutter({
      class: 'cm-side',
      lineMarker(view, block) {
        const note = noteAt(view, block.from)
        if (note === null) return null
        return isRepeated(view, block.from, note) ? null : new Side(note)
      },
      lineMarkerChange: ({ transactions }) =>
        transactions.some(({ effects }) => effects.some((effect) => effect.is(told))),
      domEventHandlers: {
        click(view, block) {
          const key = keyOnLine(view.state, view.state.doc.lineAt(block.from))
          if (key !== null) view.state.field(field)?.onPick(key.path)
          return key !== null
        },
      },
    }),
    keymap.of([{ key: 'Alt-Enter', run: pickHere }]),
    look,
  ]
}

/** For the key that the cursor is in, as a click beside it. */
function pickHere({ state }: EditorView): boolean {
  const notes = state.field(field)
  const path = pathAt(state, state.selection.main.head)
  if (notes === null || path.length === 0) return false
  notes.onPick(path)
  return true
}

/** Shows it, or takes it away. */
export function tellSides(view: EditorView, notes: SideNotes | null): void {
  view.dispatch({ effects: told.of(notes) })
}

function noteAt(view: EditorView, offset: number): SideNote | null {
  const notes = view.state.field(field)
  if (notes === null) return null
  const key = keyOnLine(view.state, view.state.doc.lineAt(offset))
  return key === null ? null : notes.of(key.path)
}

/** So many lines without a key of their own may stand between two keys of one block. */
const blockGap = 30

function isRepeated(view: EditorView, offset: number, note: SideNote): boolean {
  const { doc } = view.state
  const { number } = doc.lineAt(offset)
  for (let line = number - 1; line >= 1 && line >= number - blockGap; line -= 1) {
    const before = noteAt(view, doc.line(line).from)
    if (before !== null) return before.title === note.title
  }
  return false
}

const look = EditorView.theme({
  '.cm-side .cm-gutterElement': {
    padding: '0 10px 0 12px',
    fontFamily: 'var(--font-sans)',
    fontSize: '11px',
    lineHeight: '20px',
    cursor: 'pointer',
    color: 'var(--ui-text-muted)',
    whiteSpace: 'nowrap',
  },
  '.cm-side .cm-gutterElement:hover': { color: 'var(--ui-text-highlighted)' },
  '.cm-side strong': { fontWeight: '600', color: 'var(--ui-text-toned)' },
})
