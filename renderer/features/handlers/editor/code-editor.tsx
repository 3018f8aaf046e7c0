import type { EditorView } from '@codemirror/view'
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, type ReactNode, type Ref } from 'react'
import type { CursorPlace } from '../model'
import classes from './code-editor.module.css'
import { goTo, layOut, openEditor, setLook, setText, type EditorEvents } from './open-editor'

export interface CodeEditorHandle {
  readonly focus: () => void
  readonly goTo: (place: CursorPlace) => void
  /** @throws Error where the text does not parse */
  readonly layOut: () => Promise<void>
}

export interface CodeEditorProps extends EditorEvents {
  readonly file: string
  readonly text: string
  readonly readOnly: boolean
  /** It has the focus from its start. */
  readonly focused: boolean
  readonly describedBy: string
  readonly ref: Ref<CodeEditorHandle>
}

/** The text of a script. One editor a file: give it the file as its key. */
export function CodeEditor({ ref, ...props }: CodeEditorProps): ReactNode {
  const { text, readOnly } = props
  const dark = useComputedColorScheme('light') === 'dark'
  const frame = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView>(null)
  const latest = useRef({ ...props, dark })

  useLayoutEffect(() => {
    latest.current = { ...props, dark }
  })
  useLayoutEffect(() => {
    if (!frame.current) return
    const view = openEditor({
      ...latest.current,
      parent: frame.current,
      events: {
        onChange: (changed) => latest.current.onChange(changed),
        onSave: () => latest.current.onSave(),
        onFormat: () => latest.current.onFormat(),
        onCursor: (place) => latest.current.onCursor(place),
        check: (checked) => latest.current.check(checked),
        onProblem: (problem) => latest.current.onProblem(problem),
      },
    })
    editor.current = view
    if (latest.current.focused) view.focus()
    return () => {
      editor.current = null
      view.destroy()
    }
  }, [])
  useEffect(() => {
    if (editor.current) setLook(editor.current, { dark, readOnly })
  }, [dark, readOnly])
  useEffect(() => {
    if (editor.current) setText(editor.current, text)
  }, [text])
  useImperativeHandle(
    ref,
    () => ({
      focus: () => editor.current?.focus(),
      goTo: (place) => editor.current && goTo(editor.current, place),
      layOut: async () => {
        if (editor.current) await layOut(editor.current, latest.current.file)
      },
    }),
    [],
  )
  return <div ref={frame} className={classes.frame} />
}
