import { Button, Skeleton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState, type ReactNode } from 'react'
import type { AuditFilter, AuditRowView } from '../../../src/contract/audit'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { useLive } from '../../api/live'
import { EmptyState } from '../../ui/empty-state'
import { ExportMenu } from '../../ui/exports/export-menu'
import { ExportProgress } from '../../ui/exports/export-progress'
import { KeyText } from '../../ui/key-text'
import { Page, Panel } from '../../ui/page'
import { ProblemNote } from '../../ui/problem-note'
import { TableStatus } from '../../ui/virtual-table/table-status'
import { VirtualTable } from '../../ui/virtual-table/virtual-table'
import { auditQuery, useExportAudit } from './api'
import classes from './audit.module.css'
import { auditColumns } from './audit-columns'
import { AuditDrawer } from './audit-drawer'
import { everything, FilterBar, filterOf } from './filter-bar'

const selectVersion = (live: LiveState) => live.auditVersion
/** Rows before the last one that was read from which on further ones are read. */
const AHEAD = 40
/** Ms without typing after which the text is used. */
const TYPING_PAUSE = 250
/** The list only ever grows at its top, by what is done here: nothing holds it still. */
const moving = { number: undefined, news: 0, renew: () => undefined }

/** What operators did, newest first. */
export function AuditPage(): ReactNode {
  const { id } = useProfile()
  const [form, setForm] = useState(everything)
  const [used] = useDebouncedValue(form, TYPING_PAUSE)
  const filter = useMemo(() => filterOf(used), [used])
  const version = useLive(selectVersion)
  const [chosen, setChosen] = useState<AuditRowView>()
  const { data, error, dataUpdatedAt, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...auditQuery(id, filter, version),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data])
  const file = data?.pages[0]?.file
  const filtered = filter.acts !== undefined || filter.text !== undefined
  const show = (_first: number, last: number): void => {
    if (hasNextPage && !isFetchingNextPage && last >= rows.length - AHEAD) void fetchNextPage()
  }
  return (
    <Page
      title="Audit"
      status={<FilterBar form={form} onChange={setForm} />}
      actions={<AuditExport filter={filter} />}
      drawer={chosen ? <AuditDrawer row={chosen} onClose={() => setChosen(undefined)} /> : null}
    >
      <p className={classes.promise}>
        <span>Keyhold only adds to this list; no entry is ever changed or removed.</span>
        {file ? (
          <span className={classes.file}>
            Kept in <KeyText text={file} what="Path" />
          </span>
        ) : null}
      </p>
      <ExportProgress kind="audit" />
      {error ? (
        <ProblemNote title="The audit cannot be read" error={envelopeOf(error)} />
      ) : (
        <Panel label="Acts" bare>
          {data ? (
            <VirtualTable
              label="Acts"
              columns={auditColumns}
              count={rows.length}
              rowAt={(index) => rows[index]}
              onShow={show}
              isSelected={(row) => row.id === chosen?.id}
              onOpen={setChosen}
              footer={<TableStatus count={rows.length} noun="act" readAt={dataUpdatedAt} still={moving} />}
              empty={<NoActs filtered={filtered} onClear={() => setForm(everything)} />}
            />
          ) : (
            <Skeleton height="100%" animate={false} />
          )}
        </Panel>
      )}
    </Page>
  )
}

interface NoActsProps {
  readonly filtered: boolean
  readonly onClear: () => void
}

function NoActs({ filtered, onClear }: NoActsProps): ReactNode {
  return filtered ? (
    <EmptyState
      title="No act matches"
      action={
        <Button variant="default" onClick={onClear}>
          Clear the filter
        </Button>
      }
    >
      Nothing that was noted has this text, or is of this kind.
    </EmptyState>
  ) : (
    <EmptyState title="Nothing was done yet" ring="closed">
      Bumps, releases, pauses and other acts are noted here, with who did them and why.
    </EmptyState>
  )
}

function AuditExport({ filter }: { readonly filter: AuditFilter }): ReactNode {
  const { id } = useProfile()
  const { isPending, mutate } = useExportAudit(id, filter)
  const isFiltered = filter.acts !== undefined || filter.text !== undefined
  const hint = isFiltered ? 'What the filter lets through, to a file' : 'All of the audit, to a file'
  return <ExportMenu hint={hint} busy={isPending} onExport={mutate} />
}
