import { Button, Skeleton } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useProfile } from '../../api/app-info'
import { envelopeOf, request } from '../../api/client'
import { copyText } from '../../api/copy-text'
import { Dialog } from '../dialog'
import { EmptyState } from '../empty-state'
import { KeyText } from '../key-text'
import { ProblemNote } from '../problem-note'
import classes from './ran-version.module.css'
import { ScriptText } from './script-text'

export interface RanVersion {
  readonly handler: string
  readonly version: string
  /** The line to show, from 1. */
  readonly line?: number
}

/** The text of a version that ran; null when it is no longer kept. */
function versionQuery(profileId: string, version: string) {
  return queryOptions({
    queryKey: ['ran-version', profileId, version],
    queryFn: () => request('handlers.version', { profileId, version }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
  })
}

interface RanVersionDialogProps {
  /** Undefined: closed. */
  readonly ran: RanVersion | undefined
  readonly onClose: () => void
}

/** The exact text that ran a job, whatever its file holds by now. */
export function RanVersionDialog({ ran, onClose }: RanVersionDialogProps): ReactNode {
  return (
    <Dialog
      opened={ran !== undefined}
      onClose={onClose}
      title={ran ? `${ran.handler} as it ran` : ''}
      width={720}
      closable
    >
      {ran ? <RanText ran={ran} /> : null}
    </Dialog>
  )
}

function RanText({ ran }: { readonly ran: RanVersion }): ReactNode {
  const { id } = useProfile()
  const { data, error } = useQuery(versionQuery(id, ran.version))
  return (
    <div className={classes.ran}>
      <div className={classes.facts}>
        <span className={classes.name}>Version</span>
        <span className={classes.hash}>
          <KeyText text={ran.version} what="Version" />
        </span>
        <Button
          variant="default"
          disabled={!data}
          onClick={() => {
            if (data) copyText(data.text, 'Text')
          }}
        >
          Copy text
        </Button>
      </div>
      <div className={classes.frame}>
        {error ? <ProblemNote title="The text could not be read" error={envelopeOf(error)} /> : null}
        {data ? <ScriptText text={data.text} line={ran.line} /> : null}
        {data === null ? (
          <EmptyState title="This text is no longer kept">
            The newest texts that ran are kept; this one has made room for later ones.
          </EmptyState>
        ) : null}
        {data === undefined && !error ? <Skeleton height="100%" animate={false} /> : null}
      </div>
    </div>
  )
}
