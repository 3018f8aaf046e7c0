import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import type { ChartSpan } from '../../../src/contract/charts'
import { request } from '../../api/client'
import { ageIntervalMs, refreshedWhenAsked, useRefreshRate } from '../../api/refresh'

/** The shortest moment that is told. */
const refreshMs = 5_000

/** What happened lately; asked for again as often as the operator wants, as long as the page can be seen. */
export function chartsQuery(profileId: string, span: ChartSpan) {
  const interval = ageIntervalMs(refreshMs)
  return queryOptions({
    queryKey: ['charts', profileId, span],
    queryFn: () => request('charts.read', { profileId, span }),
    refetchInterval: interval,
    refetchOnWindowFocus: interval === false ? false : 'always',
    placeholderData: keepPreviousData,
    gcTime: 0,
    meta: refreshedWhenAsked,
  })
}

export function useCharts(profileId: string, span: ChartSpan) {
  // Another rate is another interval.
  useRefreshRate()
  return useQuery(chartsQuery(profileId, span))
}
