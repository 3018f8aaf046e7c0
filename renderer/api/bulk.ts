import { queryOptions, useMutation } from '@tanstack/react-query'
import type { BulkActKind, BulkActView } from '../../src/contract/bulk'
import type { LiveState } from '../../src/contract/live'
import { useProfile } from './app-info'
import { request } from './client'
import { useLive } from './live'
import { notifyError } from './notices'

const selectActs = (live: LiveState) => live.bulkActs

/** Acts on many things of these kinds, at work or just ended; the newest first. */
export function useBulkActs(kinds: readonly BulkActKind[]): readonly BulkActView[] {
  return useLive(selectActs)
    .filter(({ kind }) => kinds.includes(kind))
    .toReversed()
}

export function useStopBulkAct() {
  const { id: profileId } = useProfile()
  return useMutation({
    mutationFn: (actId: string) => request('bulk.stop', { profileId, actId }),
    onError: (error) => notifyError('Not stopped', error),
  })
}

export function useDismissBulkAct() {
  const { id: profileId } = useProfile()
  return useMutation({
    mutationFn: (actId: string) => request('bulk.dismiss', { profileId, actId }),
    onError: (error) => notifyError('Not dismissed', error),
  })
}

/** Rows of one request for failures; the list is bounded by `LIMITS.bulkFailuresKept`. */
const PAGE = 200

/**
 * What an act is not known to have changed, with its reasons: all that is kept of it.
 * @param count how many there are by now: asked again when it grows
 */
export function bulkFailuresQuery(profileId: string, actId: string, count: number) {
  return queryOptions({
    queryKey: ['bulk-failures', profileId, actId, count],
    queryFn: async () => {
      const first = await request('bulk.failures', { profileId, actId, offset: 0, limit: PAGE })
      const rows = [...first.rows]
      while (rows.length < first.total) {
        const more = await request('bulk.failures', { profileId, actId, offset: rows.length, limit: PAGE })
        if (more.rows.length === 0) break
        rows.push(...more.rows)
      }
      return rows
    },
    gcTime: 15_000,
  })
}
