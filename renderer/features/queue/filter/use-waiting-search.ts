import { useQuery } from '@tanstack/react-query'
import { useEffect, useId } from 'react'
import type { WaitingFilter, WaitingSearchView } from '../../../../src/contract/queue-filter'
import type { LiveState } from '../../../../src/contract/live'
import { request } from '../../../api/client'
import { useLive } from '../../../api/live'

const selectSearch = (live: LiveState) => live.search

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
  const { data: started, error } = useQuery({
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
  if (searchId === undefined) return { search: undefined, error }
  // The live state tells how far it is; until it names this search, the answer to its start does.
  return { search: live?.searchId === searchId ? live : started, error }
}
