import type { ReactNode } from 'react'
import { formatWholeSeconds } from './duration'
import { formatExactMoment, formatZonedMoment } from './format'
import classes from './moment.module.css'
import { useTimeZone } from './time-zone'
import { useNow } from './use-now'

/** A moment to the millisecond, and how long ago that is; all of it with its zone on hover. */
export function Moment({ at }: { readonly at: number }): ReactNode {
  useTimeZone()
  const now = useNow()
  const ago = formatWholeSeconds(Math.max(0, now - at))
  return (
    <>
      <time dateTime={new Date(at).toISOString()} title={formatZonedMoment(at)}>
        {formatExactMoment(at, now)}
      </time>{' '}
      <span className={classes.relative}>{ago} ago</span>
    </>
  )
}
