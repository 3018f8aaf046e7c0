import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import { Dialog } from '../../../ui/dialog'
import { AgainForm } from '../../../ui/schedule-again/again-form'
import { argumentQuery } from '../api'
import type { JobView } from '../model'

interface ScheduleAgainDialogProps {
  /** Undefined: closed. */
  readonly job: JobView['row'] | undefined
  readonly onClose: () => void
}

/** Schedules a job again once its whole argument was read. */
export function ScheduleAgainDialog({ job, onClose }: ScheduleAgainDialogProps): ReactNode {
  return (
    <Dialog opened={job !== undefined} title="Schedule again" onClose={onClose} width={520}>
      {job ? <WholeForm job={job} onClose={onClose} /> : null}
    </Dialog>
  )
}

interface WholeFormProps {
  readonly job: JobView['row']
  readonly onClose: () => void
}

function WholeForm({ job, onClose }: WholeFormProps): ReactNode {
  const { id } = useProfile()
  const { data } = useQuery(argumentQuery(id, job.jobId))
  if (data === undefined) return null
  return <AgainForm job={job} argument={data} onClose={onClose} />
}
