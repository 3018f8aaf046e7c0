import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatWholeSeconds } from '../../../ui/duration'
import { momentField, readMoment } from '../../../ui/moment-field'
import { MomentInput } from '../../../ui/moment-input'
import classes from './filter.module.css'
import { outcomes } from './model'
import type { UsedFilter } from './use-queue-filter'

const minute = 60_000
const ages = [1, 5, 15, 60, 6 * 60, 24 * 60].map((minutes) => minutes * minute)

/** The parts of the filter besides the key: those of waiting jobs, then those of finished ones. */
export function FilterFields(used: UsedFilter): ReactNode {
  return (
    <div className={classes.fields}>
      <fieldset className={classes.group}>
        <legend>Waiting jobs</legend>
        <AgeField {...used} />
      </fieldset>
      <fieldset className={classes.group}>
        <legend>Finished jobs</legend>
        <OutcomeField {...used} />
        <HandlerField {...used} />
        <MomentField label="Ended from" part="from" {...used} />
        <MomentField label="Ended before" part="to" {...used} />
      </fieldset>
      <Button variant="default" onClick={used.clear}>
        Clear filter
      </Button>
    </div>
  )
}

function AgeField({ filter: { olderThanMs }, change }: UsedFilter): ReactNode {
  // One that a link has set stays in the list.
  const offered = olderThanMs === 0 || ages.includes(olderThanMs) ? ages : [...ages, olderThanMs]
  return (
    <NativeSelect
      label="Older than"
      value={String(olderThanMs)}
      data={[
        { value: '0', label: 'Any age' },
        ...offered.map((ms) => ({ value: String(ms), label: formatWholeSeconds(ms) })),
      ]}
      onChange={(event) => change({ olderThanMs: Number(event.currentTarget.value) })}
    />
  )
}

function OutcomeField({ filter, change }: UsedFilter): ReactNode {
  return (
    <div role="group" aria-label="Outcome" className={classes.outcomes}>
      {outcomes.map(({ outcome, word }) => (
        <Checkbox
          key={outcome}
          label={word}
          checked={filter.outcomes.includes(outcome)}
          onChange={(event) => {
            const others = filter.outcomes.filter((other) => other !== outcome)
            change({ outcomes: event.currentTarget.checked ? [...others, outcome] : others })
          }}
        />
      ))}
    </div>
  )
}

function HandlerField({ filter, change }: UsedFilter): ReactNode {
  return (
    <TextInput
      label="Handler"
      placeholder="Text in the script’s name"
      maxLength={255}
      spellCheck={false}
      value={filter.handler}
      onChange={(event) => change({ handler: event.currentTarget.value })}
    />
  )
}

interface MomentFieldProps extends UsedFilter {
  readonly label: string
  readonly part: 'from' | 'to'
}

function MomentField({ label, part, filter, change }: MomentFieldProps): ReactNode {
  return (
    <MomentInput
      label={label}
      value={momentField(filter[part])}
      onChange={(moment) => change({ [part]: readMoment(moment) })}
    />
  )
}
