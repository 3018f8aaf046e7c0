import { Checkbox, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconKey, IconSearch } from '@tabler/icons-react'
import { useMemo, useState, type ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import type { HeldKeyRow, HeldKeysSort, ScanView } from '../../../src/contract/held-keys'
import { useProfile } from '../../api/app-info'
import { useCommands } from '../../api/commands'
import { useLive } from '../../api/live'
import { useListRows } from '../../api/use-list-rows'
import { Page, Panel } from '../../ui/page'
import { useRememberedState } from '../../ui/use-remembered-state'
import type { Sort } from '../../ui/virtual-table/column'
import { VirtualTable } from '../../ui/virtual-table/virtual-table'
import { heldKeysSource, useScan } from './api'
import { heldKeyColumns, type HeldKeyColumnId } from './held-key-columns'
import { HeldKeyDrawer } from './held-key-drawer'
import { HeldKeysEmpty } from './held-keys-empty'
import { LookUp } from './look-up'
import { LookUpDrawer } from './look-up-drawer'
import { asFound, everything, isFilter, type Chosen } from './model'
import { ReleaseDialog } from './release-dialog'
import { ScanButton, ScanWords } from './scan-status'
import { useReleaseFlow } from './use-release'
import classes from './held-keys.module.css'

const selectScan = (live: LiveState) => live.scan
const selectConnection = (live: LiveState) => live.connection
const selectGeneration = (live: LiveState) => live.generation
const selectReady = (live: LiveState) => live.connection.state === 'ready'

/** Ms without typing after which the filter is used. */
const typingPause = 250

/** The filter, and the scan that it leads to. */
function useFilteredScan() {
  const { id } = useProfile()
  const [filter, setFilter] = useRememberedState('held-keys:filter', everything, isFilter)
  const [text] = useDebouncedValue(filter.text, typingPause)
  const [round, setRound] = useState(0)
  const ready = useLive(selectReady)
  const started = useScan(id, { text, currentOnly: filter.currentOnly }, round, ready).data
  const live = useLive(selectScan)
  // The live state tells how far it is; until it names this scan, the answer to its start does.
  const scan: ScanView | undefined = live?.scanId === started?.scanId ? live : started
  return { filter, setFilter, scan, scanAgain: () => setRound((known) => known + 1) }
}

/** The keys that are held in Redis, by whom and for how long. */
export function HeldKeysPage(): ReactNode {
  const { id, readOnly } = useProfile()
  const generation = useLive(selectGeneration)
  const connection = useLive(selectConnection)
  const { filter, setFilter, scan, scanAgain } = useFilteredScan()
  const [sort, setSort] = useState<HeldKeysSort>(asFound)
  const [chosen, setChosen] = useState<Chosen>()
  const [released, setReleased] = useState<ReadonlySet<string>>(new Set())
  const scanId = scan?.scanId ?? ''
  const isReleased = (row: HeldKeyRow): boolean => released.has(identityOf(row, scanId))
  const release = useReleaseFlow((row) =>
    setReleased((known) => new Set([...known, identityOf(row, scanId)])),
  )

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

  const source = useMemo(() => heldKeysSource(id, scanId, sort), [id, scanId, sort])
  const { rowAt, show } = useListRows(source)
  const columns = heldKeyColumns({ generation, readOnly, isReleased, onRelease: release.ask })
  const changeSort = ({ by, descending }: Sort<HeldKeyColumnId>): void => {
    if (by !== 'release') setSort({ by, descending })
  }
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
            onClose={() => setChosen(undefined)}
          />
        ) : null
      }
    >
      <div className={classes.toolbar}>
        <TextInput
          aria-label="Filter"
          data-search-field
          placeholder="Filter: text in the key"
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          className={classes.filter}
          value={filter.text}
          maxLength={1_024}
          spellCheck={false}
          onChange={(event) => {
            const text = event.currentTarget.value
            setFilter((known) => ({ ...known, text }))
          }}
        />
        <Checkbox
          label="Current generation only"
          checked={filter.currentOnly}
          onChange={(event) => {
            const currentOnly = event.currentTarget.checked
            setFilter((known) => ({ ...known, currentOnly }))
          }}
        />
        <LookUp onAnswer={setChosen} />
      </div>
      <Panel label="Keys" bare>
        <VirtualTable
          label="Held keys"
          columns={columns}
          count={scan?.rows ?? 0}
          rowAt={rowAt}
          onShow={show}
          sort={sort}
          onSort={changeSort}
          isSelected={(row) => chosen?.kind === 'hold' && row.nameBytes === chosen.row.nameBytes}
          onOpen={(row) => setChosen({ kind: 'hold', row })}
          empty={
            <HeldKeysEmpty
              scan={scan}
              connection={connection}
              onClearFilter={() => setFilter(everything)}
              onScanAgain={scanAgain}
            />
          }
        />
      </Panel>
      <ReleaseDialog release={release} />
    </Page>
  )
}

interface ChosenDrawerProps {
  readonly chosen: Chosen
  readonly generation: string | undefined
  readonly isReleased: (row: HeldKeyRow) => boolean
  readonly onRelease: (row: HeldKeyRow) => void
  readonly onClose: () => void
}

function ChosenDrawer({ chosen, generation, isReleased, onRelease, onClose }: ChosenDrawerProps): ReactNode {
  const { readOnly } = useProfile()
  if (chosen.kind !== 'hold')
    return <LookUpDrawer answer={chosen} generation={generation} onClose={onClose} />
  const { row } = chosen
  return (
    <HeldKeyDrawer
      key={row.nameBytes}
      row={row}
      generation={generation}
      readOnly={readOnly}
      released={isReleased(row)}
      onRelease={() => onRelease(row)}
      onClose={onClose}
    />
  )
}

/** A hold as one scan saw it: the same key may be held again, with the same value, when the next one looks. */
function identityOf(row: HeldKeyRow, scanId: string): string {
  return `${scanId} ${row.nameBytes} ${row.valueBytes ?? ''}`
}
