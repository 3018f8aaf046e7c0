import { IconKey } from '@tabler/icons-react'
import { useMemo, useState, type ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import type { HeldKeyRow, HeldKeysSort } from '../../../src/contract/held-keys'
import { useProfile } from '../../api/app-info'
import { useBulkActs } from '../../api/bulk'
import { useCommands } from '../../api/commands'
import { useLive } from '../../api/live'
import { refreshNow, useRefreshRate } from '../../api/refresh'
import { useListRows } from '../../api/use-list-rows'
import { BulkActs } from '../../ui/bulk/bulk-progress'
import { Page, Panel } from '../../ui/page'
import type { Sort } from '../../ui/virtual-table/column'
import { TableStatus } from '../../ui/virtual-table/table-status'
import { useMarks, useSelection } from '../../ui/virtual-table/use-selection'
import { VirtualTable } from '../../ui/virtual-table/virtual-table'
import { heldKeysSource } from './api'
import { ChosenDrawer } from './chosen-drawer'
import { FilterBar } from './filter-bar'
import { everything, isEverything } from './filter-model'
import { heldKeyColumns, type HeldKeyColumnId } from './held-key-columns'
import { HeldKeysEmpty } from './held-keys-empty'
import { LookUp } from './look-up'
import { ManyActs } from './many-acts'
import { ManyDialog } from './many-dialog'
import { asFound, shownHold, type Chosen } from './model'
import { PurgeDialog } from './purge-dialog'
import { ReleaseDialog } from './release-dialog'
import { ScanButton, ScanWords } from './scan-status'
import { useFilteredScan } from './use-filtered-scan'
import { useMany } from './use-many'
import { useReleaseFlow } from './use-release'
import { useScanHold } from './use-scan-hold'
import classes from './held-keys.module.css'

const selectConnection = (live: LiveState) => live.connection
const selectGeneration = (live: LiveState) => live.generation
const acts = ['release-holds', 'extend-holds', 'purge-holds'] as const

/** The keys that are held in Redis, by whom and for how long. */
export function HeldKeysPage(): ReactNode {
  const { id, readOnly } = useProfile()
  const generation = useLive(selectGeneration)
  const connection = useLive(selectConnection)
  const { form, setForm, scan, isSettled, scanAgain } = useFilteredScan()
  const [sort, setSort] = useState<HeldKeysSort>(asFound)
  const [chosen, setChosen] = useState<Chosen>()
  const [released, setReleased] = useState<ReadonlySet<string>>(new Set())
  const scanId = scan?.scanId ?? ''
  const isReleased = (row: HeldKeyRow): boolean => released.has(identityOf(row, scanId))
  const many = useMany()

  useCommands([
    {
      id: 'held-keys.scan',
      title: 'Scan held keys again',
      group: 'Redis',
      icon: IconKey,
      words: 'holds refresh',
      run: scanAgain,
    },
  ])

  // Rows that are not read as they change are read once more when all of them were found.
  const readWhen = useRefreshRate() === 'live' ? 'live' : (scan?.state ?? 'scanning')
  const source = useMemo(() => heldKeysSource(id, { scanId, sort, readWhen }), [id, scanId, sort, readWhen])
  const { rowAt, show, total, readAt, still, read } = useListRows(source)
  const onHold = useScanHold(still, scan, useBulkActs(acts))
  const release = useReleaseFlow((row) => {
    setReleased((known) => new Set([...known, identityOf(row, scanId)]))
    refreshNow()
  })
  const selection = useSelection<HeldKeyRow>({
    // Rows of another scan are not there to be seen as marked.
    ...{ marks: useMarks(scanId), read },
    idOf: (row) => identityOf(row, scanId),
  })
  const columns = heldKeyColumns({ generation, readOnly, isReleased, onRelease: release.ask })
  const changeSort = ({ by, descending }: Sort<HeldKeyColumnId>): void => {
    if (by !== 'release') setSort({ by, descending })
  }
  const extend = (row: HeldKeyRow): void => {
    const hold = shownHold(row)
    if (hold) many.ask('extend', { kind: 'selected', holds: [hold] })
  }
  const found = scan?.rows ?? 0
  const count = still.number === undefined ? found : (total ?? found)
  return (
    <Page
      title="Held keys"
      status={<ScanWords scan={scan} />}
      actions={<ScanButton scan={scan} onScanAgain={scanAgain} />}
      drawer={
        chosen ? (
          <ChosenDrawer
            chosen={chosen}
            generation={generation}
            isReleased={isReleased}
            onRelease={release.ask}
            onExtend={extend}
            onClose={() => setChosen(undefined)}
          />
        ) : null
      }
    >
      <div className={classes.toolbar}>
        <FilterBar form={form} onChange={setForm} />
        <LookUp onAnswer={setChosen} />
      </div>
      <BulkActs kinds={acts} />
      <Panel
        label="Keys"
        heading={
          <ManyActs scan={isSettled ? scan : undefined} filter={form} selection={selection} many={many} />
        }
      >
        <VirtualTable
          label="Held keys"
          columns={columns}
          count={count}
          rowAt={rowAt}
          onShow={show}
          onHold={onHold}
          sort={sort}
          onSort={changeSort}
          selection={selection}
          isSelected={(row) => chosen?.kind === 'hold' && row.nameBytes === chosen.row.nameBytes}
          onOpen={(row) => setChosen({ kind: 'hold', row })}
          footer={
            <TableStatus count={count} noun="key" readAt={readAt} still={still} selection={selection} />
          }
          empty={
            <HeldKeysEmpty
              scan={scan}
              connection={connection}
              filtered={!isEverything(form)}
              onClearFilter={() => setForm(everything)}
              onScanAgain={scanAgain}
            />
          }
        />
      </Panel>
      <ReleaseDialog release={release} />
      {many.question ? (
        <ManyDialog
          key={many.question.number}
          question={many.question}
          opened={many.opened}
          onBegun={() => {
            selection.clear()
            many.close()
          }}
          onClose={many.close}
        />
      ) : null}
      {many.purge.question > 0 ? (
        <PurgeDialog
          key={`purge ${many.purge.question}`}
          question={many.purge.question}
          opened={many.purge.opened}
          onClose={many.close}
        />
      ) : null}
    </Page>
  )
}

/** A hold as one scan saw it: the same key may be held again, with the same value, when the next one looks. */
function identityOf(row: HeldKeyRow, scanId: string): string {
  return `${scanId} ${row.nameBytes} ${row.valueBytes ?? ''}`
}
