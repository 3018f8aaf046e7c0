import { Progress } from '@mantine/core'
import type { ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import type { RepeatView } from '../../../src/contract/queue'
import { useLive } from '../../api/live'
import { EmptyState } from '../../ui/empty-state'
import { formatCount } from '../../ui/format'
import { KeyLabel } from '../../ui/key-text'
import { RepeatActs } from './repeat-acts'
import { repeatInWords } from './repeat-words'
import classes from './schedule.module.css'

const selectRepeats = (live: LiveState) => live.repeats

/** Repeats and imports at work, or just ended; the newest first. */
export function Repeats(): ReactNode {
  const repeats = useLive(selectRepeats)
  if (repeats.length === 0) {
    return (
      <EmptyState title="Nothing scheduled in bulk">
        A repeat, or a file, schedules up to 100,000 jobs at once. How far it is stands here.
      </EmptyState>
    )
  }
  return (
    <div className={classes.repeatList} tabIndex={0} role="group" aria-label="Jobs in bulk">
      {repeats.toReversed().map((repeat) => (
        <Repeat key={repeat.repeatId} repeat={repeat} />
      ))}
    </div>
  )
}

function Repeat({ repeat }: { readonly repeat: RepeatView }): ReactNode {
  const atWork = repeat.state === 'scheduling' || repeat.state === 'paused'
  return (
    <div className={classes.repeat}>
      <div className={classes.repeatHead}>
        <KeyLabel text={repeat.keyTemplate} />
        <RepeatActs repeat={repeat} />
      </div>
      <Progress
        value={repeat.total === 0 ? 100 : (repeat.attempted / repeat.total) * 100}
        size={4}
        color={atWork || repeat.state === 'done' ? 'accent' : 'gray'}
        transitionDuration={atWork ? 100 : 0}
        aria-label="Progress"
      />
      <p className={classes.sentence} role="status">
        {repeatInWords(repeat)}
      </p>
      <dl className={classes.tally}>
        <Tally name="Scheduled" value={repeat.scheduled} />
        <Tally name="Queued here" value={repeat.queuedHere} />
        <Tally name="Held" value={repeat.held} />
        <Tally name="Redis errors" value={repeat.redisErrors} />
      </dl>
      {repeat.error ? (
        <p className={classes.sentence}>
          {repeat.error.message} {repeat.error.remedy}
        </p>
      ) : null}
    </div>
  )
}

function Tally({ name, value }: { readonly name: string; readonly value: number }): ReactNode {
  return (
    <div className={classes.tallyItem}>
      <dt>{name}</dt>
      <dd>{formatCount(value)}</dd>
    </div>
  )
}
