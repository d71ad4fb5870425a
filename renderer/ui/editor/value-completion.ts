import {
  autocompletion,
  completionStatus,
  snippet,
  type Completion as Option,
  type CompletionSource,
} from '@codemirror/autocomplete'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, hoverTooltip, type Tooltip } from '@codemirror/view'
import type { Completion, HoverText } from '@/lib/values-language/language'
import { textOf } from './doc-text'

/** What knows the text: it works elsewhere, and may answer with nothing. */
export interface TextKnowledge {
  readonly complete: (text: string, offset: number) => Promise<readonly Completion[]>
  readonly hover: (text: string, offset: number) => Promise<HoverText | null>
}

/** Milliseconds after Escape in which Tab leaves: as long as the editor itself gives. */
const leaveMs = 2_000

/** Milliseconds that the pointer rests on a word before it is explained. */
const hoverDelay = 350

/** Offers what may stand at the cursor, and tells what a key under the pointer means. */
export function valueCompletion(knowledge: TextKnowledge): Extension {
  // Always the same one: by that the editor knows whose answer it waits for.
  const data = [{ autocomplete: sourceOf(knowledge) }]
  return [
    autocompletion({ icons: false, maxRenderedOptions: 200, activateOnTypingDelay: 60, addToOptions: [kindMark] }),
    EditorState.languageData.of(() => data),
    EditorView.domEventObservers({ keydown: leaveNext }),
    hoverTooltip((view, offset) => explain(view, offset, knowledge), { hoverTime: hoverDelay }),
    look,
  ]
}

/** Escape, then Tab leaves the editor, also where Escape closes what is offered. */
function leaveNext({ key }: KeyboardEvent, view: EditorView): void {
  if (key === 'Escape' && completionStatus(view.state) !== null) view.setTabFocusMode(leaveMs)
}

function sourceOf({ complete }: TextKnowledge): CompletionSource {
  return async (context) => {
    // After a word that ended nobody asked.
    const word = context.matchBefore(/[\w.$/-]+$/)
    if (!context.explicit && word === null) return null
    const found = await complete(textOf(context.state.doc), context.pos)
    if (context.aborted || found.length === 0) return null
    // A value that is written out needs no offer: Enter would take that, and begin no line.
    const isValue = (text: string): boolean => found.some(({ kind, label }) => kind === 'value' && label === text)
    if (!context.explicit && word !== null && isValue(word.text)) return null
    const from = Math.min(...found.map((one) => one.from))
    return {
      from,
      options: found.map((one) => optionOf(one, from, context.pos)),
      validFor: (text) => /^[\w.$/-]*$/.test(text) && !isValue(text),
    }
  }
}

/** @param base where the answer begins, @param asked the cursor: what is typed meanwhile stands between both */
function optionOf(one: Completion, base: number, asked: number): Option {
  return {
    label: one.label,
    detail: one.detail,
    type: one.kind,
    apply: (view, option, from, to) =>
      snippet(one.insert)(view, option, from + one.from - base, to + Math.max(0, one.to - asked)),
    ...(one.docs !== '' && { info: () => docsOf(one.label, one.detail, one.docs) }),
  }
}

const kindMark = {
  render: ({ type }: Option): Node => {
    const mark = document.createElement('span')
    mark.className = 'cm-completion-kind'
    mark.textContent = type === 'key' ? '{}' : '='
    mark.setAttribute('aria-hidden', 'true')
    return mark
  },
  position: 20,
}

async function explain(view: EditorView, offset: number, { hover }: TextKnowledge): Promise<Tooltip | null> {
  const found = await hover(textOf(view.state.doc), offset)
  if (found === null) return null
  const dom = docsOf(found.title, '', found.docs)
  return { pos: found.from, end: found.to, above: true, create: () => ({ dom }) }
}

/** Texts of strangers, as text. */
function docsOf(title: string, type: string, docs: string): HTMLElement {
  const all = document.createElement('div')
  all.className = 'cm-docs'
  const head = document.createElement('p')
  const name = document.createElement('code')
  name.textContent = title
  head.append(name, type === '' ? '' : ` ${type}`)
  const body = document.createElement('p')
  body.textContent = docs
  all.append(head, ...(docs === '' ? [] : [body]))
  return all
}

const look = EditorView.theme({
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', fontSize: '12px', maxHeight: '15em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    alignItems: 'baseline',
    gap: '6px',
    padding: '3px 10px 3px 8px',
    lineHeight: '1.5',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--row-selected)',
    color: 'var(--ui-text-highlighted)',
  },
  '.cm-completion-kind': { color: 'var(--ui-text-muted)', fontSize: '10px', width: '14px', flexShrink: '0' },
  '.cm-completionLabel': { flex: '1' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600', color: 'var(--ui-primary)' },
  '.cm-completionDetail': {
    marginLeft: '18px',
    fontFamily: 'var(--font-sans)',
    fontStyle: 'normal',
    color: 'var(--ui-text-muted)',
  },
  '.cm-tooltip.cm-completionInfo': { padding: '0', maxWidth: '320px' },
  '.cm-docs': { padding: '8px 12px', maxWidth: '420px', fontSize: '12.5px', lineHeight: '1.5' },
  '.cm-docs p': { margin: '0', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  '.cm-docs p + p': { marginTop: '4px', maxHeight: '14em', overflowY: 'auto' },
  '.cm-docs code': { fontFamily: 'var(--font-mono)', color: 'var(--ui-text-highlighted)' },
})
