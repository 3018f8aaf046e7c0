import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { TimelineEntry } from '../../../src/contract/held-keys-acts'
import { useProfile } from '../../api/app-info'
import { formatDuration } from '../../ui/duration'
import { formatMoment } from '../../ui/format'
import { hrefWith } from '../../ui/hash-parameters'
import { timelineQuery } from './api'
import classes from './held-keys.module.css'

const REFUSALS: Readonly<Record<NonNullable<TimelineEntry['refusal']>, string>> = {
  'queued-here': 'a job of it was queued here',
  held: 'the key was held',
  'redis-error': 'Redis failed',
  'journal-error': 'the journal failed',
  stopped: 'the processor was stopped',
  scheduled: 'it was scheduled',
}

function entryInWords({ event, jobId, runMs, error, refusal }: TimelineEntry): string {
  const job = jobId === undefined ? 'A job' : `Job ${jobId}`
  const after = runMs === undefined || runMs === 0 ? '' : ` after ${formatDuration(runMs)}`
  switch (event) {
    case 'scheduled':
      return `${job} scheduled`
    case 'waiting':
      return `${job} scheduled; it waits`
    case 'running':
      return `${job} scheduled; it runs`
    case 'done':
      return `${job} done${after}`
    case 'failed':
      return `${job} failed${after}${error ? `: ${error.message}` : ''}`
    case 'timeout':
      return `${job} timed out${after}`
    case 'cancelled':
      return `${job} cancelled`
    case 'lost-to':
      return `${job} did not run: somebody else held the key`
    case 'refused':
      return `Refused: ${REFUSALS[refusal ?? 'held']}`
  }
}

/** What this app remembers of a key, the newest first. */
export function Timeline({ jobKey }: { readonly jobKey: string }): ReactNode {
  const { id } = useProfile()
  const { data: entries } = useQuery(timelineQuery(id, jobKey))
  return (
    <div className={classes.timeline}>
      {entries?.length === 0 ? (
        <p className={classes.inexact}>This app has run no job of this key, as far as it remembers.</p>
      ) : (
        <ol className={classes.moments}>
          {entries?.map((entry) => (
            <li key={`${entry.at} ${entry.event} ${entry.jobId ?? ''}`} className={classes.moment}>
              <span className={classes.momentAt}>{formatMoment(entry.at)}</span>
              <span>{entryInWords(entry)}</span>
            </li>
          ))}
        </ol>
      )}
      <a className={classes.link} href={hrefWith('queue', { key: jobKey })}>
        Jobs of this key in the queue
      </a>
    </div>
  )
}
