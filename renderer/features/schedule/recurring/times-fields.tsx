import { SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useId, type ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import { envelopeOf } from '../../../api/client'
import { useNextTimes } from './api'
import { readTimes, refusedByBackoff, type RecurringDraft } from './model'
import { NextMoments } from './next-moments'
import classes from './recurring.module.css'

interface TimesFieldsProps {
  readonly draft: RecurringDraft
  /** What was wrong with it when it was sent. */
  readonly refused: string | undefined
  readonly onChange: (part: Partial<RecurringDraft>) => void
}

const localZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** When it comes: each so often, or by a cron expression in a time zone that is said. */
export function TimesFields({ draft, refused, onChange }: TimesFieldsProps): ReactNode {
  const labelId = useId()
  const warning = refusedByBackoff(draft)
  return (
    <>
      <div className={classes.choices}>
        <span id={labelId} className={classes.choiceLabel}>
          Comes
        </span>
        <SegmentedControl
          aria-labelledby={labelId}
          size="xs"
          value={draft.kind}
          data={[
            { value: 'every', label: 'Every so often' },
            { value: 'cron', label: 'By a cron expression' },
          ]}
          onChange={(kind) => onChange({ kind })}
        />
        {draft.kind === 'cron' ? (
          <SegmentedControl
            aria-label="Time zone"
            size="xs"
            value={draft.zone}
            data={[
              { value: 'local', label: `Local time (${localZone})` },
              { value: 'utc', label: 'UTC' },
            ]}
            onChange={(zone) => onChange({ zone })}
          />
        ) : null}
      </div>
      {draft.kind === 'every' ? (
        <TextInput
          label="Every"
          description={
            refused === undefined
              ? (warning ?? '30s, 5m, 1h 30m; from when it is on, or the app started')
              : undefined
          }
          classNames={{ description: warning === undefined ? '' : classes.warning }}
          value={draft.every}
          error={refused}
          spellCheck={false}
          onChange={(event) => onChange({ every: event.currentTarget.value })}
        />
      ) : (
        <TextInput
          label="Cron expression"
          description={
            refused === undefined ? 'Minute, hour, day, month, weekday; seconds may come first' : undefined
          }
          classNames={{ input: classes.code }}
          value={draft.expression}
          error={refused}
          spellCheck={false}
          onChange={(event) => onChange({ expression: event.currentTarget.value })}
        />
      )}
      <NextTimes draft={draft} />
    </>
  )
}

/** The next five times of what is typed, or what is wrong with it; its place is kept. */
function NextTimes({ draft }: { readonly draft: RecurringDraft }): ReactNode {
  const { id } = useProfile()
  const [settled] = useDebouncedValue(draft, 200)
  const read = readTimes(settled)
  const times = read.ok ? read.times : undefined
  const { data, error } = useNextTimes(id, times)
  const wrong = read.ok ? (error ? envelopeOf(error) : undefined) : read.error
  return (
    <div className={classes.next} role="status" aria-label="Next times" data-wrong={wrong !== undefined}>
      {wrong ? `${wrong.message} ${wrong.remedy}` : null}
      {!wrong && data && times ? <NextMoments next={data.next} times={times} /> : null}
    </div>
  )
}
