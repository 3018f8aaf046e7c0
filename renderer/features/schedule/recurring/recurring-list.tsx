import { Skeleton } from '@mantine/core'
import { useRef, type ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import { envelopeOf } from '../../../api/client'
import type { RecurringView } from '../../../../src/contract/recurring'
import { EmptyState } from '../../../ui/empty-state'
import { ProblemNote } from '../../../ui/problem-note'
import { RemoveDialog } from '../remove-dialog'
import { useSubject } from '../use-subject'
import { useReadRecurring, useRecurring, useRemoveRecurring } from './api'
import { draftOf } from './model'
import { RecurringDialog, type RecurringSubject } from './recurring-dialog'
import { RecurringRow } from './recurring-row'
import classes from './recurring.module.css'

/** The jobs that come again and again while the app runs: each switched, changed and deleted here. */
export function RecurringList(): ReactNode {
  const { id, name, readOnly } = useProfile()
  const { data, error } = useRecurring(id)
  const edited = useSubject<RecurringSubject>()
  const removed = useSubject<RecurringView>()
  const removal = useRemoveRecurring(id)
  const list = useRef<HTMLUListElement>(null)
  const read = useReadRecurring(id, (entry) =>
    edited.open({ id: entry.id, on: entry.on, draft: draftOf(entry) }),
  )
  if (error) return <ProblemNote title="The recurring jobs could not be read" error={envelopeOf(error)} />
  if (!data) return <Skeleton height={72} radius={0} aria-label="Reading the recurring jobs" />
  return (
    <>
      {readOnly ? <p className={classes.note}>This profile is read-only: nothing is scheduled.</p> : null}
      {data.entries.length === 0 ? (
        <EmptyState title="No recurring jobs">
          One is scheduled every five minutes, or by a cron expression, while this app runs.
        </EmptyState>
      ) : (
        <ul ref={list} className={classes.list} aria-label="Recurring jobs" tabIndex={0}>
          {data.entries.map((entry) => (
            <RecurringRow
              key={entry.id}
              entry={entry}
              zone={data.zone}
              onEdit={() => read.mutate(entry.id)}
              onRemove={() => removed.open(entry)}
            />
          ))}
        </ul>
      )}
      {edited.value ? (
        <RecurringDialog opened={edited.opened} subject={edited.value} onClose={edited.close} />
      ) : null}
      {removed.value ? (
        <RemoveDialog
          opened={removed.opened}
          what="recurring job"
          subject={{ id: removed.value.id, name: removed.value.key }}
          words={`is not scheduled again and again by ${name} any more. A job of it that waits or runs stays.`}
          removal={removal}
          onClose={removed.close}
          onRemoved={() => list.current?.focus()}
        />
      ) : null}
    </>
  )
}
