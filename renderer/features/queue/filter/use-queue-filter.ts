import { useMemo } from 'react'
import { changeHashParameters, useHashQuery } from '../../../ui/hash-parameters'
import { filterParameters, noFilter, readFilter, type QueueFilter } from './model'

export interface UsedFilter {
  readonly filter: QueueFilter
  readonly change: (changes: Partial<QueueFilter>) => void
  readonly clear: () => void
}

/** The filter of the page, which is what the address says: others lead here with a filter set. */
export function useQueueFilter(): UsedFilter {
  const query = useHashQuery()
  const filter = useMemo(() => readFilter(query), [query])
  return {
    filter,
    change: (changes) => changeHashParameters(filterParameters({ ...filter, ...changes })),
    clear: () => changeHashParameters(filterParameters(noFilter)),
  }
}
