import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { HeldKeyRow } from '../../../src/contract/held-keys'
import { CodeBlock, Detail, DetailList } from '../../ui/detail-list'
import { formatDuration } from '../../ui/duration'
import { layOutJson } from '../../ui/format'
import { KeyText } from '../../ui/key-text'
import { Moment } from '../../ui/moment'
import { ownerInWords } from '../../ui/owner'
import { SideDrawer } from '../../ui/side-drawer'
import { StatusBadge } from '../../ui/status-badge'
import { generationStatus, releaseObstacle } from './model'
import { RemainingTime } from './remaining-time'
import classes from './held-keys.module.css'

interface HeldKeyDrawerProps {
  readonly row: HeldKeyRow
  readonly generation: string | undefined
  readonly readOnly: boolean
  readonly released: boolean
  readonly onRelease: () => void
  readonly onClose: () => void
}

/** All about one hold. */
export function HeldKeyDrawer(props: HeldKeyDrawerProps): ReactNode {
  const { row, generation, readOnly, released, onRelease, onClose } = props
  const obstacle = releaseObstacle(row, readOnly)
  return (
    <SideDrawer
      title="Held key"
      onClose={onClose}
      footer={
        <>
          <Button
            variant="default"
            c="var(--kh-danger)"
            disabled={released || obstacle !== undefined}
            onClick={onRelease}
          >
            {released ? 'Released' : 'Release'}
          </Button>
          {obstacle === undefined ? null : <span className={classes.obstacle}>{obstacle}</span>}
        </>
      }
    >
      <HoldFacts row={row} generation={generation} />
    </SideDrawer>
  )
}

function HoldFacts({
  row,
  generation,
}: {
  readonly row: HeldKeyRow
  readonly generation: string | undefined
}): ReactNode {
  return (
    <DetailList>
      <Detail name="Key">
        <KeyText text={row.key} whole />
        {row.exact ? null : (
          <div className={classes.inexact}>Some of its bytes are no text: they show as �.</div>
        )}
      </Detail>
      <Detail name="In Redis as">
        <KeyText text={row.redisKey} what="Redis key" whole />
      </Detail>
      <Detail name="Generation">
        <span className={classes.generation}>
          {row.generation} <StatusBadge {...generationStatus(row, generation)} />
        </span>
      </Detail>
      <Detail name="Remaining">
        <RemainingTime row={row} />
      </Detail>
      <Detail name="Held by">{ownerInWords(row.owner)}</Detail>
      {row.scheduledAt === undefined ? null : (
        <Detail name="Scheduled at">
          <Moment at={row.scheduledAt} />
        </Detail>
      )}
      {row.backoffMs === undefined ? null : <Detail name="Backoff">{formatDuration(row.backoffMs)}</Detail>}
      {row.queuedHere ? <Detail name="In this app">a job with this key is {row.queuedHere}</Detail> : null}
      <Detail name="Value" place="below">
        {row.value === undefined ? (
          <span className={classes.inexact}>
            {row.wrongType ? `It is a ${row.wrongType}.` : 'It could not be read.'}
          </span>
        ) : (
          <CodeBlock text={layOutJson(row.value)} label="Value" />
        )}
      </Detail>
    </DetailList>
  )
}
