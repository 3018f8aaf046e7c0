import type { ReactNode } from 'react'
import { formatWholeSeconds } from './duration'
import { useNow } from './use-now'

interface ElapsedProps {
  /** Ms at the moment `readAt`. */
  readonly ms: number
  /** Ms since the epoch. */
  readonly readAt: number
}

/** A time that grows by itself, once a second. */
export function Elapsed({ ms, readAt }: ElapsedProps): ReactNode {
  const now = useNow()
  return formatWholeSeconds(ms + Math.max(0, now - readAt))
}

/** A time that runs out by itself, once a second. */
export function Remaining({ ms, readAt, over }: ElapsedProps & { readonly over: string }): ReactNode {
  const left = ms - Math.max(0, useNow() - readAt)
  // Rounded up, so that "0s" is not shown for what is still held.
  return left <= 0 ? over : formatWholeSeconds(Math.ceil(left / 1_000) * 1_000)
}
