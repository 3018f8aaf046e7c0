import { useState, type ReactNode } from 'react'
import type { FinishedRow } from '../../../../src/contract/queue'
import { useMarks } from '../../../ui/virtual-table/use-selection'
import { finishedFilterOf, waitingFilterOf } from '../filter/model'
import { useQueueFilter } from '../filter/use-queue-filter'
import type { TimedWaitingRow } from '../model'
import { ActDialog, type AskedAct } from './act-dialog'
import { TableActsContextProvider } from './table-acts-context'
import { useManyJobs } from './use-many-jobs'

interface Asking {
  readonly asked: AskedAct
  readonly onBegun: () => void
}

/** Keeps the marks of the tables below it, and the question before an act on many of their jobs. */
export function TableActs({ children }: { readonly children: ReactNode }): ReactNode {
  const { filter } = useQueueFilter()
  const waiting = useMarks<TimedWaitingRow>(JSON.stringify(waitingFilterOf(filter)))
  const finished = useMarks<FinishedRow>(JSON.stringify(finishedFilterOf(filter)))
  const [asking, setAsking] = useState<Asking>()
  const many = useManyJobs()
  const confirm = (reason: string): void => {
    if (asking === undefined) return
    many.mutate(
      { act: asking.asked.act, reason },
      { onSuccess: asking.onBegun, onSettled: () => setAsking(undefined) },
    )
  }
  return (
    <TableActsContextProvider
      value={{ ask: (asked, onBegun) => setAsking({ asked, onBegun }), waiting, finished }}
    >
      {children}
      <ActDialog
        asked={asking?.asked}
        busy={many.isPending}
        onConfirm={confirm}
        onCancel={() => setAsking(undefined)}
      />
    </TableActsContextProvider>
  )
}
