import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconPlayerStop, type Icon } from '@tabler/icons-react'
import { useEffect, useState, type ReactNode } from 'react'
import type { BulkActKind, BulkActView } from '../../../src/contract/bulk'
import { useBulkActs, useDismissBulkAct, useStopBulkAct } from '../../api/bulk'
import { ProblemNote } from '../problem-note'
import { BulkFailuresDialog } from './bulk-failures'
import classes from './bulk.module.css'
import { bulkFraction, bulkSentence, bulkTitle, isBarren, shortfallCount } from './bulk-words'

interface BulkActsProps {
  /** Those of the page. */
  readonly kinds: readonly BulkActKind[]
}

/** The acts on many things of a page, at work or just ended. */
export function BulkActs({ kinds }: BulkActsProps): ReactNode {
  return useBulkActs(kinds).map((act) => <BulkProgress key={act.actId} act={act} />)
}

/** How far an act is, Stop, and what it could not change. */
function BulkProgress({ act }: { readonly act: BulkActView }): ReactNode {
  const [shown, setShown] = useState(false)
  const stop = useStopBulkAct()
  const dismiss = useDismissBulkAct()
  const attended = useGoesByItself(act, dismiss.mutate)
  const working = act.state === 'working'
  const fraction = bulkFraction(act)
  return (
    <section className={classes.act} aria-label={bulkTitle(act)} data-state={toneOf(act)} {...attended}>
      <Mark act={act} />
      <p className={classes.words} role="status" title={`${bulkTitle(act)} ${bulkSentence(act)}`}>
        <span className={classes.title}>{bulkTitle(act)}</span> <span>{bulkSentence(act)}</span>
      </p>
      {working ? (
        <span
          className={classes.track}
          role="progressbar"
          aria-label={bulkTitle(act)}
          aria-valuemin={0}
          aria-valuemax={100}
          {...(fraction === undefined ? {} : { 'aria-valuenow': Math.floor(fraction * 100) })}
        >
          <span
            className={classes.bar}
            data-unknown={fraction === undefined || undefined}
            style={{ width: `${(fraction ?? 0.3) * 100}%` }}
          />
        </span>
      ) : null}
      <span className={classes.acts}>
        {shortfallCount(act) > 0 ? (
          <Button variant="default" size="compact-sm" onClick={() => setShown(true)}>
            Show why
          </Button>
        ) : null}
        {working ? (
          <Button
            variant="default"
            size="compact-sm"
            loading={stop.isPending}
            onClick={() => stop.mutate(act.actId)}
          >
            Stop
          </Button>
        ) : (
          <Button variant="default" size="compact-sm" onClick={() => dismiss.mutate(act.actId)}>
            Dismiss
          </Button>
        )}
      </span>
      {act.error ? <ProblemNote error={act.error} /> : null}
      <BulkFailuresDialog opened={shown} act={act} onClose={() => setShown(false)} />
    </section>
  )
}

/** Ms that an act which did all it was to do is told of. */
const toldForMs = 10_000

/** Lets an act go that left nothing to look into, once it was told; not while the operator is on it. */
function useGoesByItself(act: BulkActView, dismiss: (actId: string) => void) {
  const { actId, state } = act
  const [pointed, setPointed] = useState(false)
  const [focused, setFocused] = useState(false)
  const goes = state === 'done' && shortfallCount(act) === 0 && !pointed && !focused
  useEffect(() => {
    if (!goes) return undefined
    const timer = window.setTimeout(() => dismiss(actId), toldForMs)
    return () => window.clearTimeout(timer)
  }, [goes, actId, dismiss])
  return {
    onPointerEnter: () => setPointed(true),
    onPointerLeave: () => setPointed(false),
    onFocus: () => setFocused(true),
    onBlur: () => setFocused(false),
  }
}

const marks: Readonly<Record<Exclude<BulkActView['state'], 'working'>, Icon>> = {
  done: IconCheck,
  stopped: IconPlayerStop,
  failed: IconAlertTriangle,
}

/** What changed nothing has failed, whatever it was told. */
function toneOf(act: BulkActView): BulkActView['state'] {
  return isBarren(act) ? 'failed' : act.state
}

function Mark({ act }: { readonly act: BulkActView }): ReactNode {
  const state = toneOf(act)
  if (state === 'working') return null
  const Glyph = marks[state]
  return <Glyph size={16} className={classes.mark} aria-hidden="true" />
}
