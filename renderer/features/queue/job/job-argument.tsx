import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import { ArgumentSection } from '../../../ui/argument-section'
import { argumentQuery } from '../api'

interface JobArgumentProps {
  readonly jobId: number
  readonly preview: string
}

/** The whole argument of a job, while it is kept. */
export function JobArgument({ jobId, preview }: JobArgumentProps): ReactNode {
  const { id } = useProfile()
  const { data } = useQuery(argumentQuery(id, jobId))
  const note = 'Only its beginning is still known: later jobs took its place.'
  return (
    <ArgumentSection
      text={data ?? preview}
      whole={typeof data === 'string'}
      note={data === null ? note : undefined}
    />
  )
}
