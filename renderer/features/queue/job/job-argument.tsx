import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState, type ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import { copyText } from '../../../api/copy-text'
import { CodeBlock } from '../../../ui/detail-list'
import { formatCount } from '../../../ui/format'
import { JsonTree } from '../../../ui/json-tree/json-tree'
import { argumentQuery } from '../api'
import classes from './job.module.css'
import { Section } from './section'

/** Characters of the raw text that are shown; all of it is copied. */
const rawShown = 32_768

const looks = [
  { value: 'tree', label: 'Tree' },
  { value: 'raw', label: 'Raw' },
]

/** The whole argument of a job, as a tree and as it is. */
export function JobArgument({
  jobId,
  preview,
}: {
  readonly jobId: number
  readonly preview: string
}): ReactNode {
  const { id } = useProfile()
  const { data } = useQuery(argumentQuery(id, jobId))
  const [look, setLook] = useState('tree')
  const text = data ?? preview
  const whole = typeof data === 'string'
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
      {data === null ? (
        <p className={classes.quiet}>Only its beginning is still known: later jobs took its place.</p>
      ) : null}
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
