import { Button, SegmentedControl } from '@mantine/core'
import { useMemo, useState, type ReactNode } from 'react'
import type { ChartSpan, ChartView } from '../../../src/contract/charts'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { EmptyState } from '../../ui/empty-state'
import { Page, Panel } from '../../ui/page'
import { ProblemNote } from '../../ui/problem-note'
import { RefreshControl } from '../../ui/refresh-control'
import { useRememberedState } from '../../ui/use-remembered-state'
import classes from './activity.module.css'
import { useCharts } from './api'
import './chart-colors.css'
import { ChartPanel } from './chart-panel'
import { chartsOf } from './charts'
import { beganWithin, betweenOf, isEmpty, isSpan, momentIndex, queueHref, spans, spanWords } from './model'
import { formatBetween } from './words'

/** What happened lately, over time; a moment leads to the jobs that finished in it. */
export function ActivityPage(): ReactNode {
  const { id } = useProfile()
  const [span, setSpan] = useRememberedState<ChartSpan>('activity:span', '15m', isSpan)
  /** When the moment that is read begins; s. It stays the same one while the charts move on. */
  const [moment, setMoment] = useState<number>()
  const { data, error, refetch } = useCharts(id, span)
  const read = data && moment !== undefined ? momentIndex(data, moment) : undefined
  const between = data && betweenOf(data, read)
  const words = between && formatBetween(between.fromMs, between.toMs, data.until)
  return (
    <Page
      title="Activity"
      status={
        <span className={classes.moment}>
          {words ? `${words}: click or Enter shows its jobs` : `Latest values of ${spanWords(span)}`}
        </span>
      }
      actions={
        <>
          <SegmentedControl
            aria-label="Span"
            size="xs"
            className={classes.spans}
            value={span}
            data={spans.map(({ span: value, title }) => ({ value, label: title }))}
            onChange={(chosen) => {
              setMoment(undefined)
              if (isSpan(chosen)) setSpan(chosen)
            }}
          />
          <RefreshControl />
        </>
      }
    >
      {error ? (
        <ProblemNote
          title="The charts could not be read"
          error={envelopeOf(error)}
          action={
            <Button variant="default" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        />
      ) : null}
      {data ? (
        <Charts
          view={data}
          index={read}
          momentWords={words ?? 'latest values'}
          onIndex={(next) => setMoment(next === undefined ? undefined : data.at[next])}
        />
      ) : error ? null : (
        <Skeleton />
      )}
    </Page>
  )
}

interface ChartsProps {
  readonly view: ChartView
  readonly index: number | undefined
  readonly momentWords: string
  readonly onIndex: (index: number | undefined) => void
}

function Charts({ view, index, momentWords, onIndex }: ChartsProps): ReactNode {
  const charts = useMemo(() => chartsOf(view), [view])
  if (isEmpty(view)) return <NothingYet view={view} />
  const choose = (chosen: number): void => {
    const between = betweenOf(view, chosen)
    if (between) window.location.hash = queueHref(between)
  }
  return (
    <div className={classes.charts}>
      {charts.map((chart) => (
        <ChartPanel
          key={chart.title}
          chart={chart}
          at={view.at}
          index={index}
          momentWords={momentWords}
          onIndex={onIndex}
          onChoose={choose}
        />
      ))}
    </div>
  )
}

function NothingYet({ view }: { readonly view: ChartView }): ReactNode {
  return (
    <Panel label="Charts" bare>
      <EmptyState
        title={beganWithin(view) ? 'Nothing has run yet' : `Nothing ran in ${spanWords(view.span)}`}
        action={
          <Button component="a" href="#/schedule" variant="default">
            Schedule a job
          </Button>
        }
      >
        How many jobs end each second, how many wait, and how long they take is drawn here as it happens. It
        is kept while the app runs.
      </EmptyState>
    </Panel>
  )
}

function Skeleton(): ReactNode {
  return (
    <div className={classes.charts} aria-busy="true" aria-label="Charts are being read" role="status">
      {['throughput', 'queue', 'times'].map((name) => (
        <div key={name} className={classes.chart}>
          <div className={classes.skeleton} />
        </div>
      ))}
    </div>
  )
}
