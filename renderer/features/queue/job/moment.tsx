import type { ReactNode } from 'react'
import { formatWholeSeconds } from '../../../ui/duration'
import { formatExactMoment, formatZonedMoment } from '../../../ui/format'
import { useNow } from '../../../ui/use-now'
import classes from './job.module.css'

/** A moment to the millisecond, and how long ago that is. */
export function Moment({ at }: { readonly at: number }): ReactNode {
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
