import { Tabs } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState, type ReactNode } from 'react'
import { BulkActs } from '../../ui/bulk/bulk-progress'
import { HandlerNotice } from '../../ui/handler-notice/handler-notice'
import { Page, Panel } from '../../ui/page'
import { RefreshControl } from '../../ui/refresh-control'
import { TableActs } from './bulk/table-acts'
import { FilterBar } from './filter/filter-bar'
import { PauseButton } from './pause-button'
import { FirstSteps } from './first-steps'
import { FinishedTable, ProblemsTable, RefusedTable } from './history-tables'
import { JobDrawer } from './job-drawer'
import type { JobView } from './model'
import { QueueCounters } from './queue-counters'
import classes from './queue.module.css'
import { RunningPanel } from './running-panel'
import { WaitingTable } from './waiting-table'
import { QueueState, WhyWaitingNote } from './why-waiting-note'

const bulkKinds = ['cancel-jobs', 'schedule-again'] as const

/** Below this height one table at a time is worth more than two of three rows each. */
const lowWindow = '(max-height: 679px)'

/** The processor's queue, live: what runs, what waits, what has ended. */
export function QueuePage(): ReactNode {
  const [chosen, setChosen] = useState<JobView>()
  const isLow = useMediaQuery(lowWindow, false, { getInitialValueInEffect: false })
  const tables = { selectedId: chosen?.row.jobId, onOpen: setChosen }
  const waiting = <WaitingTable {...tables} />
  const why = <WhyWaitingNote onOpen={setChosen} />
  return (
    <TableActs>
      <Page
        title="Queue"
        status={<QueueState />}
        actions={
          <>
            <FilterBar />
            <RefreshControl />
            <PauseButton />
          </>
        }
        drawer={
          chosen ? (
            <JobDrawer key={chosen.row.jobId} chosen={chosen} onClose={() => setChosen(undefined)} />
          ) : null
        }
      >
        <FirstSteps />
        <HandlerNotice />
        <QueueCounters />
        <BulkActs kinds={bulkKinds} />
        <RunningPanel {...tables} low={isLow} />
        {isLow ? null : (
          <Panel label="Waiting" aside={why}>
            {waiting}
          </Panel>
        )}
        <History
          waiting={isLow ? waiting : undefined}
          finished={<FinishedTable {...tables} />}
          why={isLow ? why : undefined}
        />
      </Page>
    </TableActs>
  )
}

interface HistoryProps {
  /** The table of waiting jobs where it shares the place with the others. */
  readonly waiting: ReactNode
  readonly finished: ReactNode
  /** Why jobs wait, where the waiting ones are here. */
  readonly why: ReactNode
}

function History({ waiting, finished, why }: HistoryProps): ReactNode {
  const [tab, setTab] = useState<string | null>(null)
  const tabs = [
    ...(waiting ? [{ value: 'waiting', title: 'Waiting', table: waiting }] : []),
    { value: 'finished', title: 'Finished', table: finished },
    { value: 'refused', title: 'Refused', table: <RefusedTable /> },
    { value: 'errors', title: 'Errors', table: <ProblemsTable /> },
  ]
  const shown = tabs.find(({ value }) => value === tab) ?? tabs[0]
  return (
    <Tabs value={shown?.value ?? null} onChange={setTab} keepMounted={false} className={classes.history}>
      <Panel
        label="Jobs that ended, refusals and errors"
        aside={shown?.value === 'waiting' ? why : undefined}
        heading={
          <Tabs.List className={classes.tabs}>
            {tabs.map(({ value, title }) => (
              <Tabs.Tab key={value} value={value}>
                {title}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        }
      >
        {tabs.map(({ value, table }) => (
          <Tabs.Panel key={value} value={value} className={classes.tabPanel}>
            {table}
          </Tabs.Panel>
        ))}
      </Panel>
    </Tabs>
  )
}
