import { queryOptions, useMutation } from '@tanstack/react-query'
import type { ExportFormat } from '../../../src/contract/exports'
import type { HistoryCursor, HistoryFilter, HistoryRow, HistorySort } from '../../../src/contract/history'
import { request } from '../../api/client'
import { notifyError } from '../../api/notices'

/** Rows of one fetch: a few screens. */
export const PAGE_ROWS = 200
/** No further than this a count goes. */
export const COUNTED = 10_000

/** The history as it was at one moment: what ends later is not in it. */
export interface HistoryList {
  readonly profileId: string
  readonly filter: HistoryFilter
  readonly sort: HistorySort
  /** Ms since the epoch. */
  readonly asOf: number
}

export interface HistoryPage {
  readonly rows: readonly HistoryRow[]
  readonly next: HistoryCursor | undefined
  readonly readAt: number
}

const upTo = (filter: HistoryFilter, asOf: number): HistoryFilter => ({
  ...filter,
  to: Math.min(filter.to ?? asOf, asOf),
})

/** @param after where the page begins; undefined: the first */
export function pageQuery(list: HistoryList, page: number, after: HistoryCursor | undefined) {
  const { profileId, filter, sort, asOf } = list
  return queryOptions({
    queryKey: ['history', profileId, filter, sort, asOf, page],
    queryFn: async (): Promise<HistoryPage> => {
      const answer = await request('history.jobs', {
        ...{ profileId, sort, filter: upTo(filter, asOf), limit: PAGE_ROWS },
        ...(after === undefined ? {} : { after }),
      })
      return { rows: answer.rows, next: answer.next, readAt: Date.now() }
    },
    staleTime: Number.POSITIVE_INFINITY,
    // Only pages near the view are kept: a million rows would fill the page's memory.
    gcTime: 15_000,
    structuralSharing: false,
  })
}

/** How many there are, up to a bound. */
export function countQuery({ profileId, filter, asOf }: HistoryList) {
  return queryOptions({
    queryKey: ['history-count', profileId, filter, asOf],
    queryFn: () => request('history.count', { profileId, filter: upTo(filter, asOf), upTo: COUNTED }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 15_000,
  })
}

/** How many came since. */
export async function countSince({ profileId, filter, asOf }: HistoryList): Promise<number> {
  const from = Math.max(filter.from ?? 0, asOf)
  return (await request('history.count', { profileId, filter: { ...filter, from }, upTo: COUNTED })).count
}

/** A job with all that is kept of it; null: nothing is any more. */
export function jobQuery(profileId: string, id: number) {
  return queryOptions({
    queryKey: ['history-job', profileId, id],
    queryFn: async () => (await request('history.job', { profileId, id })).job,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
  })
}

export function useExportHistory(profileId: string, { filter, sort }: Pick<HistoryList, 'filter' | 'sort'>) {
  return useMutation({
    mutationFn: (format: ExportFormat) => request('history.export', { profileId, filter, sort, format }),
    onError: (error) => notifyError('The history was not exported', error),
  })
}
