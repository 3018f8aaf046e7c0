import { SegmentedControl } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { CodeBlock } from '../../ui/detail-list'
import { layOutJson } from '../../ui/format'
import { KeyText } from '../../ui/key-text'
import { escapedText, hexDump, type ByteView } from './byte-views'
import classes from './held-keys.module.css'

const views: { readonly value: ByteView; readonly label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'escaped', label: 'Escaped' },
  { value: 'hex', label: 'Hex' },
]

interface BytesViewProps {
  /** Names them: "Value", "Redis key". */
  readonly label: string
  readonly text: string
  /** Base64; undefined where they did not cross whole. */
  readonly bytes: string | undefined
}

/** Bytes as text, with escapes, or in hex; a click on the line below copies that form. */
export function BytesView({ label, text, bytes }: BytesViewProps): ReactNode {
  const [view, setView] = useState<ByteView>('text')
  const shown =
    bytes === undefined || view === 'text' ? text : view === 'hex' ? hexDump(bytes) : escapedText(bytes)
  return (
    <div className={classes.bytes}>
      {bytes === undefined ? null : (
        <SegmentedControl
          size="xs"
          aria-label={`${label} as`}
          data={views}
          value={view}
          onChange={(chosen) => {
            const next = views.find(({ value }) => value === chosen)
            if (next) setView(next.value)
          }}
        />
      )}
      {label === 'Redis key' && view === 'text' ? (
        <KeyText text={text} what={label} whole />
      ) : (
        <CodeBlock text={view === 'text' ? layOutJson(shown) : shown} label={label} />
      )}
      {view === 'text' ? null : <KeyText text={copyOf(view, shown)} what={`${label}, ${view}`} />}
    </div>
  )
}

/** What is copied of a form: hex without its columns. */
function copyOf(view: ByteView, shown: string): string {
  return view === 'hex'
    ? shown
        .replace(/^\S+ {2}| {2}\|.*$/gm, '')
        .replace(/\s+/g, ' ')
        .trim()
    : shown
}
