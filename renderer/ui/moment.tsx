import type { ReactNode } from 'react'
import { formatZonedMoment, formatMoment } from './format'
import { useTimeZone } from './time-zone'

/** A moment: date and time to the second, all of it with its zone on hover. */
export function Moment({ at }: { readonly at: number }): ReactNode {
  useTimeZone()
  return (
    <time dateTime={new Date(at).toISOString()} title={formatZonedMoment(at)}>
      {formatMoment(at)}
    </time>
  )
}
