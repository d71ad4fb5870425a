import { Prec, StateEffect, StateField, type Extension } from '@codemirror/state'
import { Decoration, EditorView, keymap, WidgetType, type DecorationSet } from '@codemirror/view'
import { keyOnLine, type KeyPath } from './yaml-places'

/** What can be done with a key of a text that is only read. */
export interface LineAction {
  readonly label: string
  /** @param part the key with all that belongs to it, as it is written, its first line without indentation */
  readonly run: (path: KeyPath, part: string) => void
}

const shownAt = StateEffect.define<number | null>()

/** Offers it on the line under the pointer or with the cursor; Enter does it. */
export function lineAction(action: LineAction): Extension {
  const field: StateField<{ line: number; shown: DecorationSet }> = StateField.define({
    create: () => ({ line: 0, shown: Decoration.none }),
    update(before, transaction) {
      const { state } = transaction
      const wanted = transaction.effects.find((effect) => effect.is(shownAt))
      const offset = wanted?.is(shownAt) === true ? wanted.value : transaction.selection?.main.head
      if (offset === undefined && !transaction.docChanged) return before
      if (offset === undefined || offset === null) return { line: 0, shown: Decoration.none }
      const line = state.doc.lineAt(offset)
      if (line.number === before.line && !transaction.docChanged) return before
      const isKey = keyOnLine(state, line) !== null
      const widget = Decoration.widget({ widget: new Offer(action, line.number), side: 1 })
      return { line: line.number, shown: isKey ? Decoration.set(widget.range(line.to)) : Decoration.none }
    },
    provide: (of) => EditorView.decorations.from(of, ({ shown }) => shown),
  })
  return [
    field,
    EditorView.domEventHandlers({
      mousemove(event, view) {
        const offset = view.posAtCoords({ x: event.clientX, y: event.clientY }, false)
        const { number } = view.state.doc.lineAt(offset)
        if (number !== view.state.field(field).line) view.dispatch({ effects: shownAt.of(offset) })
      },
      mouseleave: (_, view) => view.dispatch({ effects: shownAt.of(null) }),
    }),
    Prec.high(
      keymap.of([
        {
          key: 'Enter',
          run: (view) => perform(view, view.state.doc.lineAt(view.state.selection.main.head).number, action),
        },
      ]),
    ),
    look,
  ]
}

class Offer extends WidgetType {
  constructor(
    private readonly action: LineAction,
    private readonly line: number,
  ) {
    super()
  }

  override eq(other: Offer): boolean {
    return this.line === other.line
  }

  override toDOM(view: EditorView): HTMLElement {
    const button = document.createElement('button')
    button.type = 'button'
    button.tabIndex = -1
    button.className = 'cm-line-action'
    button.textContent = this.action.label
    button.addEventListener('mousedown', (event) => event.preventDefault())
    button.addEventListener('click', () => perform(view, this.line, this.action))
    return button
  }

  override ignoreEvent(): boolean {
    return true
  }
}

function perform(view: EditorView, number: number, { run }: LineAction): boolean {
  const key = keyOnLine(view.state, view.state.doc.line(number))
  if (key === null) return false
  run(key.path, outdented(view.state.sliceDoc(key.from, key.end), view.state.doc.lineAt(key.from).from, key.from))
  return true
}

/** As if it stood at the beginning of its line: an indentation that all of it has goes. */
function outdented(part: string, lineStart: number, from: number): string {
  const indentation = new RegExp(`^ {0,${from - lineStart}}`)
  return `${part
    .split('\n')
    .map((line, index) => (index === 0 ? line : line.replace(indentation, '')))
    .join('\n')
    .trimEnd()}\n`
}

const look = EditorView.theme({
  '.cm-line-action': {
    position: 'sticky',
    right: '10px',
    float: 'right',
    padding: '0 8px',
    borderRadius: '4px',
    backgroundColor: 'var(--row-selected)',
    color: 'var(--ui-primary)',
    fontFamily: 'var(--font-sans)',
    fontSize: '12px',
    cursor: 'pointer',
  },
  '.cm-line-action:hover': { textDecoration: 'underline' },
})
