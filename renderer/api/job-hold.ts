import { queryOptions } from '@tanstack/react-query'
import { request } from './client'

/** How often a hold is read again while it is looked at: between two readings its remaining time ticks here. */
const holdAgesInMs = 2_000

/**
 * What Redis holds under the key of a job.
 *
 * @param state where the job is in its life: a job that has ended has settled its hold
 */
export function holdQuery(profileId: string, jobId: number, state: string) {
  return queryOptions({
    queryKey: ['job-hold', profileId, jobId, state],
    queryFn: () => request('queue.hold', { profileId, jobId }),
    refetchInterval: holdAgesInMs,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
}
