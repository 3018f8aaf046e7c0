import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { JobHold } from '../../../../src/contract/job-details'
import { useProfile } from '../../../api/app-info'
import { envelopeOf } from '../../../api/client'
import { holdQuery } from '../../../api/job-hold'
import { Detail, DetailList } from '../../../ui/detail-list'
import { Remaining } from '../../../ui/elapsed'
import { hrefWith } from '../../../ui/hash-parameters'
import { KeyText } from '../../../ui/key-text'
import { ownerInWords } from '../../../ui/owner'
import { ProblemNote } from '../../../ui/problem-note'
import { Section } from '../../../ui/section'
import { StatusBadge } from '../../../ui/status-badge'
import type { JobView } from '../model'
import classes from './job.module.css'
import { heldKeysHref, holdStatus } from './model'

/** What Redis holds under the key of a job, read again every two seconds. */
export function JobHoldFacts({ job }: { readonly job: JobView }): ReactNode {
  const { id } = useProfile()
  const { data, error } = useQuery(holdQuery(id, job.row.jobId, job.state))
  return (
    <Section
      title="Hold in Redis"
      aside={
        <>
          <a className={classes.link} href={hrefWith('history', { timeline: job.row.key })}>
            Timeline of the key
          </a>
          <a className={classes.link} href={heldKeysHref(job.row.key)}>
            Show in Held keys
          </a>
        </>
      }
    >
      {error ? (
        <ProblemNote title="The hold could not be read" error={envelopeOf(error)} />
      ) : (
        <HoldList hold={data} ended={job.state === 'finished'} />
      )}
    </Section>
  )
}

interface HoldListProps {
  /** Undefined until Redis has answered. */
  readonly hold: JobHold | undefined
  readonly ended: boolean
}

/** Every line keeps its place, so that nothing moves when Redis answers. */
function HoldList({ hold, ended }: HoldListProps): ReactNode {
  const row = hold?.row
  return (
    <DetailList>
      <Detail name="Hold">
        {hold ? <StatusBadge {...holdStatus(hold, ended)} wraps /> : 'asking Redis'}
      </Detail>
      <Detail name="Remaining">{row ? <RemainingHold row={row} /> : '–'}</Detail>
      <Detail name="Owner">{row ? ownerInWords(row.owner) : '–'}</Detail>
      <Detail name="Generation">
        {hold ? `${hold.generation}${row && !row.current ? ', no longer the current one' : ''}` : '–'}
      </Detail>
      <Detail name="Redis key" place="below">
        {hold ? <KeyText text={hold.redisKey} what="Redis key" whole /> : '–'}
      </Detail>
    </DetailList>
  )
}

function RemainingHold({ row }: { readonly row: NonNullable<JobHold['row']> }): ReactNode {
  if (row.remainingMs === undefined) return 'no expiry'
  return <Remaining ms={row.remainingMs} readAt={row.readAt} over="expired" />
}
