import { IconClockHour4, IconPlayerPlay, IconPlayerStop, IconQuestionMark } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { FinishedRow, RunningRow } from '../../../src/contract/queue'
import { CodeBlock, Detail, DetailList } from '../../ui/detail-list'
import { formatDuration } from '../../ui/duration'
import { Elapsed } from '../../ui/elapsed'
import { formatCount, formatMoment } from '../../ui/format'
import { KeyText } from '../../ui/key-text'
import { ownerInWords } from '../../ui/owner'
import { ProblemNote } from '../../ui/problem-note'
import { StatusBadge } from '../../ui/status-badge'
import { expectedWait, outcomeStatus, type JobView, type Status, type TimedWaitingRow } from './model'

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

/** What is known of a job, by the part of its life that it is in. */
export function JobFacts({ job }: { readonly job: JobView }): ReactNode {
  return (
    <DetailList>
      <Detail name="State">
        <StatusBadge {...statusOf(job)} />
      </Detail>
      <Detail name="Key">
        <KeyText text={job.row.key} />
      </Detail>
      <Detail name="Backoff">{formatDuration(job.row.backoffMs)}</Detail>
      <Detail name="Scheduled at">{formatMoment(job.row.scheduledAt)}</Detail>
      {job.state === 'waiting' ? <WaitingFacts row={job.row} /> : null}
      {job.state === 'running' ? <RunningFacts row={job.row} readAt={job.readAt} /> : null}
      {job.state === 'finished' ? <FinishedFacts row={job.row} /> : null}
    </DetailList>
  )
}

function WaitingFacts({ row }: { readonly row: TimedWaitingRow }): ReactNode {
  return (
    <>
      <Detail name="Place">{formatCount(row.position + 1)}</Detail>
      <Detail name="Age">
        <Elapsed ms={row.ageMs} readAt={row.readAt} />
      </Detail>
      <Detail name="Expected wait">
        {row.expectedWaitMs === undefined
          ? 'not known before a job has run'
          : expectedWait(row.expectedWaitMs)}
      </Detail>
    </>
  )
}

function RunningFacts({ row, readAt }: { readonly row: RunningRow; readonly readAt: number }): ReactNode {
  return (
    <>
      <Detail name="Lane">{row.lane + 1}</Detail>
      <Detail name="Running for">
        <Elapsed ms={row.runMs} readAt={readAt} />
      </Detail>
    </>
  )
}

function FinishedFacts({ row }: { readonly row: FinishedRow }): ReactNode {
  return (
    <>
      <Detail name="Finished at">{formatMoment(row.finishedAt)}</Detail>
      <Detail name="Waited">{formatDuration(row.waitMs)}</Detail>
      <Detail name="Run time">{formatDuration(row.runMs)}</Detail>
      <Detail name="Pause after it">{formatDuration(row.pauseMs)}</Detail>
      <Detail name="Handler">{row.handler}</Detail>
      {row.owner ? <Detail name="Taken by">{ownerInWords(row.owner)}</Detail> : null}
      {row.confirmed ? null : <Detail name="Hold">not confirmed before the run: Redis did not answer</Detail>}
      {row.error ? (
        <Detail name="Error" place="below">
          <ProblemNote error={row.error} />
        </Detail>
      ) : null}
      {row.error?.stack ? (
        <Detail name="Stack" place="below">
          <CodeBlock text={row.error.stack} label="Stack" />
        </Detail>
      ) : null}
    </>
  )
}
