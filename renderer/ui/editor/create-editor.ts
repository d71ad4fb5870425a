import { basicSetup } from 'codemirror'
import { indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { indentUnit } from '@codemirror/language'
import { linter, lintGutter, type Diagnostic } from '@codemirror/lint'
import { highlightSelectionMatches, openSearchPanel, search } from '@codemirror/search'
import { EditorState, StateEffect, type Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder, type ViewUpdate } from '@codemirror/view'
import type { ValuesProblem } from '@shared/values-check/problem'
import { editorLook } from './editor-theme'
import { indentAfterKey } from './indent-after-key'

/** What a component may do with its editor. */
export interface EditorHandle {
  /** Replaces the text where it differs; the undo history keeps the one before. */
  readonly setText: (text: string) => void
  /** Puts the cursor at an offset, brings it into sight and takes the focus. */
  readonly goTo: (offset: number) => void
  readonly focus: () => void
  readonly openSearch: () => void
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
  readonly onText: (text: string) => void
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
  return open(options, [base(options), language, checks(writing), editing(writing)])
}

/** Makes one that is read, searched, folded and copied from only. */
export function createViewer(options: Common, look: ViewerLook): EditorHandle {
  return open(options, readingText(options, look))
}

/** What makes an editor one to read in, for what puts several together. */
export function readingText(options: Pick<Common, 'label' | 'describedBy'>, look: ViewerLook): Extension {
  return [base(options), look === 'yaml' ? language : EditorView.lineWrapping, reading]
}

function open({ parent, text }: Common, extensions: Extension): EditorHandle {
  const view = new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) })
  return {
    setText(text) {
      if (text === view.state.doc.toString()) return
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
    },
    goTo(offset) {
      const anchor = Math.min(offset, view.state.doc.length)
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
      view.focus()
    },
    focus: () => view.focus(),
    openSearch: () => void openSearchPanel(view),
    recheck: () => view.dispatch({ effects: checkAgain.of(null) }),
    destroy: () => view.destroy(),
  }
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

function editing({ placeholder: hint, onText }: Writing): Extension {
  return [
    indentAfterKey,
    placeholder(hint),
    // Tab indents here; Esc and then Tab leaves, which the editor itself knows.
    keymap.of([indentWithTab]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onText(update.state.doc.toString())
    }),
  ]
}

function checks({ check, onProblems }: Writing): Extension {
  const source = async (view: EditorView): Promise<Diagnostic[]> => {
    const { doc } = view.state
    const problems = await check(doc.toString())
    // Of a text that has changed meanwhile nothing is told: it is checked again. The editor leaves out its marks by itself.
    if (view.state.doc.eq(doc)) onProblems(problems)
    return problems.map(({ from, to, severity, message }) => ({ from, to, severity, message }))
  }
  const needsRefresh = ({ transactions }: ViewUpdate): boolean =>
    transactions.some(({ effects }) => effects.some((effect) => effect.is(checkAgain)))
  return [lintGutter(), linter(source, { delay: checkDelay, needsRefresh })]
}
