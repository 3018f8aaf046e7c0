import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import type { LiveState } from '../../src/contract/live'
import type { ListName } from './live'
import { listArrivals, readLive, useLive } from './live'
import { onRefreshAsked } from './refresh'

export interface ListHold {
  /** Counts the holds; undefined while the list follows what changes. */
  readonly number: number | undefined
  /** What is held was asked for anew since it began: what the list showed before is older. */
  readonly renewed: boolean
  /** Rows that came since the list is held. */
  readonly news: number
  /** Holds the list still, or lets it go. */
  readonly hold: (on: boolean) => void
  /** Shows what is there now, and goes on holding. */
  readonly renew: () => void
}

interface Held {
  readonly number: number
  readonly renewed: boolean
  readonly arrivals: number
}

let holds = 0
const nothing = 0

/** Whether a list is held still, and what came meanwhile. */
export function useListHold(list: ListName, profileId: string): ListHold {
  const client = useQueryClient()
  const [held, setHeld] = useState<Held>()
  const isHeld = held !== undefined
  const selectArrivals = useCallback(
    // A list that is not held is not drawn again for each row that comes.
    (live: LiveState) => (isHeld ? listArrivals(live, list) : nothing),
    [isHeld, list],
  )
  const arrivals = useLive(selectArrivals)

  const begin = useCallback(
    (renewed: boolean) => {
      holds += 1
      setHeld({ number: holds, renewed, arrivals: listArrivals(readLive(client, profileId), list) })
    },
    [client, profileId, list],
  )
  const renew = useCallback(() => begin(true), [begin])
  const hold = useCallback(
    (on: boolean) => {
      if (on) begin(false)
      else setHeld(undefined)
    },
    [begin],
  )
  useEffect(() => (isHeld ? onRefreshAsked(renew) : undefined), [isHeld, renew])
  return {
    number: held?.number,
    renewed: held?.renewed === true,
    news: held ? Math.max(0, arrivals - held.arrivals) : 0,
    hold,
    renew,
  }
}
