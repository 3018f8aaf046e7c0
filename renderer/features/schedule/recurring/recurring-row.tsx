import { ActionIcon, Switch } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCheck,
  IconClockHour4,
  IconPencil,
  IconTrash,
  type Icon,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { RecurringView } from '../../../../src/contract/recurring'
import { useProfile } from '../../../api/app-info'
import { formatDuration } from '../../../ui/duration'
import { KeyLabel } from '../../../ui/key-text'
import { StatusBadge, type StatusTone } from '../../../ui/status-badge'
import { useSwitchRecurring } from './api'
import { countsInWords, lastInWords, timesInWords } from './model'
import { NextMoments } from './next-moments'
import classes from './recurring.module.css'

interface RecurringRowProps {
  readonly entry: RecurringView
  /** The name of the local time zone. */
  readonly zone: string
  readonly onEdit: () => void
  readonly onRemove: () => void
}

/** One recurring job: whether it is on, when it comes, and what came of it. */
export function RecurringRow({ entry, zone, onEdit, onRemove }: RecurringRowProps): ReactNode {
  const { readOnly } = useProfile()
  const last = lastInWords(entry)
  return (
    <li className={classes.row} aria-label={entry.key} data-on={entry.on}>
      <OnSwitch entry={entry} />
      <div className={classes.what}>
        <span className={classes.key}>
          <KeyLabel text={entry.key} />
        </span>
        <span className={classes.quiet}>backoff {formatDuration(entry.backoffMs)}</span>
        <span className={classes.quiet}>{countsInWords(entry)}</span>
      </div>
      <div className={classes.when}>
        <span title={timesInWords(entry.times, zone)}>{timesInWords(entry.times, zone)}</span>
        <NextTimes entry={entry} />
        <span className={classes.last}>
          <StatusBadge tone={last.tone} icon={iconOf(last.tone)} word={last.words} hint={last.words} />
        </span>
      </div>
      <span className={classes.acts}>
        <ActionIcon aria-label={`Edit ${entry.key}`} title="Edit" disabled={readOnly} onClick={onEdit}>
          <IconPencil size={16} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon aria-label={`Delete ${entry.key}`} title="Delete" disabled={readOnly} onClick={onRemove}>
          <IconTrash size={16} aria-hidden="true" />
        </ActionIcon>
      </span>
    </li>
  )
}

function OnSwitch({ entry: { id, key, on } }: { readonly entry: RecurringView }): ReactNode {
  const profile = useProfile()
  const change = useSwitchRecurring(profile.id)
  const shown = change.isPending ? change.variables.on : on
  return (
    <Switch
      size="sm"
      aria-label={`${key} is on`}
      label={shown ? 'On' : 'Off'}
      className={classes.switch}
      checked={shown}
      disabled={profile.readOnly}
      onChange={(event) => change.mutate({ id, on: event.currentTarget.checked })}
    />
  )
}

function NextTimes({ entry }: { readonly entry: RecurringView }): ReactNode {
  return (
    <span className={classes.quiet}>
      {entry.on ? <NextMoments next={entry.next} times={entry.times} /> : 'Off: nothing comes'}
    </span>
  )
}

function iconOf(tone: StatusTone): Icon {
  if (tone === 'ok') return IconCheck
  return tone === 'failure' ? IconAlertTriangle : IconClockHour4
}
