import type { ReactNode } from 'react'
import { formatDuration, formatExactDuration } from './duration'

/** How long something took: rounded as tables have it, to the millisecond on hover. */
export function Took({ ms }: { readonly ms: number }): ReactNode {
  return <span title={formatExactDuration(ms)}>{formatDuration(ms)}</span>
}
