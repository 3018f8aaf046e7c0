import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { MergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { useComputedColorScheme } from '@mantine/core'
import { useLayoutEffect, useRef, type ReactNode } from 'react'
import classes from './compare-view.module.css'
import { lineEnds } from './extensions'
import { scriptLanguage } from './script-language'
import { codeTheme, styleNonce } from './theme'

export interface CompareViewProps {
  readonly file: string
  readonly theirs: string
  /** As it is at first; it can be changed here. */
  readonly mine: string
  readonly onChange: (mine: string) => void
}

/** Two texts side by side; a change of theirs is taken over by its arrow. */
export function CompareView(props: CompareViewProps): ReactNode {
  const dark = useComputedColorScheme('light') === 'dark'
  const frame = useRef<HTMLDivElement>(null)
  const latest = useRef(props)

  useLayoutEffect(() => {
    latest.current = props
  })
  useLayoutEffect(() => {
    if (!frame.current) return
    const { file, theirs, mine } = latest.current
    const both = [
      styleNonce(),
      codeTheme(dark),
      lineNumbers(),
      highlightSpecialChars(),
      EditorView.lineWrapping,
      scriptLanguage(file),
    ]
    const view = new MergeView({
      parent: frame.current,
      a: {
        doc: theirs,
        extensions: [
          ...both,
          lineEnds(theirs),
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': 'Text on the disk', tabindex: '0' }),
        ],
      },
      b: {
        doc: mine,
        extensions: [
          ...both,
          lineEnds(mine),
          history(),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({ 'aria-label': 'Your text', tabindex: '0' }),
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (docChanged) latest.current.onChange(state.sliceDoc())
          }),
        ],
      },
      revertControls: 'a-to-b',
      renderRevertControl: takeButton,
      gutter: true,
      collapseUnchanged: { margin: 3, minSize: 6 },
    })
    return () => view.destroy()
  }, [dark])
  return (
    <div className={classes.columns}>
      <div className={classes.heads}>
        <span className={classes.head}>On the disk</span>
        <span className={classes.head}>Yours</span>
      </div>
      <div ref={frame} className={classes.frame} />
    </div>
  )
}

function takeButton(): HTMLElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.title = 'Take this change over'
  button.ariaLabel = 'Take this change over'
  button.textContent = '→'
  return button
}
