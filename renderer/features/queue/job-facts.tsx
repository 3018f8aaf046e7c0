import { IconClockHour4, IconPlayerPlay, IconPlayerStop, IconQuestionMark } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { RunningRow } from '../../../src/contract/queue'
import { Detail, DetailList } from '../../ui/detail-list'
import { formatDuration } from '../../ui/duration'
import { Elapsed } from '../../ui/elapsed'
import { formatCount } from '../../ui/format'
import { KeyText } from '../../ui/key-text'
import { Moment } from '../../ui/moment'
import { ProblemNote } from '../../ui/problem-note'
import { ProgressBar } from '../../ui/progress-bar'
import { StackLines } from '../../ui/stack-lines'
import { StatusBadge } from '../../ui/status-badge'
import { ExpectedWait } from './expected-wait'
import { FinishedFacts } from './finished-facts'
import { timesOf } from './job/model'
import type { Status } from '../../ui/outcome-status'
import { outcomeStatus, type JobView, type TimedWaitingRow } from './model'
import type { RanVersion } from '../../ui/ran-version/ran-version'
import { RetryState } from './retry-cells'

function statusOf(job: JobView): Status {
  switch (job.state) {
    case 'waiting':
      return { tone: 'neutral', icon: IconClockHour4, word: 'Waiting' }
    case 'running':
      return job.row.aborted
        ? { tone: 'warning', icon: IconPlayerStop, word: 'Aborting' }
        : { tone: 'active', icon: IconPlayerPlay, word: 'Running' }
    case 'finished':
      return outcomeStatus(job.row)
    case 'left':
      return { tone: 'neutral', icon: IconQuestionMark, word: 'No longer in the rows loaded' }
  }
}

interface JobFactsProps {
  readonly job: JobView
  readonly onShowText: (ran: RanVersion) => void
}

/** What is known of a job, by the part of its life that it is in. */
export function JobFacts({ job, onShowText }: JobFactsProps): ReactNode {
  const { scheduledAt, startedAt, finishedAt } = timesOf(job)
  const retry = job.state === 'waiting' ? job.row.retry : undefined
  return (
    <DetailList>
      <Detail name="State">
        {retry ? <RetryState retry={retry} /> : <StatusBadge {...statusOf(job)} />}
      </Detail>
      <Detail name="Key">
        <KeyText text={job.row.key} />
      </Detail>
      <Detail name="Backoff">{formatDuration(job.row.backoffMs)}</Detail>
      <Detail name="Scheduled at">
        <Moment at={scheduledAt} />
      </Detail>
      {startedAt === undefined ? null : (
        <Detail name="Started at">
          <Moment at={startedAt} />
        </Detail>
      )}
      {finishedAt === undefined ? null : (
        <Detail name="Finished at">
          <Moment at={finishedAt} />
        </Detail>
      )}
      {job.state === 'waiting' ? <WaitingFacts row={job.row} /> : null}
      {job.state === 'running' ? <RunningFacts row={job.row} readAt={job.readAt} /> : null}
      {job.state === 'finished' ? <FinishedFacts row={job.row} onShowText={onShowText} /> : null}
    </DetailList>
  )
}

function WaitingFacts({ row }: { readonly row: TimedWaitingRow }): ReactNode {
  const { retry } = row
  return (
    <>
      <Detail name="Place">{formatCount(row.position + 1)}</Detail>
      <Detail name="Age">
        <Elapsed ms={row.ageMs} readAt={row.readAt} />
      </Detail>
      {retry ? (
        <>
          <Detail name="Its key">stays held until the last attempt has ended</Detail>
          <Detail name={`Error of attempt ${retry.attempt - 1}`} place="below">
            <ProblemNote error={retry.error} />
          </Detail>
          {retry.error.stack ? (
            <Detail name="Stack" place="below">
              <StackLines stack={retry.error.stack} file="" verb="Show" onGoTo={undefined} />
            </Detail>
          ) : null}
        </>
      ) : (
        <Detail name="Expected wait">
          <ExpectedWait ms={row.expectedWaitMs} inWords />
        </Detail>
      )}
    </>
  )
}

function RunningFacts({ row, readAt }: { readonly row: RunningRow; readonly readAt: number }): ReactNode {
  return (
    <>
      <Detail name="Lane">{row.lane + 1}</Detail>
      {row.attempt > 1 ? <Detail name="Attempt">{row.attempt}</Detail> : null}
      <Detail name="Running for">
        <Elapsed ms={row.runMs} readAt={readAt} />
      </Detail>
      {row.progress ? (
        <Detail name="Progress" place="below">
          <ProgressBar progress={row.progress} label="Progress of this job" />
        </Detail>
      ) : null}
    </>
  )
}
