import { ActionIcon, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { HeldKeyRow } from '../../../src/contract/held-keys'
import { useProfile } from '../../api/app-info'
import { Detail, DetailList } from '../../ui/detail-list'
import { formatDuration } from '../../ui/duration'
import { formatTime } from '../../ui/format'
import { hrefWith } from '../../ui/hash-parameters'
import { KeyText } from '../../ui/key-text'
import { KeyTimeline } from '../../ui/key-timeline/key-timeline'
import { Moment } from '../../ui/moment'
import { ownerInWords } from '../../ui/owner'
import { SideDrawer } from '../../ui/side-drawer'
import { StatusBadge } from '../../ui/status-badge'
import { useNow } from '../../ui/use-now'
import { holdQuery } from './api'
import { BytesView } from './bytes-view'
import { generationStatus, releaseObstacle } from './model'
import { orphanInWords } from './orphan-words'
import { RemainingTime } from './remaining-time'
import classes from './held-keys.module.css'

interface HeldKeyDrawerProps {
  /** As it was found. */
  readonly row: HeldKeyRow
  readonly generation: string | undefined
  readonly readOnly: boolean
  readonly released: boolean
  /** Given the hold as it is shown here. */
  readonly onRelease: (row: HeldKeyRow) => void
  readonly onExtend: (row: HeldKeyRow) => void
  readonly onClose: () => void
}

/** All about one hold, read again every few seconds. */
export function HeldKeyDrawer(props: HeldKeyDrawerProps): ReactNode {
  const { generation, readOnly, released, onRelease, onExtend, onClose } = props
  const { id } = useProfile()
  const { data, refetch, isFetching } = useQuery(holdQuery(id, props.row.nameBytes))
  const row = data ?? props.row
  const gone = released || data === null
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
            disabled={gone || obstacle !== undefined}
            onClick={() => onRelease(row)}
          >
            {released ? 'Released' : 'Release'}
          </Button>
          <Button
            variant="default"
            disabled={gone || obstacle !== undefined || row.remainingMs === undefined}
            onClick={() => onExtend(row)}
          >
            Extend
          </Button>
          {obstacle === undefined ? null : <span className={classes.obstacle}>{obstacle}</span>}
        </>
      }
    >
      {data === null ? (
        <p className={classes.note} role="status">
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span>Nothing holds this key under this name any more. This is what was there.</span>
        </p>
      ) : null}
      <div className={classes.freshness}>
        <span>Read at {formatTime(row.readAt)}</span>
        <ActionIcon
          title="Read it again"
          aria-label="Read the hold again"
          data-busy={isFetching || undefined}
          onClick={() => void refetch()}
        >
          <IconRefresh size={16} aria-hidden="true" />
        </ActionIcon>
      </div>
      <HoldFacts row={row} generation={generation} />
    </SideDrawer>
  )
}

interface HoldFactsProps {
  readonly row: HeldKeyRow
  readonly generation: string | undefined
}

function HoldFacts({ row, generation }: HoldFactsProps): ReactNode {
  const orphan = orphanInWords(row, useNow())
  return (
    <DetailList>
      {orphan === undefined ? null : (
        <Detail name="Looks orphaned" place="below">
          <span className={classes.evidence}>
            <IconAlertTriangle size={16} aria-hidden="true" />
            <span>{orphan}</span>
          </span>
        </Detail>
      )}
      <Detail name="Key">
        <KeyText text={row.key} whole />
        {row.exact ? null : (
          <div className={classes.inexact}>Some of its bytes are no text: they show as �.</div>
        )}
      </Detail>
      <Detail name="In Redis as" place="below">
        <BytesView label="Redis key" text={row.redisKey} bytes={row.nameBytes} />
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
          <BytesView label="Value" text={row.value} bytes={row.valueBytes} />
        )}
      </Detail>
      <Detail name="What happened to the key here" place="below">
        <KeyTimeline jobKey={row.key} />
        <p className={classes.links}>
          <a className={classes.link} href={hrefWith('history', { timeline: row.key })}>
            Timeline in History
          </a>
          <a className={classes.link} href={hrefWith('queue', { key: row.key })}>
            Jobs of this key in the queue
          </a>
        </p>
      </Detail>
    </DetailList>
  )
}
