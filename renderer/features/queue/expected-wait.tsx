import type { ReactNode } from 'react'
import { useLive } from '../../api/live'
import { expectedWait, standstill, whyNoEstimate } from './model'

interface ExpectedWaitProps {
  readonly ms: number | undefined
  /** Says why where it is not known; else a dash stands there. */
  readonly inWords?: boolean
}

/** When a waiting job is likely to start. */
export function ExpectedWait({ ms, inWords = false }: ExpectedWaitProps): ReactNode {
  const still = useLive(standstill)
  if (ms !== undefined && still === undefined) return expectedWait(ms)
  return inWords ? whyNoEstimate(still) : '–'
}
