import type { QueryClient } from '@tanstack/react-query'
import type { LiveState } from '../../src/contract/live'
import { bridge } from './client'
import { createListFreshness } from './list-freshness'
import { liveQuery } from './live'

/**
 * Puts each live message into the cache, acknowledges it (main sends the next one only then), and fetches again
 * the rows in view whose list has changed.
 *
 * @returns unsubscribes
 */
export function subscribeLiveUpdates(client: QueryClient): () => void {
  const freshness = createListFreshness(client)
  const api = bridge()

  const accept = (live: LiveState): void => {
    client.setQueryData(liveQuery(live.profileId).queryKey, (known) =>
      known && known.sequence > live.sequence ? known : live,
    )
    freshness.check()
    void api.request('live.acknowledge', { profileId: live.profileId, sequence: live.sequence })
  }

  const unsubscribe = api.on('live', accept)
  return () => {
    unsubscribe()
    freshness.dispose()
  }
}
