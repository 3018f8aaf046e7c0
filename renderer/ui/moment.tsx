import type { ReactNode } from 'react'
import { formatExactMoment, formatMoment } from './format'
import { useTimeZone } from './time-zone'

/** A moment: date and time to the second, all of it with its zone on hover. */
export function Moment({ at }: { readonly at: number }): ReactNode {
  useTimeZone()
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExactMoment(at)}>
      {formatMoment(at)}
    </time>
  )
}
