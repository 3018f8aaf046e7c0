import { Compartment, EditorState } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import type { ScriptProblem } from '../../../../src/contract/handlers'
import type { CursorPlace } from '../model'
import { lineEnds, writing } from './extensions'
import { formatScript } from './format'
import { replaceText } from './replace-text'
import { scriptLanguage } from './script-language'
import { scriptLint } from './script-lint'
import { codeTheme, styleNonce } from './theme'

/** What the editor tells, and asks. */
export interface EditorEvents {
  readonly onChange: (text: string) => void
  readonly onSave: () => void
  readonly onFormat: () => void
  readonly onCursor: (place: CursorPlace) => void
  readonly check: (text: string) => Promise<ScriptProblem | null>
  readonly onProblem: (problem: ScriptProblem | null) => void
}

export interface EditorLook {
  readonly dark: boolean
  readonly readOnly: boolean
}

export interface EditorOptions extends EditorLook {
  readonly parent: HTMLElement
  readonly file: string
  readonly text: string
  /** Id of the element that says how to leave the editor by keyboard. */
  readonly describedBy: string
  readonly events: EditorEvents
}

const look = new Compartment()

function lookOf({ dark, readOnly }: EditorLook) {
  return [codeTheme(dark), EditorState.readOnly.of(readOnly)]
}

/** Puts an editor into the page. @returns it is `destroy`ed by whoever asked for it */
export function openEditor({ parent, file, text, describedBy, events, ...style }: EditorOptions): EditorView {
  const bound = (run: () => void) => (): boolean => {
    run()
    return true
  }
  const extensions = [
    keymap.of([
      { key: 'Mod-s', run: bound(events.onSave), preventDefault: true },
      { key: 'Shift-Alt-f', run: bound(events.onFormat), preventDefault: true },
    ]),
    lineEnds(text),
    styleNonce(),
    look.of(lookOf(style)),
    writing(),
    scriptLanguage(file),
    scriptLint(events.check, events.onProblem),
    EditorView.contentAttributes.of({
      'aria-label': `Text of ${file}`,
      'aria-describedby': describedBy,
      tabindex: '0',
    }),
    EditorView.updateListener.of(({ docChanged, selectionSet, state }) => {
      if (docChanged) events.onChange(state.sliceDoc())
      if (docChanged || selectionSet) events.onCursor(placeOf(state))
    }),
  ]
  return new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) })
}

export function setLook(view: EditorView, style: EditorLook): void {
  view.dispatch({ effects: look.reconfigure(lookOf(style)) })
}

/** The text changed elsewhere: by a choice between two versions, or on the disk. */
export function setText(view: EditorView, text: string): void {
  if (view.state.sliceDoc() !== text) view.dispatch(replaceText(view.state, text))
}

export function goTo(view: EditorView, { line, column }: CursorPlace): void {
  const found = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines))
  view.dispatch({
    selection: { anchor: found.from + Math.min(column - 1, found.length) },
    scrollIntoView: true,
  })
  view.focus()
}

/** Lays the text out; the cursor stays where it is in it. @throws Error where the text does not parse */
export async function layOut(view: EditorView, file: string): Promise<void> {
  const before = view.state
  const { text, cursor } = await formatScript(file, before.sliceDoc(), before.selection.main.head)
  // Typed meanwhile: what was laid out is not what is there now.
  if (view.state.doc !== before.doc) return
  const change = replaceText(before, text)
  const anchor = Math.min(cursor, before.update(change).newDoc.length)
  view.dispatch({ ...change, selection: { anchor }, userEvent: 'format', scrollIntoView: true })
}

function placeOf({ selection, doc }: EditorState): CursorPlace {
  const line = doc.lineAt(selection.main.head)
  return { line: line.number, column: selection.main.head - line.from + 1 }
}
