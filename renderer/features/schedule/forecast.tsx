import { IconAlertTriangle, IconClockHour4 } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { useLive } from '../../api/live'
import { parseDuration } from '../../ui/duration'
import { useNow } from '../../ui/use-now'
import classes from './forecast.module.css'
import { forecastHold, keyStateInWords } from './forecast-model'
import { readDraft, type Draft } from './model'
import { useKeyState } from './use-key-state'

const selectLife = (live: LiveState) => live.holdLife
const selectAhead = (live: LiveState) => live.counters.waiting + live.counters.running
const selectHandler = (live: LiveState) => live.handler.file
const selectPaused = (live: LiveState) => live.state === 'paused'
const selectAway = (live: LiveState) => live.connection.state === 'away'

/** What scheduling this would do, before it is done: how long the key will be held, and what stands in the way. */
export function Forecast({ draft }: { readonly draft: Draft }): ReactNode {
  return (
    <div className={classes.forecast} role="group" aria-label="Forecast">
      <HoldLine draft={draft} />
      <KeyLine draft={draft} />
    </div>
  )
}

/** Which script will run it. */
export function RunsWith(): ReactNode {
  const handler = useLive(selectHandler)
  return (
    <span className={classes.runsWith} title={`Runs with ${handler}`}>
      Runs with{' '}
      <a className={classes.link} href="#/handlers">
        {handler}
      </a>
    </span>
  )
}

function HoldLine({ draft }: { readonly draft: Draft }): ReactNode {
  const life = useLive(selectLife)
  const ahead = useLive(selectAhead)
  const paused = useLive(selectPaused)
  const away = useLive(selectAway)
  const backoffMs = parseDuration(draft.backoff)
  const forecast = backoffMs === undefined ? undefined : forecastHold(backoffMs, life, { ahead, paused })
  if (away) {
    return (
      <p className={classes.line} data-tone="warning">
        <IconAlertTriangle size={14} aria-hidden="true" />
        <span>Redis is away: nothing can be scheduled now.</span>
      </p>
    )
  }
  return (
    <p className={classes.line}>
      <IconClockHour4 size={14} aria-hidden="true" />
      <span>{forecast?.sentence ?? 'How long the key will be held depends on the backoff.'}</span>
    </p>
  )
}

/** Only where the key stands in the way; its place is kept. */
function KeyLine({ draft }: { readonly draft: Draft }): ReactNode {
  const { id } = useProfile()
  const read = readDraft(draft)
  const single = !read.ok || read.request.count === 1
  const state = useKeyState(id, single ? draft.key : '')
  const now = useNow()
  const words = state && keyStateInWords(state, now)
  return (
    <p className={classes.line} data-tone="warning">
      {words ? (
        <>
          <IconAlertTriangle size={14} aria-hidden="true" />
          <span>{words}</span>
        </>
      ) : null}
    </p>
  )
}
