import type { MouseEvent, ReactNode } from 'react'
import { copyText } from '../api/copy-text'
import classes from './key-text.module.css'

interface KeyTextProps {
  readonly text: string
  /** What it is, for the notice after copying: "Key", "Redis key". */
  readonly what?: string
  /** False for cells that Tab should pass by. */
  readonly reachable?: boolean
  /** Over as many lines as it needs, instead of shortened. */
  readonly whole?: boolean
}

/** Characters at the end of a long key that always stay in sight: keys differ most at their ends. */
const tailLength = 10
const shortLength = 24

/** Control characters and the like, which a line cannot show as they are. */
const invisible = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

const shortEscapes: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function escapeOf(character: string): string {
  return shortEscapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function visible(text: string): string {
  return text.replace(invisible, escapeOf)
}

const withMarks = new RegExp(`(${invisible.source})`)

/** A text with its escapes told from what is written so in it. */
function Marked({ text }: { readonly text: string }): ReactNode {
  return text.split(withMarks).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <span key={index} className={classes.mark}>
        {escapeOf(part)}
      </span>
    ),
  )
}

/** The text of a key: shortened in its middle to the width it has, whole on hover. */
export function KeyLabel({ text }: { readonly text: string }): ReactNode {
  const shown = visible(text)
  if (shown === '') return <span className={classes.empty}>(empty key)</span>
  if (text.length <= shortLength) {
    return (
      <span className={classes.label} title={shown}>
        <span className={classes.head}>
          <Marked text={text} />
        </span>
      </span>
    )
  }
  return (
    <span className={classes.label} title={shown}>
      {/* Two halves would be read with a gap between them. */}
      <span className={classes.spoken}>{shown}</span>
      <span className={classes.head} aria-hidden="true">
        <Marked text={text.slice(0, -tailLength)} />
      </span>
      <span className={classes.tail} aria-hidden="true">
        <Marked text={text.slice(-tailLength)} />
      </span>
    </span>
  )
}

/** A key that is copied, whole, by a click. */
export function KeyText({ text, what = 'Key', reachable = true, whole = false }: KeyTextProps): ReactNode {
  const copy = (event: MouseEvent): void => {
    event.stopPropagation()
    copyText(text, what)
  }
  return (
    <button type="button" className={classes.button} tabIndex={reachable ? 0 : -1} onClick={copy}>
      {whole ? (
        <span className={classes.whole}>
          <Marked text={text} />
        </span>
      ) : (
        <KeyLabel text={text} />
      )}
    </button>
  )
}
