import { createContext, useContext } from 'react'
import type { FinishedRow } from '../../../../src/contract/queue'
import type { Marks } from '../../../ui/virtual-table/use-selection'
import type { TimedWaitingRow } from '../model'
import type { AskedAct } from './act-dialog'

/** What outlives the tables of jobs: they are drawn anew where the window becomes low. */
export interface TableActs {
  /** Asks the operator. @param onBegun it was confirmed, and is at work */
  readonly ask: (asked: AskedAct, onBegun: () => void) => void
  readonly waiting: Marks<TimedWaitingRow>
  readonly finished: Marks<FinishedRow>
}

const TableActsContext = createContext<TableActs | null>(null)
export const TableActsContextProvider = TableActsContext.Provider

export function useTableActs(): TableActs {
  const acts = useContext(TableActsContext)
  if (!acts) throw new Error('useTableActs is called outside the Queue page')
  return acts
}
