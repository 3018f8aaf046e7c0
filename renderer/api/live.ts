import { queryOptions, useSuspenseQuery, type QueryClient } from '@tanstack/react-query'
import type { LiveState } from '../../src/contract/live'
import { request } from './client'
import { useProfile } from './app-info'

/** The state that changes by itself. Asked for once; live messages replace it from then on. */
export function liveQuery(profileId: string) {
  return queryOptions({
    queryKey: ['live', profileId],
    queryFn: () => request('live.open', { profileId }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  })
}

/**
 * A part of the live state; the component is drawn again only when that part changes.
 *
 * @param select must be stable (a function of a module) for its result to be kept
 */
export function useLive<Part>(select: (live: LiveState) => Part): Part {
  const { id } = useProfile()
  return useSuspenseQuery({ ...liveQuery(id), select }).data
}

export function readLive(client: QueryClient, profileId: string): LiveState | undefined {
  return client.getQueryData(liveQuery(profileId).queryKey)
}

/** Lists whose rows are fetched by range, and are stale when their version differs. */
export type ListName =
  'waiting' | 'waiting-matches' | 'finished' | 'refused' | 'problems' | 'held-keys' | 'left-jobs'

export function listVersion(live: LiveState | undefined, list: ListName): string {
  if (!live) return ''
  switch (list) {
    case 'waiting':
      return String(live.queueVersion)
    case 'waiting-matches':
      // The place of each row in the queue changes with the queue.
      return live.search ? `${live.search.searchId}:${live.search.version}:${live.queueVersion}` : ''
    case 'finished':
      return String(live.finishedVersion)
    case 'refused':
      return String(live.refusedVersion)
    case 'problems':
      return String(live.problemsVersion)
    case 'left-jobs':
      return String(live.recovery?.version ?? 0)
    case 'held-keys':
      return live.scan ? `${live.scan.scanId}:${live.scan.version}:${live.scan.state}` : ''
  }
}

/** How many rows a list has ever got: what came since is the difference. */
export function listArrivals(live: LiveState | undefined, list: ListName): number {
  if (!live) return 0
  switch (list) {
    case 'waiting':
      return acceptedJobs(live.counters)
    case 'waiting-matches':
      return live.search?.matches ?? 0
    case 'finished':
      return live.finishedVersion
    case 'refused':
      return live.refusedVersion
    case 'problems':
      return live.problemsVersion
    case 'left-jobs':
      return live.recovery?.total ?? 0
    case 'held-keys':
      return live.scan?.matches ?? 0
  }
}

/** Each job that was accepted waits, runs, or has ended in one of these ways. */
function acceptedJobs({ waiting, running, done, failed, cancelled, lost }: LiveState['counters']): number {
  return waiting + running + done + failed + cancelled + lost
}
