import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ChartSpan } from '../../../src/contract/charts'
import { request } from '../../api/client'

/** The shortest moment that is told. */
const refreshMs = 5_000

/** What happened lately; asked for again as long as the page can be seen. */
export function useCharts(profileId: string, span: ChartSpan) {
  return useQuery({
    queryKey: ['charts', profileId, span],
    queryFn: () => request('charts.read', { profileId, span }),
    refetchInterval: refreshMs,
    refetchOnWindowFocus: 'always',
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
}
