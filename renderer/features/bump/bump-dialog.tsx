import { Skeleton, TextInput } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import type { BumpPreview } from '../../../src/contract/bump'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { useLive } from '../../api/live'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { ProblemNote } from '../../ui/problem-note'
import { ReasonField } from '../../ui/reason-field'
import { useBump, useBumpPreview } from './api'
import classes from './bump.module.css'
import { asksForTarget, linkObstacle } from './model'
import { PreviewFacts } from './preview-facts'

interface BumpDialogProps {
  /** Names this opening; undefined: closed. */
  readonly opening: string | undefined
  readonly onClose: () => void
}

const selectConnection = ({ connection }: LiveState): LiveState['connection'] => connection

/** Asks before the generation is bumped, with all that the bump does. It does not wait for the count to end. */
export function BumpDialog({ opening, onClose }: BumpDialogProps): ReactNode {
  const { id, environment, name } = useProfile()
  const { data, error, refetch } = useBumpPreview(id, opening)
  const away = linkObstacle(useLive(selectConnection))
  // What was counted before Redis went away says nothing of what a bump does now.
  const preview = away ? undefined : data
  const obstacle = away ?? (error ? envelopeOf(error) : undefined)
  const [overtaken, setOvertaken] = useState<string>()
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const bump = useBump(id)
  const guarded = asksForTarget(environment)

  const close = (): void => {
    bump.reset()
    setOvertaken(undefined)
    setTyped('')
    setReason('')
    onClose()
  }
  const confirm = (): void => {
    if (!preview) return
    bump.mutate(
      { from: preview.from, reason },
      {
        onSuccess: (outcome) => {
          if (outcome.outcome === 'bumped') {
            close()
            return
          }
          setOvertaken(outcome.generation)
          void refetch()
        },
      },
    )
  }

  const problem = bump.error ? envelopeOf(bump.error) : undefined
  return (
    <ConfirmDialog
      opened={opening !== undefined}
      title="Bump generation"
      width={600}
      onCancel={close}
      actions={[
        {
          label: 'Bump generation',
          tone: 'bump',
          busy: bump.isPending,
          disabled: !preview || obstacle !== undefined || (guarded && typed !== preview.to),
          run: confirm,
        },
      ]}
    >
      {overtaken === undefined ? null : (
        <Note>
          Another operator was faster: the generation is {overtaken} now. Nothing was bumped from here, and
          the numbers below are new.
        </Note>
      )}
      {problem ? <ProblemNote title="The bump failed" error={problem} /> : null}
      {problem?.code === 'bump-unknown' ? <Doubt doubt={data?.doubt} /> : null}
      {obstacle ? <ProblemNote title="The bump is not possible now" error={obstacle} /> : null}
      {preview && !obstacle ? (
        <PreviewFacts preview={preview} guarded={guarded} onFollow={close} />
      ) : obstacle ? null : (
        <Skeleton height={408} animate={false} />
      )}
      {guarded && preview && !obstacle ? (
        <div className={classes.asked}>
          <ReasonField reason={reason} onChange={setReason} />
          <TextInput
            label={`${name} is a production profile: type ${preview.to} to bump`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
        </div>
      ) : null}
    </ConfirmDialog>
  )
}

function Note({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <p className={classes.notice} role="status">
      <IconRefresh size={16} aria-hidden="true" />
      <span>{children}</span>
    </p>
  )
}

/** What became of a bump that got no answer. */
function Doubt({ doubt }: { readonly doubt: BumpPreview['doubt'] }): ReactNode {
  if (doubt?.found === undefined)
    return <Note>What became of it is shown here when Redis answers again.</Note>
  return (
    <Note>
      {doubt.found === doubt.from
        ? `Redis answers again: the generation is still ${doubt.found}. The bump did not happen.`
        : `Redis answers again: the generation is ${doubt.found} now, it was ${doubt.from}. The bump happened, or somebody else’s did.`}
    </Note>
  )
}
