import { useCallback, useEffect, useEffectEvent, useState } from 'react'
import type { BulkActView } from '../../../src/contract/bulk'
import type { ScanView } from '../../../src/contract/held-keys'
import { refreshNow } from '../../api/refresh'
import type { ListHold } from '../../api/use-list-hold'

/**
 * Holds the rows of a scan still while the table is in use. What the operator asked for is shown all the same: the rows
 * of a scan that begins meanwhile as they come, and what an act has changed when it ends.
 *
 * @returns to be told by the table whether it is in use: pointed at, in focus, marked, or under a dialog
 */
export function useScanHold(
  still: ListHold,
  scan: ScanView | undefined,
  acts: readonly BulkActView[],
): (on: boolean) => void {
  const { hold, renew } = still
  const scanId = scan?.scanId
  const [inUse, setInUse] = useState(false)
  const [shown, setShown] = useState({ scanId, beganInUse: false })
  if (shown.scanId !== scanId) setShown({ scanId, beganInUse: inUse })
  const isAtWork = scan === undefined || scan.state === 'scanning'
  const isHeld = inUse && !(shown.beganInUse && isAtWork)

  const change = useEffectEvent((on: boolean) => {
    // What was shown of the scan by its end may be a moment old.
    if (on && shown.beganInUse) renew()
    else hold(on)
  })
  useEffect(() => change(isHeld), [isHeld])

  const lastEnd = Math.max(0, ...acts.map(({ endedAt = 0 }) => endedAt))
  useEffect(() => {
    if (lastEnd > 0) refreshNow()
  }, [lastEnd])

  return useCallback((on: boolean) => {
    setInUse(on)
    if (on) setShown((known) => ({ ...known, beganInUse: false }))
  }, [])
}
