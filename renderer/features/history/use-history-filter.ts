import { useMemo } from 'react'
import type { HistoryFilter } from '../../../src/contract/history'
import { changeHashParameters, useHashQuery } from '../../ui/hash-parameters'
import { filterParameters, noFilter, readFilter } from './model'

export interface UsedFilter {
  readonly filter: HistoryFilter
  /** What the address is to say of parts of it; undefined takes one out. */
  readonly change: (changes: Readonly<Record<string, string | undefined>>) => void
  readonly clear: () => void
}

/** The filter of the page, which is what the address says: others lead here with a filter set. */
export function useHistoryFilter(): UsedFilter {
  const query = useHashQuery()
  const filter = useMemo(() => readFilter(query), [query])
  return {
    filter,
    change: changeHashParameters,
    clear: () => changeHashParameters(filterParameters(noFilter)),
  }
}

/** The key whose timeline is shown; undefined: none is. */
export function useTimelineKey(): string | undefined {
  const query = useHashQuery()
  return useMemo(() => new URLSearchParams(query).get('timeline') ?? undefined, [query])
}

/** @param key undefined: shows none any more */
export function showTimeline(key: string | undefined): void {
  changeHashParameters({ timeline: key })
}
