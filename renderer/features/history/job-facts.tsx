import type { ReactNode } from 'react'
import type { HistoryRow } from '../../../src/contract/history'
import { Detail, DetailList } from '../../ui/detail-list'
import { exactDuration, formatDuration } from '../../ui/duration'
import { KeyLabel, KeyText } from '../../ui/key-text'
import { Moment } from '../../ui/moment'
import { statusOfOutcome } from '../../ui/outcome-status'
import type { RanVersion } from '../../ui/ran-version/ran-version'
import { shortVersion } from '../../ui/short-version'
import { StackLines } from '../../ui/stack-lines'
import { StatusBadge } from '../../ui/status-badge'
import classes from './history.module.css'

interface JobFactsProps {
  readonly row: HistoryRow
  /** Undefined where there is none, or it is on its way. */
  readonly stack: string | undefined
  readonly onShowText: (ran: RanVersion) => void
}

/** How a job ended, when, where, and what ran it. */
export function JobFacts({ row, stack, onShowText }: JobFactsProps): ReactNode {
  const { handler, handlerVersion: version, error } = row
  const show = (line?: number): void => {
    if (version) onShowText({ handler, version, ...(line === undefined ? {} : { line }) })
  }
  return (
    <DetailList>
      <Detail name="Outcome">
        <StatusBadge {...statusOfOutcome(row.outcome)} />
      </Detail>
      <Detail name="Key">
        <KeyText text={row.key} whole />
      </Detail>
      <Detail name="Backoff">{formatDuration(row.backoffMs)}</Detail>
      <Detail name="Scheduled at">
        <Moment at={row.scheduledAt} />
      </Detail>
      {row.startedAt === undefined ? null : (
        <Detail name="Started at">
          <Moment at={row.startedAt} />
        </Detail>
      )}
      <Detail name="Finished at">
        <Moment at={row.finishedAt} />
      </Detail>
      <Detail name="Waited">{exactDuration(row.waitMs)}</Detail>
      <Detail name="Run time">{exactDuration(row.runMs)}</Detail>
      <Detail name="Pause after it">{exactDuration(row.pauseMs)}</Detail>
      {row.attempts > 1 ? <Detail name="Attempts">{row.attempts}</Detail> : null}
      <Detail name="Handler">{handler}</Detail>
      {version === undefined ? null : (
        <Detail name="Version">
          <span className={classes.versionLine}>
            <KeyLabel text={shortVersion(version)} />
            <button type="button" className={classes.link} onClick={() => show()}>
              Show the text that ran
            </button>
          </span>
        </Detail>
      )}
      <Detail name="Host">{row.host}</Detail>
      <Detail name="Run of the app">
        <KeyText text={row.run} what="Run" />
      </Detail>
      {error ? (
        <Detail name="Error" place="below">
          {error.message} <code>{error.code}</code>
        </Detail>
      ) : null}
      {stack ? (
        <Detail name="Stack" place="below">
          <StackLines
            stack={stack}
            file={handler}
            verb="Show"
            onGoTo={version === undefined ? undefined : (place) => show(place.line)}
          />
        </Detail>
      ) : null}
    </DetailList>
  )
}
