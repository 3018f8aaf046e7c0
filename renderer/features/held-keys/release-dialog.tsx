import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { ConfirmDialog, type ConfirmAction } from '../../ui/confirm-dialog'
import { Detail, DetailList } from '../../ui/detail-list'
import { KeyText } from '../../ui/key-text'
import { Moment } from '../../ui/moment'
import { ownerInWords } from '../../ui/owner'
import { ReasonField } from '../../ui/reason-field'
import { RemainingTime } from './remaining-time'
import type { ReleaseStep } from './model'
import classes from './held-keys.module.css'
import type { Release } from './use-release'

function actionsOf(step: ReleaseStep, release: Release): readonly ConfirmAction[] {
  const busy = release.busy
  switch (step.step) {
    case 'confirm':
    case 'changed':
      return [{ label: 'Release', tone: 'danger', busy, run: () => release.confirm('ask') }]
    case 'queued-here':
      return [
        {
          label: 'Release, keep the job',
          tone: 'plain',
          disabled: busy,
          run: () => release.confirm('leave'),
        },
        { label: 'Release and cancel the job', tone: 'danger', busy, run: () => release.confirm('cancel') },
      ]
  }
}

/** Asks before a hold is deleted. */
export function ReleaseDialog({ release }: { readonly release: Release }): ReactNode {
  const { step } = release
  return (
    <ConfirmDialog
      opened={step !== undefined}
      title="Release key"
      onCancel={release.cancel}
      actions={step ? actionsOf(step, release) : []}
    >
      {step ? <ReleaseWords step={step} /> : null}
      <ReasonField reason={release.reason} onChange={release.changeReason} />
    </ConfirmDialog>
  )
}

function ReleaseWords({ step }: { readonly step: ReleaseStep }): ReactNode {
  const { row } = step
  return (
    <>
      <Question step={step} />
      <DetailList>
        <Detail name="Key">
          <KeyText text={row.key} />
        </Detail>
        <Detail name="In Redis as">
          <KeyText text={row.redisKey} what="Redis key" whole />
        </Detail>
        <Detail name="Held by">{ownerInWords(row.owner)}</Detail>
        <Detail name="Remaining">
          <RemainingTime row={row} />
        </Detail>
        {row.scheduledAt === undefined ? null : (
          <Detail name="Scheduled at">
            <Moment at={row.scheduledAt} />
          </Detail>
        )}
      </DetailList>
    </>
  )
}

function Question({ step }: { readonly step: ReleaseStep }): ReactNode {
  switch (step.step) {
    case 'confirm':
      return (
        <p>
          The hold is deleted from Redis. Any instance can schedule this key again at once, even while a job
          of it still runs elsewhere.
        </p>
      )
    case 'queued-here':
      return (
        <p className={classes.note}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span>
            A job with this key {step.state === 'waiting' ? 'waits' : 'runs'} in this app. Cancel it too, or
            let it go on without a hold?
          </span>
        </p>
      )
    case 'changed':
      return (
        <p className={classes.note}>
          <IconRefresh size={16} aria-hidden="true" />
          <span>
            The hold changed since it was shown, so nothing was released. This is what is there now:
          </span>
        </p>
      )
  }
}
