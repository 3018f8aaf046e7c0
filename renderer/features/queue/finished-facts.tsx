import type { ReactNode } from 'react'
import type { FinishedRow } from '../../../src/contract/queue'
import { Detail } from '../../ui/detail-list'
import { exactDuration } from '../../ui/duration'
import { KeyLabel } from '../../ui/key-text'
import { ownerInWords } from '../../ui/owner'
import { ProblemNote } from '../../ui/problem-note'
import { placeIn } from '../../ui/stack'
import { StackLines } from '../../ui/stack-lines'
import { shortVersion } from '../../ui/short-version'
import classes from './queue.module.css'
import type { RanVersion } from '../../ui/ran-version/ran-version'

interface FinishedFactsProps {
  readonly row: FinishedRow
  readonly onShowText: (ran: RanVersion) => void
}

/** How a job ended, what ran it, and where in it an error was. */
export function FinishedFacts({ row, onShowText }: FinishedFactsProps): ReactNode {
  const { handler, handlerVersion: version } = row
  const show =
    version === undefined
      ? undefined
      : (line?: number) => onShowText({ handler, version, ...(line === undefined ? {} : { line }) })
  return (
    <>
      <Detail name="Waited">{exactDuration(row.waitMs)}</Detail>
      <Detail name="Run time">{exactDuration(row.runMs)}</Detail>
      <Detail name="Pause after it">{exactDuration(row.pauseMs)}</Detail>
      {row.attempts > 1 || (row.outcome === 'cancelled' && row.error) ? (
        <Detail name="Attempts">{row.attempts}</Detail>
      ) : null}
      <Detail name="Handler">{handler}</Detail>
      {version === undefined ? null : (
        <Detail name="Version">
          <span className={classes.versionLine}>
            <KeyLabel text={shortVersion(version)} />
            <button type="button" className={classes.link} onClick={() => show?.()}>
              Show the text that ran
            </button>
          </span>
        </Detail>
      )}
      {row.owner ? <Detail name="Taken by">{ownerInWords(row.owner)}</Detail> : null}
      {row.confirmed ? null : <Detail name="Hold">not confirmed before the run: Redis did not answer</Detail>}
      {row.error ? <ErrorFacts row={row} error={row.error} onShow={show} /> : null}
    </>
  )
}

interface ErrorFactsProps {
  readonly row: FinishedRow
  readonly error: NonNullable<FinishedRow['error']>
  readonly onShow: ((line: number) => void) | undefined
}

function ErrorFacts({ row: { handler, outcome, attempts }, error, onShow }: ErrorFactsProps): ReactNode {
  const line = placeIn(error.stack, handler)?.line
  return (
    <>
      <Detail name={outcome === 'cancelled' ? `Error of attempt ${attempts}` : 'Error'} place="below">
        <ProblemNote
          error={error}
          action={
            line !== undefined && onShow ? (
              <button type="button" className={classes.link} onClick={() => onShow(line)}>
                Show line {line} of {handler}
              </button>
            ) : null
          }
        />
      </Detail>
      {error.stack ? (
        <Detail name="Stack" place="below">
          <StackLines
            stack={error.stack}
            file={handler}
            verb="Show"
            onGoTo={onShow && ((place) => onShow(place.line))}
          />
        </Detail>
      ) : null}
    </>
  )
}
