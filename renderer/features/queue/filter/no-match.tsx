import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { EmptyState } from '../../../ui/empty-state'
import { useQueueFilter } from './use-queue-filter'

interface NoMatchProps {
  /** "waiting", "finished". */
  readonly state: string
  /** What the jobs are filtered by. */
  readonly words: string
}

/** A list is empty since its filter lets nothing through. */
export function NoMatch({ state, words }: NoMatchProps): ReactNode {
  const { clear } = useQueueFilter()
  return (
    <EmptyState
      title={`No ${state} job matches the filter`}
      action={
        <Button variant="default" onClick={clear}>
          Clear filter
        </Button>
      }
    >
      It asks for: {words}.
    </EmptyState>
  )
}
