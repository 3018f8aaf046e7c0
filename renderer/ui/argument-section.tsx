import { Button, SegmentedControl } from '@mantine/core'
import { useMemo, useState, type ReactNode } from 'react'
import { copyText } from '../api/copy-text'
import classes from './argument-section.module.css'
import { CodeBlock } from './detail-list'
import { formatCount } from './format'
import { JsonTree } from './json-tree/json-tree'
import { Section } from './section'

/** Characters of the raw text that are shown; all of it is copied. */
const rawShown = 32_768

const looks = [
  { value: 'tree', label: 'Tree' },
  { value: 'raw', label: 'Raw' },
]

interface ArgumentSectionProps {
  readonly text: string
  /** False where `text` is its beginning alone. */
  readonly whole: boolean
  readonly note?: string | undefined
}

/** The argument of a job, as a tree and as it is. */
export function ArgumentSection({ text, whole, note }: ArgumentSectionProps): ReactNode {
  const [look, setLook] = useState('tree')
  return (
    <Section
      title="Argument"
      aside={
        <>
          <SegmentedControl
            size="xs"
            value={look}
            onChange={setLook}
            data={looks}
            transitionDuration={0}
            aria-label="How the argument is shown"
          />
          <Button
            variant="default"
            size="compact-sm"
            disabled={!whole}
            onClick={() => copyText(text, 'Argument')}
          >
            Copy
          </Button>
        </>
      }
    >
      {look === 'tree' ? (
        <ArgumentTree key={String(whole)} text={text} />
      ) : (
        <CodeBlock text={text.slice(0, rawShown)} label="Argument" />
      )}
      {look === 'raw' && text.length > rawShown ? (
        <p className={classes.quiet}>
          The first {formatCount(rawShown)} of {formatCount(text.length)} characters; Copy takes all.
        </p>
      ) : null}
      {note === undefined ? null : <p className={classes.quiet}>{note}</p>}
    </Section>
  )
}

function ArgumentTree({ text }: { readonly text: string }): ReactNode {
  const read = useMemo(() => readJson(text), [text])
  // A preview ends in the middle.
  return read ? <JsonTree value={read.value} label="Argument" /> : <CodeBlock text={text} label="Argument" />
}

function readJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}
