import { IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { StatusBadge } from '../../ui/status-badge'
import { useNow } from '../../ui/use-now'
import classes from './queue.module.css'
import { retryInWords, type Retry } from './retry-words'

/** A job between two attempts, counting down; in fewer words where the column is narrow. */
export function RetryCell({ retry }: { readonly retry: Retry }): ReactNode {
  const { sentence, short } = retryInWords(retry, useNow())
  return (
    <span className={classes.retry} title={`${sentence}. ${retry.error.message}`}>
      <span className={classes.retryWide}>
        <StatusBadge tone="warning" icon={IconRefresh} word={sentence} />
      </span>
      <span className={classes.retryNarrow}>
        <StatusBadge tone="warning" icon={IconRefresh} word={short} />
      </span>
    </span>
  )
}

/** When the next attempt comes, without the rest. */
export function RetryTime({ retry }: { readonly retry: Retry }): ReactNode {
  return retryInWords(retry, useNow()).when
}

/** The whole sentence, as a job's state. */
export function RetryState({ retry }: { readonly retry: Retry }): ReactNode {
  const { sentence } = retryInWords(retry, useNow())
  return <StatusBadge tone="warning" icon={IconRefresh} word={sentence} wraps />
}

interface AttemptMarkProps {
  readonly count: number
  /** Heard and on hover: "attempt 2", "3 attempts". */
  readonly words: string
}

/** That a job ran more than once. */
export function AttemptMark({ count, words }: AttemptMarkProps): ReactNode {
  return (
    <span className={classes.attempt} title={words}>
      <IconRefresh size={12} stroke={2} aria-hidden="true" />
      <span aria-hidden="true">{count}</span>
      <span className={classes.heard}>{words}</span>
    </span>
  )
}
