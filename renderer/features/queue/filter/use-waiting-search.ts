import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useId } from 'react'
import type { WaitingFilter, WaitingSearchView } from '../../../../src/contract/queue-filter'
import type { LiveState } from '../../../../src/contract/live'
import { request } from '../../../api/client'
import { useLive } from '../../../api/live'

const selectSearch = (live: LiveState) => live.search
const selectAtWork = ({ state }: LiveState) => state === 'running' || state === 'paused'

/**
 * The search that a filter leads to, for as long as it is shown.
 * @returns undefined while there is no filter, or none was begun yet
 */
export function useWaitingSearch(
  profileId: string,
  filter: WaitingFilter | undefined,
): { readonly search: WaitingSearchView | undefined; readonly error: Error | null } {
  // A table that is drawn anew begins anew: the search of the one before has ended with it.
  const mount = useId()
  const {
    data: started,
    dataUpdatedAt: startedAt,
    error,
    refetch,
  } = useQuery({
    queryKey: ['waiting-search', profileId, filter, mount],
    queryFn: () => request('queue.search', { profileId, filter: filter ?? { text: '', minAgeMs: 0 } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    enabled: filter !== undefined,
  })
  const searchId = filter === undefined ? undefined : started?.searchId
  useEffect(() => {
    if (searchId === undefined) return undefined
    return () => void request('queue.end-search', { profileId, searchId }).catch(() => undefined)
  }, [profileId, searchId])
  const live = useLive(selectSearch)
  const isAtWork = useLive(selectAtWork)
  const selectLost = useCallback(
    ({ at, search }: LiveState) => searchId !== undefined && at > startedAt && search?.searchId !== searchId,
    [searchId, startedAt],
  )
  const isLost = useLive(selectLost)
  // A search goes with its queue, when the profile is started again.
  const isWanted = isAtWork && filter !== undefined && (isLost || error !== null)
  useEffect(() => {
    if (isWanted) void refetch()
  }, [isWanted, refetch])
  if (searchId === undefined) return { search: undefined, error }
  // The live state tells how far it is; until it names this search, the answer to its start does.
  return { search: live?.searchId === searchId ? live : started, error }
}
