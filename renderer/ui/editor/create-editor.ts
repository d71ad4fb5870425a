import { basicSetup } from 'codemirror'
import { historyField, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { indentUnit } from '@codemirror/language'
import { linter, lintGutter, type Diagnostic } from '@codemirror/lint'
import { diff } from '@codemirror/merge'
import { highlightSelectionMatches, openSearchPanel, search } from '@codemirror/search'
import { EditorState, StateEffect, Transaction, type Extension, type TransactionSpec } from '@codemirror/state'
import { EditorView, keymap, placeholder, type ViewUpdate } from '@codemirror/view'
import type { ValuesProblem } from '@shared/values-check/problem'
import type { TextChange, ValuesMark } from '@shared/values-marks/mark'
import { editorLook } from './editor-theme'
import { textOf } from './doc-text'
import { isMasking } from './is-masking'
import { indentAfterKey } from './indent-after-key'
import { lineAction, type LineAction } from './line-action'
import { lineNotes, tellNotes } from './line-notes'
import { maskNotes } from './mask-notes'
import { sideGutter, tellSides, type SideNotes } from './side-gutter'
import { valueCompletion, type TextKnowledge } from './value-completion'
import { keysOf, pathAt, type KeyPath, type KeyPlace } from './yaml-places'

/** What a component may do with its editor. */
export interface EditorHandle {
  /** Replaces the text where it differs; the undo history keeps the one before, unless secrets were only masked or revealed. */
  readonly setText: (text: string) => void
  /** Puts the cursor at an offset, brings it into sight and takes the focus. */
  readonly goTo: (offset: number) => void
  readonly focus: () => void
  readonly openSearch: () => void
  /** Changes parts of the text, and puts the cursor behind the last of them. */
  readonly apply: (changes: readonly TextChange[]) => void
  /** All keys of the text, in their order. */
  readonly keys: () => readonly KeyPlace[]
  /** What is told beside the keys; null takes it away. */
  readonly tellSides: (notes: SideNotes | null) => void
  /** The text with all that can be undone, for another editor of it. */
  readonly keep: () => unknown
  /** Checks the text again: what is wrong with it depends on more than the text. */
  readonly recheck: () => void
  readonly destroy: () => void
}

interface Common {
  readonly parent: HTMLElement
  readonly text: string
  /** The accessible name, and the id of the element that describes it. */
  readonly label: string
  readonly describedBy: string
}

/** What makes an editor writable. */
interface Writing {
  readonly placeholder: string
  /** What another editor of the same text kept; anything else is no harm. */
  readonly kept?: unknown
  readonly onText: (text: string) => void
  /** Shows the masked value at a path; left out where nobody can. */
  readonly onReveal?: (path: KeyPath) => void
  /** The keys around the cursor, whenever these are others. */
  readonly onPlace: (path: KeyPath) => void
  readonly knowledge: TextKnowledge
  /** What is to be said of the text by those who know its chart. */
  readonly notes: (text: string) => Promise<readonly ValuesMark[]>
  readonly check: (text: string) => Promise<readonly ValuesProblem[]>
  readonly onProblems: (problems: readonly ValuesProblem[]) => void
}

/** Milliseconds of rest in typing before the text is checked: reading 6,000 lines takes 64. */
const checkDelay = 200
const checkAgain = StateEffect.define()

/** How a text is read: as YAML, in its own lines; or as any other, in lines that end with the window. */
export type ViewerLook = 'yaml' | 'plain'

/** Makes an editor of YAML. */
export function createEditor(options: Common, writing: Writing): EditorHandle {
  const extensions = [sideGutter(), base(options), language, checks(writing), editing(writing)]
  return open(options, extensions, writing.kept)
}

/** Makes one that is read, searched, folded and copied from only. */
export function createViewer(options: Common, look: ViewerLook, action?: LineAction): EditorHandle {
  return open(options, [sideGutter(), readingText(options, look), action === undefined ? [] : lineAction(action)])
}

/** What makes an editor one to read in, for what puts several together. */
export function readingText(options: Pick<Common, 'label' | 'describedBy'>, look: ViewerLook): Extension {
  return [base(options), look === 'yaml' ? language : EditorView.lineWrapping, reading]
}

function open({ parent, text }: Common, extensions: Extension, kept?: unknown): EditorHandle {
  const view = new EditorView({ parent, state: resumed(text, extensions, kept) })
  return {
    setText(text) {
      if (text !== textOf(view.state.doc)) view.dispatch(replacing(textOf(view.state.doc), text))
    },
    goTo(offset) {
      const anchor = Math.min(offset, view.state.doc.length)
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
      view.focus()
    },
    focus: () => view.focus(),
    openSearch: () => void openSearchPanel(view),
    apply(changes) {
      const end = Math.max(0, ...changes.map(({ to }) => to))
      const set = view.state.changes([...changes])
      const anchor = set.mapPos(end, 1)
      const effects = EditorView.scrollIntoView(anchor, { y: 'center' })
      view.dispatch({ changes: set, selection: { anchor }, effects, userEvent: 'input.paste' })
    },
    keys: () => keysOf(view.state),
    tellSides: (notes) => tellSides(view, notes),
    keep: (): unknown => view.state.toJSON({ history: historyField }),
    recheck: () => view.dispatch({ effects: checkAgain.of(null) }),
    destroy: () => view.destroy(),
  }
}

/**
 * Only what differs is replaced, so that undo leaves the rest in its place. Undo would bring back a secret that was hidden again: to
 * hide or show some is no step of its own.
 */
function replacing(before: string, after: string): TransactionSpec {
  const changes = diff(before, after, { scanLimit: 500 }).map(({ fromA, toA, fromB, toB }) => {
    return { from: fromA, to: toA, insert: after.slice(fromB, toB) }
  })
  return { changes, annotations: Transaction.addToHistory.of(!isMasking(before, after)) }
}

/** A text as another editor left it, where it is still the same; else as it is. */
function resumed(text: string, extensions: Extension, kept: unknown): EditorState {
  if (typeof kept === 'object' && kept !== null && 'doc' in kept && kept.doc === text) {
    try {
      return EditorState.fromJSON(kept, { extensions }, { history: historyField })
    } catch {
      // Without its history the text is still all there.
    }
  }
  return EditorState.create({ doc: text, extensions })
}

function base({ label, describedBy }: Pick<Common, 'label' | 'describedBy'>): Extension {
  return [
    basicSetup,
    // The text is sent exactly as it was typed: nobody wants a bracket in it that they did not type.
    EditorState.languageData.of(() => [{ closeBrackets: { brackets: [] } }]),
    highlightSelectionMatches({ minSelectionLength: 3 }),
    search({ top: true }),
    // A file's text would be put in where it falls: the page around the editor layers files, and asks first.
    EditorView.domEventHandlers({ drop: (event) => (event.dataTransfer?.files.length ?? 0) > 0 }),
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-describedby': describedBy,
      spellcheck: 'false',
      // What is editable can be focused anyway; checkers of accessibility look for this.
      tabindex: '0',
    }),
    editorLook,
  ]
}

