import {
  RangeSetBuilder,
  StateEffect,
  StateField,
  type EditorState,
  type Extension,
  type Text,
} from '@codemirror/state'
import { Decoration, EditorView, keymap, WidgetType, type DecorationSet } from '@codemirror/view'
import type { ValuesMark } from '@shared/values-marks/mark'
import { drawIcon, noteIcons } from './note-shapes'

interface Notes {
  readonly marks: readonly ValuesMark[]
  /** The text that they are about; of another one their offsets are those of an older text. */
  readonly doc: Text
  readonly shown: DecorationSet
}

const told = StateEffect.define<readonly ValuesMark[]>()

const field = StateField.define<Notes | null>({
  create: () => null,
  update(notes, { docChanged, changes, effects, state }) {
    const next = effects.find((effect) => effect.is(told))
    if (next?.is(told) === true) return { marks: next.value, doc: state.doc, shown: decorate(next.value, state) }
    // What was said of a line stays beside it until the text is looked at again.
    return notes !== null && docChanged ? { ...notes, shown: notes.shown.map(changes) } : notes
  },
  provide: (notes) => EditorView.decorations.from(notes, (now) => now?.shown ?? Decoration.none),
})

const rank: Readonly<Record<ValuesMark['severity'], number>> = { error: 0, warning: 1, info: 2 }

/** The worst that is said of each line stands at its end. */
function decorate(marks: readonly ValuesMark[], state: EditorState): DecorationSet {
  const worst = new Map<number, { mark: ValuesMark; more: number }>()
  for (const mark of marks) {
    if (mark.to > state.doc.length) continue
    const { number } = state.doc.lineAt(mark.from)
    const before = worst.get(number)
    const isWorse = before === undefined || rank[mark.severity] < rank[before.mark.severity]
    worst.set(number, { mark: isWorse ? mark : before.mark, more: before === undefined ? 0 : before.more + 1 })
  }
  const builder = new RangeSetBuilder<Decoration>()
  for (const [number, { mark, more }] of [...worst].toSorted(([one], [other]) => one - other)) {
    const { to } = state.doc.line(number)
    builder.add(to, to, Decoration.widget({ widget: new Note(mark, more), side: 1 }))
  }
  return builder.finish()
}

class Note extends WidgetType {
  constructor(
    private readonly mark: ValuesMark,
    private readonly more: number,
  ) {
    super()
  }

  override eq(other: Note): boolean {
    return JSON.stringify([this.mark, this.more]) === JSON.stringify([other.mark, other.more])
  }

  override toDOM(view: EditorView): HTMLElement {
    const { mark, more } = this
    const note = document.createElement('span')
    note.className = `cm-note cm-note-${mark.severity}`
    // The same is counted, listed and read out below the text.
    note.setAttribute('aria-hidden', 'true')
    const words = document.createElement('span')
    words.textContent = `${mark.message}${more > 0 ? ` +${more}` : ''}`
    words.title = mark.message
    note.append(drawIcon(noteIcons[mark.kind]), words)
    if (mark.fix !== undefined) {
      const button = document.createElement('button')
      button.type = 'button'
      button.tabIndex = -1
      button.textContent = mark.fix.label
      button.addEventListener('mousedown', (event) => event.preventDefault())
      button.addEventListener('click', () => mend(view, mark))
      note.append(button)
    }
    return note
  }

  override ignoreEvent(): boolean {
    return true
  }
}

/** Only in the text that the mark was made for: its offsets mean nothing in another one. */
function mend(view: EditorView, { fix }: ValuesMark): boolean {
  const notes = view.state.field(field)
  if (fix === undefined || notes === null || !notes.doc.eq(view.state.doc)) return false
  view.dispatch({ changes: [...fix.changes], userEvent: 'input.fix', scrollIntoView: true })
  view.focus()
  return true
}

/** What one key mends: on the cursor's line the worst first. */
function mendHere(view: EditorView): boolean {
  const { doc, selection } = view.state
  const { number } = doc.lineAt(selection.main.head)
  const here = (view.state.field(field)?.marks ?? []).filter(
    ({ fix, from }) => fix !== undefined && from <= doc.length && doc.lineAt(from).number === number,
  )
  const [first] = here.toSorted((one, other) => rank[one.severity] - rank[other.severity])
  return first !== undefined && mend(view, first)
}

/** Stands notes beside lines; Ctrl+. mends what the one on the cursor's line is about. */
export function lineNotes(): Extension {
  return [field, keymap.of([{ key: 'Mod-.', run: mendHere }]), look]
}

/** Says what is to be said of the text as it is now. */
export function tellNotes(view: EditorView, marks: readonly ValuesMark[]): void {
  view.dispatch({ effects: told.of(marks) })
}

const look = EditorView.theme({
  '.cm-note': {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '5px',
    marginLeft: '18px',
    fontFamily: 'var(--font-sans)',
    fontSize: '12px',
    whiteSpace: 'nowrap',
    color: 'var(--ui-text-muted)',
    userSelect: 'none',
    verticalAlign: 'top',
  },
  '.cm-note-error': { color: 'var(--ui-error)' },
  '.cm-note-warning': { color: 'var(--ui-warning)' },
  '.cm-note svg': { flexShrink: '0' },
  // A sentence that is longer has its whole text under the pointer, and in the list below where it is an error.
  '.cm-note span': { maxWidth: '46ch', overflow: 'hidden', textOverflow: 'ellipsis' },
  '.cm-note button': { color: 'var(--ui-primary)', cursor: 'pointer', fontWeight: '500' },
  '.cm-note button:hover': { textDecoration: 'underline' },
})
