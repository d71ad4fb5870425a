import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/**
 * The editor in the app's own colours. Everything is a token of styles/tokens.css or ui/editor/editor.css, so
 * that one theme serves light and dark and follows the switch without a rebuild.
 */
const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--ui-bg)', color: 'var(--ui-text)', fontSize: '12.5px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--ui-text-highlighted)' },
  '.cm-line': { padding: '0 12px 0 6px' },
  '.cm-cursor': { borderLeftColor: 'var(--ui-text-highlighted)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--code-selection)',
  },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--code-active-line)' },
  '.cm-gutters': {
    backgroundColor: 'var(--ui-bg)',
    color: 'var(--ui-text-dimmed)',
    border: 'none',
    fontVariantNumeric: 'tabular-nums',
  },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 4px 0 12px', minWidth: '34px' },
  '.cm-foldGutter .cm-gutterElement': { padding: '0 2px', cursor: 'pointer' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ui-text-highlighted)' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--ui-bg-elevated)',
    border: '1px solid var(--ui-border)',
    color: 'var(--ui-text-muted)',
    padding: '0 4px',
    margin: '0 4px',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--code-match)', outline: 'none' },
  '.cm-placeholder': { color: 'var(--ui-text-dimmed)' },
})

const searchLook = EditorView.theme({
  '.cm-searchMatch': { backgroundColor: 'var(--code-match)', borderRadius: '2px' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--code-match-selected)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--code-match)' },
  '.cm-panels': { backgroundColor: 'var(--ui-bg-muted)', color: 'var(--ui-text)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--ui-border)' },
  '.cm-panel.cm-search': {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 6px',
    padding: '6px 30px 6px 8px',
    fontFamily: 'var(--font-sans)',
  },
  '.cm-panel.cm-search br': { display: 'none' },
  '.cm-panel.cm-search label': {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    fontSize: '12px',
    margin: '0',
    textTransform: 'lowercase',
  },
  '.cm-panel.cm-search input[type=checkbox]': { accentColor: 'var(--ui-primary)', margin: '0' },
  '.cm-textfield': {
    height: '26px',
    width: '150px',
    margin: '0 !important',
    padding: '0 8px',
    border: '1px solid var(--ui-border-accented)',
    borderRadius: '5px',
    backgroundColor: 'var(--ui-bg)',
    color: 'var(--ui-text-highlighted)',
    fontSize: '12px',
  },
  '.cm-button': {
    height: '26px',
    margin: '0 !important',
    padding: '0 8px',
    border: '1px solid var(--ui-border-accented)',
    borderRadius: '5px',
    backgroundColor: 'transparent',
    backgroundImage: 'none',
    color: 'var(--ui-text)',
    fontSize: '12px',
    textTransform: 'capitalize',
  },
  '.cm-button:hover': { backgroundColor: 'var(--ui-bg-elevated)' },
  '.cm-button:active': { backgroundImage: 'none', backgroundColor: 'var(--ui-bg-elevated)' },
  '.cm-panel.cm-search [name=close]': {
    top: '6px',
    right: '8px',
    width: '22px',
    height: '26px',
    color: 'var(--ui-text-muted)',
    cursor: 'pointer',
    fontSize: '16px',
  },
})

const lintLook = EditorView.theme({
  '.cm-lintRange-error, .cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-error': { textDecorationColor: 'var(--ui-error)' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--ui-warning)' },
  '.cm-lintRange-active': { backgroundColor: 'var(--code-match)' },
  '.cm-lintPoint::after': { borderBottomColor: 'var(--ui-error)' },
  '.cm-lintPoint-warning::after': { borderBottomColor: 'var(--ui-warning)' },
  '.cm-gutter-lint': { width: '16px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0 0 0 4px' },
  '.cm-lint-marker': { width: '10px', height: '10px', marginTop: '5px' },
  // A shape for each severity, so that colour is not the only difference.
  '.cm-lint-marker-error, .cm-lint-marker-warning': { content: '""', borderRadius: '50%' },
  '.cm-lint-marker-error': { backgroundColor: 'var(--ui-error)' },
  '.cm-lint-marker-warning': {
    backgroundColor: 'var(--ui-warning)',
    borderRadius: '0',
    clipPath: 'polygon(50% 5%, 100% 95%, 0 95%)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--ui-bg-muted)',
    border: '1px solid var(--ui-border-accented)',
    borderRadius: '6px',
    boxShadow: '0 6px 18px rgb(0 0 0 / 0.18)',
    color: 'var(--ui-text)',
    fontFamily: 'var(--font-sans)',
    overflow: 'hidden',
  },
  '.cm-tooltip-lint': { maxWidth: '420px' },
  '.cm-diagnostic': { padding: '6px 10px', borderLeftWidth: '3px' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--ui-error)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--ui-warning)' },
})

const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--code-key)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.lineComment, tags.comment], color: 'var(--code-comment)' },
  { tag: [tags.labelName, tags.typeName, tags.keyword, tags.meta], color: 'var(--code-special)' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--ui-text-muted)' },
  { tag: tags.content, color: 'var(--ui-text-highlighted)' },
])

/** Everything that gives an editor the app's look. */
export const editorLook: Extension = [look, searchLook, lintLook, syntaxHighlighting(highlight)]