const language: Extension = [yaml(), indentUnit.of('  ')]

const reading: Extension = [EditorState.readOnly.of(true), EditorView.contentAttributes.of({ 'aria-readonly': 'true' })]

function editing({ placeholder: hint, onText, onPlace, onReveal, knowledge }: Writing): Extension {
  let place = ''
  return [
    indentAfterKey,
    valueCompletion(knowledge),
    placeholder(hint),
    onReveal === undefined ? [] : maskNotes(onReveal),
    // Tab indents here; Esc and then Tab leaves, which the editor itself knows.
    keymap.of([indentWithTab]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onText(textOf(update.state.doc))
      if (!update.docChanged && !update.selectionSet) return
      const path = pathAt(update.state, update.state.selection.main.head)
      if (place === (place = JSON.stringify(path))) return
      onPlace(path)
    }),
  ]
}

/** What is only worth knowing stands at the line's end. */
const grave = (found: readonly Diagnostic[]): Diagnostic[] => found.filter(({ severity }) => severity !== 'info')

/** Two questions, so that what helm could not read is said before anybody has looked at the chart. */
function checks({ check, onProblems, notes }: Writing): Extension {
  const source = async (view: EditorView): Promise<Diagnostic[]> => {
    const { doc } = view.state
    const problems = await check(textOf(doc))
    // Of a text that has changed meanwhile nothing is told: it is checked again. The editor leaves out its marks by itself.
    if (view.state.doc.eq(doc)) onProblems(problems)
    return problems.map(({ from, to, severity, message }) => ({ from, to, severity, message }))
  }
  const noteSource = async (view: EditorView): Promise<Diagnostic[]> => {
    const { doc } = view.state
    const marks = await notes(textOf(doc))
    if (!view.state.doc.eq(doc)) return []
    tellNotes(view, marks)
    return marks.map(({ from, to, severity, message }) => ({ from, to, severity, message }))
  }
  const needsRefresh = ({ transactions }: ViewUpdate): boolean =>
    transactions.some(({ effects }) => effects.some((effect) => effect.is(checkAgain)))
  const options = { delay: checkDelay, needsRefresh }
  return [lintGutter({ markerFilter: grave }), linter(source, options), linter(noteSource, options), lineNotes()]
}
