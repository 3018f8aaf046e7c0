import type { ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import { useLive } from '../../api/live'
import { formatCount, formatRate } from '../../ui/format'
import { StatCounter, StatStrip } from '../../ui/stat-counter'
import { endedInWords } from './model'

const selectCounters = (live: LiveState) => live.counters

/** What the processor has come to since the app started. */
export function QueueCounters(): ReactNode {
  const counters = useLive(selectCounters)
  const trouble = (count: number) => (count > 0 ? 'failure' : 'plain')
  return (
    <StatStrip>
      <StatCounter label="Waiting" value={formatCount(counters.waiting)} hint="Jobs in the queue" />
      <StatCounter label="Running" value={formatCount(counters.running)} hint="Jobs that run now" />
      <StatCounter label="Done" value={formatCount(counters.done)} hint={endedInWords(counters)} />
      <StatCounter
        label="Failed"
        value={formatCount(counters.failed)}
        tone={trouble(counters.failed)}
        hint={`Jobs that failed or ran into their time limit. Abandoned ones that still run: ${formatCount(counters.abandoned)}. ${endedInWords(counters)}`}
      />
      <StatCounter
        label="Cancelled"
        value={formatCount(counters.cancelled)}
        hint={`Jobs that an operator cancelled. ${endedInWords(counters)}`}
        spare
      />
      <StatCounter
        label="Refused here"
        value={formatCount(counters.refusedHere)}
        hint="Schedules refused because the key waited or ran here"
      />
      <StatCounter
        label="Held in Redis"
        value={formatCount(counters.held)}
        hint="Schedules refused because the key was held in Redis: by another instance, or by this app for a backoff"
      />
      <StatCounter
        label="Schedules failed"
        value={formatCount(counters.redisErrors)}
        tone={trouble(counters.redisErrors)}
        hint="Schedules that Redis refused or did not answer in time. Outages are listed under Errors."
      />
      <StatCounter
        label="Jobs/s"
        value={formatRate(counters.jobsPerSecond)}
        hint="Jobs finished in a second, mean of the last 5 s"
      />
    </StatStrip>
  )
}
