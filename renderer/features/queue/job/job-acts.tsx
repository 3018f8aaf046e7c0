import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import { useCancelJob } from '../api'
import type { JobView } from '../model'
import { useRunNext } from './api'
import classes from './job.module.css'

interface JobActsProps {
  readonly job: JobView
  readonly onScheduleAgain: () => void
}

/** What can be done with a job where it is in its life. */
export function JobActs({ job, onScheduleAgain }: JobActsProps): ReactNode {
  const { id, readOnly } = useProfile()
  const cancel = useCancelJob(id)
  const runNext = useRunNext(id)
  const { jobId } = job.row
  const hint = readOnly ? 'This profile is read-only.' : undefined
  return (
    <div className={classes.acts}>
      {job.state === 'waiting' ? (
        <Button
          variant="default"
          disabled={readOnly}
          title={hint ?? 'Before all others that wait; the last one moved runs first'}
          onClick={() => runNext.mutate(jobId)}
        >
          Run next
        </Button>
      ) : null}
      <Button variant="default" disabled={readOnly} title={hint} onClick={onScheduleAgain}>
        Schedule again
      </Button>
      {job.state === 'waiting' || job.state === 'running' ? (
        <Button
          variant="default"
          {...(readOnly ? {} : { c: 'var(--kh-danger)' })}
          disabled={readOnly}
          title={hint}
          onClick={() => cancel.mutate(jobId)}
        >
          Cancel job
        </Button>
      ) : null}
    </div>
  )
}
