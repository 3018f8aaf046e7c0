import { useState, type ReactNode } from 'react'
import type { HistoryRow, HistorySort } from '../../../src/contract/history'
import { useProfile } from '../../api/app-info'
import { ExportMenu } from '../../ui/exports/export-menu'
import { ExportProgress } from '../../ui/exports/export-progress'
import { Page, Panel } from '../../ui/page'
import { RefreshControl } from '../../ui/refresh-control'
import { useExportHistory, type HistoryList } from './api'
import { FilterBar } from './filter-bar'
import { HistoryTable } from './history-table'
import { JobDrawer } from './job-drawer'
import { TimelineDrawer, TimelineLookUp } from './timeline-drawer'
import { showTimeline, useHistoryFilter, useTimelineKey } from './use-history-filter'

const newest: HistorySort = { by: 'finished', descending: true }

/** Every job that has ended, in this run of the app and those before it. */
export function HistoryPage(): ReactNode {
  const { filter } = useHistoryFilter()
  const [sort, setSort] = useState(newest)
  const [chosen, setChosen] = useState<HistoryRow>()
  const timelineKey = useTimelineKey()
  const open = (row: HistoryRow): void => {
    showTimeline(undefined)
    setChosen(row)
  }
  return (
    <Page
      title="History"
      actions={
        <>
          <FilterBar />
          <RefreshControl />
          <HistoryExport filter={filter} sort={sort} />
        </>
      }
      drawer={
        timelineKey !== undefined ? (
          <TimelineDrawer key={timelineKey} jobKey={timelineKey} onClose={() => showTimeline(undefined)} />
        ) : chosen ? (
          <JobDrawer key={chosen.id} row={chosen} onClose={() => setChosen(undefined)} />
        ) : null
      }
    >
      <ExportProgress kind="history" />
      <Panel label="Jobs that have ended" aside={<TimelineLookUp />}>
        <HistoryTable
          // Another filter or order is another table: it begins at its top.
          key={JSON.stringify([filter, sort])}
          {...{ filter, sort }}
          onSort={setSort}
          selectedId={timelineKey === undefined ? chosen?.id : undefined}
          onOpen={open}
        />
      </Panel>
    </Page>
  )
}

function HistoryExport(list: Pick<HistoryList, 'filter' | 'sort'>): ReactNode {
  const { id } = useProfile()
  const { isPending, mutate } = useExportHistory(id, list)
  const hint = 'What the filter lets through, with all that is kept of each job'
  return <ExportMenu hint={hint} busy={isPending} onExport={mutate} />
}
