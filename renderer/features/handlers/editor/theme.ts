import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import './code-colors.css'

const mono = "'JetBrains Mono', monospace"

const code = {
  '&': { height: '100%', backgroundColor: 'var(--kh-code-ground)', color: 'var(--kh-code-text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: mono, fontSize: '13px', lineHeight: '20px', overflow: 'auto' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--kh-code-text)' },
  '.cm-line': { padding: '0 12px 0 8px' },
  '.cm-cursor, .cm-dropCursor': { borderLeft: '2px solid var(--kh-accent)' },
  '.cm-gutters': {
    border: '0',
    backgroundColor: 'var(--kh-code-ground)',
    color: 'var(--kh-code-quiet)',
    fontVariantNumeric: 'tabular-nums',
  },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '36px', padding: '0 4px 0 8px' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--kh-code-line)' },
  '.cm-selectionLayer .cm-selectionBackground, &.cm-focused .cm-selectionLayer .cm-selectionBackground': {
    background: 'var(--kh-code-selection)',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--kh-code-selection)' },
  '&.cm-focused .cm-matchingBracket, .cm-matchingBracket': {
    backgroundColor: 'var(--kh-code-selection)',
    outline: '1px solid var(--kh-line-strong)',
  },
  '.cm-nonmatchingBracket': { color: 'var(--kh-code-failure)' },
  '.cm-searchMatch': {
    backgroundColor: 'var(--kh-code-match)',
    outline: '1px solid var(--kh-line-strong)',
  },
  '.cm-searchMatch.cm-searchMatch-selected': {
    backgroundColor: 'var(--kh-code-match)',
    outline: '2px solid var(--kh-accent)',
  },
}

const around = {
  '.cm-panels': {
    backgroundColor: 'var(--kh-inset)',
    color: 'var(--kh-text)',
    fontFamily: "'Inter Variable', sans-serif",
    fontSize: '13px',
  },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--kh-line)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--kh-line)' },
  '.cm-panel.cm-search': { padding: '6px 32px 6px 8px' },
  '.cm-panel.cm-search label': {
    display: 'inline-flex',
    gap: '4px',
    alignItems: 'center',
    marginRight: '8px',
    fontSize: '12px',
  },
  '.cm-panel.cm-search [name=close]': {
    top: '8px',
    right: '8px',
    width: '24px',
    height: '24px',
    color: 'var(--kh-soft)',
    fontSize: '18px',
    cursor: 'pointer',
  },
  '.cm-textfield': {
    height: '26px',
    padding: '0 8px',
    border: '1px solid var(--kh-line-strong)',
    borderRadius: '5px',
    backgroundColor: 'var(--kh-surface)',
    color: 'var(--kh-text)',
    fontFamily: mono,
    fontSize: '12px',
  },
  '.cm-button': {
    height: '26px',
    padding: '0 8px',
    border: '1px solid var(--kh-line-strong)',
    borderRadius: '5px',
    backgroundColor: 'var(--kh-surface)',
    backgroundImage: 'none',
    color: 'var(--kh-text)',
    fontFamily: 'inherit',
    fontSize: '12px',
    cursor: 'pointer',
    '&:hover': { backgroundColor: 'var(--kh-hover)' },
    '&:active': { backgroundColor: 'var(--kh-selected)', backgroundImage: 'none' },
  },
  '.cm-tooltip': {
    border: '1px solid var(--kh-line-strong)',
    borderRadius: '5px',
    backgroundColor: 'var(--kh-raised)',
    color: 'var(--kh-text)',
    boxShadow: 'var(--kh-shadow)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    maxWidth: 'min(380px, 60vw)',
    maxHeight: '208px',
    fontFamily: mono,
    fontSize: '12px',
    '& > li': { padding: '2px 8px', overflow: 'hidden', lineHeight: '20px', textOverflow: 'ellipsis' },
    '& > li[aria-selected]': { backgroundColor: 'var(--kh-selected)', color: 'var(--kh-text)' },
  },
  '.cm-completionIcon': { color: 'var(--kh-soft)', opacity: '1' },
  '.cm-completionDetail': { color: 'var(--kh-soft)', fontStyle: 'normal' },
  '.cm-completionMatchedText': { color: 'var(--kh-accent)', fontWeight: '600', textDecoration: 'none' },
  '.cm-tooltip.cm-completionInfo': {
    maxWidth: '320px',
    padding: '8px 12px',
    fontFamily: "'Inter Variable', sans-serif",
    fontSize: '12px',
    lineHeight: '18px',
    '& code': { display: 'block', marginBottom: '4px', fontFamily: mono, overflowWrap: 'anywhere' },
  },
}

const problems = {
  '.cm-diagnostic': {
    padding: '4px 12px',
    fontFamily: "'Inter Variable', sans-serif",
    fontSize: '12px',
    lineHeight: '18px',
  },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--kh-failure)' },
  // A line of its own: the waves that come with the editor are pictures of one colour for both looks.
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--kh-failure) 1px',
    textUnderlineOffset: '4px',
  },
  '.cm-lintPoint-error::after': { borderBottomColor: 'var(--kh-failure)' },
  '.cm-gutter-lint': { width: '14px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0 0 0 4px' },
  '.cm-lint-marker-error': {
    width: '8px',
    height: '8px',
    margin: '6px 0',
    borderRadius: '50%',
    backgroundColor: 'var(--kh-failure)',
    content: 'none',
  },
}

const merge = {
  '&.cm-merge-a .cm-changedLine, &.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--kh-inset)' },
  '&.cm-merge-a .cm-changedText, &.cm-merge-b .cm-changedText': {
    background: 'var(--kh-code-selection)',
  },
  '.cm-changeGutter': { width: '3px', paddingLeft: '0' },
  '&.cm-merge-a .cm-changedLineGutter': { background: 'var(--kh-warning)' },
  '&.cm-merge-b .cm-changedLineGutter': { background: 'var(--kh-accent)' },
  '.cm-collapsedLines': {
    background: 'var(--kh-inset)',
    color: 'var(--kh-soft)',
    fontFamily: "'Inter Variable', sans-serif",
    fontSize: '12px',
    // The font has no such sign.
    '&:before, &:after': { content: 'none' },
  },
}

const highlight = HighlightStyle.define([
  {
    tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.controlKeyword],
    color: 'var(--kh-code-keyword)',
  },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--kh-code-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.self], color: 'var(--kh-code-number)' },
  { tag: [tags.typeName, tags.className, tags.namespace], color: 'var(--kh-code-number)' },
  {
    tag: [
      tags.function(tags.variableName),
      tags.function(tags.propertyName),
      tags.definition(tags.function(tags.variableName)),
    ],
    color: 'var(--kh-code-name)',
  },
  { tag: [tags.comment, tags.meta], color: 'var(--kh-code-quiet)', fontStyle: 'italic' },
  { tag: tags.invalid, color: 'var(--kh-code-failure)' },
])

/** The look of code, from the app's own colours. `dark` is for what the editor draws with colours of its own. */
export function codeTheme(dark: boolean): Extension {
  return [
    EditorView.theme({ ...code, ...around, ...problems, ...merge }, { dark }),
    syntaxHighlighting(highlight),
  ]
}

/** Lets the editor add its style elements under the content security policy. */
export function styleNonce(): Extension {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
  return EditorView.cspNonce.of(nonce)
}
