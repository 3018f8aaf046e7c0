import { IconAlertTriangle, IconCheck, IconClockHour4, type Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { EmptyState } from '../../ui/empty-state'
import { formatZonedMoment, formatTime } from '../../ui/format'
import { KeyText } from '../../ui/key-text'
import { StatusBadge, type StatusTone } from '../../ui/status-badge'
import { outcomeInWords } from '../../ui/outcome-words'
import type { Attempt } from './model'
import classes from './schedule.module.css'

function iconOf(tone: StatusTone): Icon {
  if (tone === 'ok') return IconCheck
  return tone === 'failure' ? IconAlertTriangle : IconClockHour4
}

/** What the schedules of this session came to, the newest first and said aloud. */
export function Attempts({ attempts }: { readonly attempts: readonly Attempt[] }): ReactNode {
  const [latest, ...earlier] = attempts
  return (
    <div className={classes.attempts} tabIndex={0} role="group" aria-label="Outcomes">
      <div role="status">{latest ? <LatestAttempt attempt={latest} /> : null}</div>
      {latest ? null : (
        <div className={classes.nothing}>
          <EmptyState title="Nothing scheduled from here yet">
            The outcome of each schedule appears here, with its reason where it is refused.
          </EmptyState>
        </div>
      )}
      {earlier.length > 0 ? (
        <ul className={classes.earlier} aria-label="Earlier outcomes">
          {earlier.map((attempt) => (
            <EarlierAttempt key={`${attempt.at} ${attempt.key}`} attempt={attempt} />
          ))}
        </ul>
      ) : null}
    </div>
  )
}

function LatestAttempt({ attempt }: { readonly attempt: Attempt }): ReactNode {
  const words = outcomeInWords(attempt.outcome)
  return (
    <div className={classes.latest} data-tone={words.tone}>
      <div className={classes.latestHead}>
        <StatusBadge tone={words.tone} icon={iconOf(words.tone)} word={words.title} />
        <time className={classes.time} title={formatZonedMoment(attempt.at)}>
          {formatTime(attempt.at)}
        </time>
      </div>
      <div className={classes.attemptKey}>
        <KeyText text={attempt.key} />
      </div>
      <p className={classes.sentence}>{words.text}</p>
      {words.redisKey === undefined ? null : (
        <div className={classes.redisKey}>
          <KeyText text={words.redisKey} what="Redis key" whole />
        </div>
      )}
      {words.error ? (
        <p className={classes.sentence}>
          {words.error.message} {words.error.remedy}{' '}
          <code className={classes.errorCode}>{words.error.code}</code>
        </p>
      ) : null}
    </div>
  )
}

function EarlierAttempt({ attempt }: { readonly attempt: Attempt }): ReactNode {
  const words = outcomeInWords(attempt.outcome)
  return (
    <li className={classes.earlierRow}>
      <time className={classes.time} title={formatZonedMoment(attempt.at)}>
        {formatTime(attempt.at)}
      </time>
      <KeyText text={attempt.key} />
      <StatusBadge tone={words.tone} icon={iconOf(words.tone)} word={words.title} hint={words.title} />
    </li>
  )
}
