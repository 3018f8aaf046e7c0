import { Fragment, type ReactNode } from 'react'
import type { RecurringTimes } from '../../../../src/contract/recurring'
import { useNow } from '../../../ui/use-now'
import { nextInWords } from './model'
import classes from './recurring.module.css'

interface NextMomentsProps {
  readonly next: readonly number[]
  readonly times: RecurringTimes
}

/** The next times; a line ends between two of them, never within one. */
export function NextMoments({ next, times }: NextMomentsProps): ReactNode {
  const moments = nextInWords(next, times, useNow())
  return (
    <>
      {moments.map((moment, index) => (
        <Fragment key={moment}>
          {index === 0 ? '' : ' '}
          <span className={classes.moment}>{moment}</span>
        </Fragment>
      ))}
    </>
  )
}
