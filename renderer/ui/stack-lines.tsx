import type { ReactNode } from 'react'
import { readStack, type StackPlace } from './stack'
import classes from './stack-lines.module.css'

interface StackLinesProps {
  readonly stack: string
  /** The script whose lines can be gone to. */
  readonly file: string
  /** What a click on such a line does, before the place: "Go to", "Show". */
  readonly verb: string
  readonly onGoTo: ((place: StackPlace) => void) | undefined
}

/** A stack, one frame a line; those in the script itself lead there. */
export function StackLines({ stack, file, verb, onGoTo }: StackLinesProps): ReactNode {
  return (
    <ol className={classes.stack} tabIndex={0} aria-label="Stack">
      {readStack(stack).map(({ text, place }, index) => (
        <li key={`${index} ${text}`}>
          {place?.file === file && onGoTo ? (
            <button
              type="button"
              className={classes.own}
              title={`${verb} line ${place.line} of ${file}`}
              onClick={() => onGoTo(place)}
            >
              {text}
            </button>
          ) : (
            text
          )}
        </li>
      ))}
    </ol>
  )
}
