import { MergeView, unifiedMergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { readingText, type ViewerLook } from './create-editor'

interface DiffSide {
  readonly text: string
  /** The accessible name. */
  readonly label: string
}

interface DiffHandle {
  readonly destroy: () => void
}

/**
 * How hard differences are looked for. Two texts that have little in common are told as one difference rather than held up for:
 * without a limit a few thousand lines in another order take a minute.
 */
const limits = { scanLimit: 1_000, timeout: 200 }

interface DiffLook {
  /** The id of the element that describes both sides. */
  readonly describedBy: string
  readonly look: ViewerLook
  /** Whether what is alike is folded. */
  readonly folds: boolean
}

/** Shows two texts as one, what is gone above what comes in its place: where there is no room for two. */
export function createUnifiedDiff(
  parent: HTMLElement,
  before: DiffSide,
  after: DiffSide,
  { describedBy, look: kind, folds }: DiffLook,
): DiffHandle {
  const merged = unifiedMergeView({
    original: before.text,
    mergeControls: false,
    diffConfig: limits,
    ...(folds && { collapseUnchanged: { margin: 3, minSize: 6 } }),
  })
  const extensions = [readingText({ label: after.label, describedBy }, kind), merged, look]
  const view = new EditorView({ parent, state: EditorState.create({ doc: after.text, extensions }) })
  return { destroy: () => view.destroy() }
}

/** Shows two texts side by side. */
export function createDiff(
  parent: HTMLElement,
  before: DiffSide,
  after: DiffSide,
  { describedBy, look: kind, folds }: DiffLook,
): DiffHandle {
  const side = ({ text, label }: DiffSide): { doc: string; extensions: readonly unknown[] } => ({
    doc: text,
    extensions: [readingText({ label, describedBy }, kind), look],
  })
  const view = new MergeView({
    parent,
    a: side(before),
    b: side(after),
    diffConfig: limits,
    ...(folds && { collapseUnchanged: { margin: 3, minSize: 6 } }),
    gutter: true,
  } as ConstructorParameters<typeof MergeView>[0])
  return { destroy: () => view.destroy() }
}

const look = EditorView.theme({
  '&.cm-merge-a .cm-changedLine, &.cm-merge-a .cm-deletedChunk': {
    backgroundColor: 'color-mix(in srgb, var(--ui-error) 10%, transparent)',
  },
  '.cm-insertedLine, .cm-deletedLine, .cm-deletedLine del': { background: 'none', textDecoration: 'none' },
  '&:not(.cm-merge-a) .cm-deletedChunk': {
    backgroundColor: 'color-mix(in srgb, var(--ui-error) 10%, transparent)',
  },
  '&.cm-merge-b .cm-changedLine': {
    backgroundColor: 'color-mix(in srgb, var(--ui-success) 12%, transparent)',
  },
  '&.cm-merge-a .cm-changedText': {
    background: 'color-mix(in srgb, var(--ui-error) 22%, transparent)',
  },
  '&.cm-merge-b .cm-changedText': {
    background: 'color-mix(in srgb, var(--ui-success) 24%, transparent)',
  },
  '&.cm-merge-a .cm-changedLineGutter': { background: 'var(--ui-error)' },
  '&.cm-merge-b .cm-changedLineGutter': { background: 'var(--ui-success)' },
  '.cm-collapsedLines': {
    background: 'var(--ui-bg-muted)',
    color: 'var(--ui-text-muted)',
    fontFamily: 'var(--font-sans)',
    fontSize: '12px',
  },
  // The sign that the merge view has there is missing in many fonts.
  '.cm-collapsedLines:before': { content: '"↕"' },
  '.cm-collapsedLines:after': { content: 'none' },
})
