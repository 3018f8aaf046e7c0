import { useLayoutEffect, useRef, type ReactNode } from 'react'
import classes from './ran-version.module.css'

/** Px; the style sheet says the same. */
const lineHeight = 20
/** Lines above the marked one that stay in view. */
const linesAbove = 4

interface ScriptTextProps {
  readonly text: string
  /** Marked and in view; from 1. */
  readonly line: number | undefined
}

/** A script to be read: its lines with their numbers. */
export function ScriptText({ text, line }: ScriptTextProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (frame.current && line !== undefined) frame.current.scrollTop = (line - 1 - linesAbove) * lineHeight
  }, [line])
  const numbers = Array.from(text.replace(/\n$/, '').split('\n'), (_, index) => index + 1).join('\n')
  return (
    <div ref={frame} className={classes.script} tabIndex={0} role="group" aria-label="Text that ran">
      <pre className={classes.numbers} aria-hidden="true">
        {numbers}
      </pre>
      <pre className={classes.text}>
        {line === undefined ? null : (
          <span className={classes.mark} style={{ top: (line - 1) * lineHeight }} aria-hidden="true" />
        )}
        {text}
      </pre>
    </div>
  )
}
