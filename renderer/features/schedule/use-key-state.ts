import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { KeyStateView } from '../../../src/contract/hold-life'
import type { LiveState } from '../../../src/contract/live'
import { request } from '../../api/client'
import { useLive } from '../../api/live'
import { canLookUp } from './forecast-model'

/** Ms without a keystroke before a key is looked up. */
const settledMs = 300
/** Ms after which the answer is asked for anew while it stands in the way. */
const refreshMs = 2_000

const selectReady = (live: LiveState) => live.connection.state === 'ready'

/**
 * How the key that stands in the form stands here and in Redis; undefined while that is not known. An answer for
 * what stood there before is never shown.
 *
 * @param key empty: none is looked up
 */
export function useKeyState(profileId: string, key: string): KeyStateView | undefined {
  const ready = useLive(selectReady)
  const [settled] = useDebouncedValue(key, settledMs)
  const { data } = useQuery({
    queryKey: ['key-state', profileId, settled],
    queryFn: () => request('schedule.key-state', { profileId, key: settled }),
    enabled: ready && settled === key && canLookUp(settled),
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'free' ? refreshMs : false),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  return settled === key ? data : undefined
}
