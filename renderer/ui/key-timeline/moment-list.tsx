import type { ReactNode } from 'react'
import type { KeyMoment } from '../../../src/contract/history'
import { formatExactTime, formatZonedMoment } from '../format'
import { useTimeZone } from '../time-zone'
import { dayOf } from './days'
import classes from './key-timeline.module.css'
import { momentInWords } from './moment-words'

interface MomentListProps {
  readonly label: string
  /** The newest first. */
  readonly moments: readonly KeyMoment[]
}

/** What happened, one moment a row, the newest first; a line of its own where another day begins. */
export function MomentList({ label, moments }: MomentListProps): ReactNode {
  useTimeZone()
  return (
    <ol className={classes.moments} aria-label={label}>
      {moments.map((moment, index) => {
        const { tone, icon: Glyph, title, text } = momentInWords(moment)
        const day = dayOf(moment.at)
        const before = moments[index - 1]
        return (
          <li key={keyOf(moment)} className={classes.moment} data-tone={tone}>
            {before !== undefined && dayOf(before.at) === day ? null : (
              <span className={classes.day}>{day}</span>
            )}
            <time
              className={classes.at}
              dateTime={new Date(moment.at).toISOString()}
              title={formatZonedMoment(moment.at)}
            >
              {formatExactTime(moment.at)}
            </time>
            <Glyph size={16} className={classes.icon} aria-hidden="true" />
            <span className={classes.words}>
              <span className={classes.title}>{title}</span> <span className={classes.text}>{text}</span>
            </span>
          </li>
        )
      })}
    </ol>
  )
}

function keyOf(moment: KeyMoment): string {
  const of = 'jobId' in moment ? moment.jobId : ''
  return `${moment.event} ${moment.at} ${of ?? ''} ${'firstAt' in moment ? moment.firstAt : ''}`
}
