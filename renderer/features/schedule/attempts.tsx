import { ActionIcon, Button } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCheck,
  IconClockHour4,
  IconListNumbers,
  IconPencil,
  IconRefresh,
  type Icon,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { useLive } from '../../api/live'
import { EmptyState } from '../../ui/empty-state'
import { formatZonedMoment, formatTime } from '../../ui/format'
import { KeyText } from '../../ui/key-text'
import { StatusBadge, type StatusTone } from '../../ui/status-badge'
import { attemptInWords, type Attempt } from './attempt-log'
import classes from './attempts.module.css'
import type { Draft } from './model'

const selectRepeats = (live: LiveState) => live.repeats

export function iconOf(tone: StatusTone): Icon {
  if (tone === 'ok') return IconCheck
  if (tone === 'active') return IconListNumbers
  return tone === 'failure' ? IconAlertTriangle : IconClockHour4
}

interface AttemptsProps {
  readonly attempts: readonly Attempt[]
  /** Schedules the same anew. */
  readonly onAgain: (draft: Draft) => void
  /** Puts it into the form. */
  readonly onEdit: (draft: Draft) => void
}

type AttemptProps = Omit<AttemptsProps, 'attempts'> & { readonly attempt: Attempt }

/** What the schedules of this session came to, the newest first and said aloud. */
export function Attempts({ attempts, ...acts }: AttemptsProps): ReactNode {
  const [latest, ...earlier] = attempts
  return (
    <div className={classes.attempts} tabIndex={0} role="group" aria-label="Outcomes">
      <div className={classes.latestFrame}>
        <div role="status">{latest ? <LatestAttempt attempt={latest} /> : null}</div>
        {latest ? <LatestActs attempt={latest} {...acts} /> : null}
      </div>
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
            <EarlierAttempt key={attempt.number} attempt={attempt} {...acts} />
          ))}
        </ul>
      ) : null}
    </div>
  )
}

function LatestAttempt({ attempt }: { readonly attempt: Attempt }): ReactNode {
  const words = attemptInWords(attempt, useLive(selectRepeats))
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

function LatestActs({ attempt: { draft }, onAgain, onEdit }: AttemptProps): ReactNode {
  const { readOnly } = useProfile()
  if (!draft) return <p className={classes.tooLong}>Its argument is too long to be kept here.</p>
  return (
    <div className={classes.acts}>
      <Button variant="default" size="compact-sm" disabled={readOnly} onClick={() => onAgain(draft)}>
        Again
      </Button>
      <Button variant="default" size="compact-sm" onClick={() => onEdit(draft)}>
        Edit
      </Button>
    </div>
  )
}

function EarlierAttempt({ attempt, onAgain, onEdit }: AttemptProps): ReactNode {
  const { readOnly } = useProfile()
  const { draft } = attempt
  const words = attemptInWords(attempt, useLive(selectRepeats))
  return (
    <li className={classes.earlierRow}>
      <time className={classes.time} title={formatZonedMoment(attempt.at)}>
        {formatTime(attempt.at)}
      </time>
      <KeyText text={attempt.key} />
      <StatusBadge tone={words.tone} icon={iconOf(words.tone)} word={words.title} hint={words.title} />
      {draft ? (
        <span className={classes.rowActs}>
          <ActionIcon
            aria-label={`Schedule ${attempt.key} again`}
            title="Again"
            disabled={readOnly}
            onClick={() => onAgain(draft)}
          >
            <IconRefresh size={16} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon aria-label={`Edit ${attempt.key}`} title="Edit" onClick={() => onEdit(draft)}>
            <IconPencil size={16} aria-hidden="true" />
          </ActionIcon>
        </span>
      ) : null}
    </li>
  )
}
