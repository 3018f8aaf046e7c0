import { useDebouncedValue } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import type { LiveState } from '../../../src/contract/live'
import type { ScanView } from '../../../src/contract/held-keys'
import { useProfile } from '../../api/app-info'
import { useLive } from '../../api/live'
import { dropHashParameters, useHashQuery } from '../../ui/hash-parameters'
import { useRememberedState } from '../../ui/use-remembered-state'
import { useScan } from './api'
import { everything, filterOf, formOfAddress, isFilterForm, type FilterForm } from './filter-model'

const selectScan = (live: LiveState) => live.scan
const selectReady = (live: LiveState) => live.connection.state === 'ready'

/** Ms without typing after which the filter is used. */
const typingPause = 250

/** The filter: as it was left, or as the address asks for it. */
function useFilterForm(): readonly [FilterForm, (form: FilterForm) => void] {
  const [form, setForm] = useRememberedState('held-keys:filter', everything, isFilterForm)
  const [taken, setTaken] = useState('')
  const query = useHashQuery()
  if (query !== taken) {
    setTaken(query)
    if (query !== '') setForm(formOfAddress(new URLSearchParams(query)))
  }
  const change = (next: FilterForm): void => {
    dropHashParameters()
    setForm(next)
  }
  return [form, change]
}

/** The filter, and the scan that it leads to. */
export function useFilteredScan() {
  const { id } = useProfile()
  const [form, setForm] = useFilterForm()
  const wanted = useMemo(() => filterOf(form), [form])
  const [filter] = useDebouncedValue(wanted, typingPause)
  const [round, setRound] = useState(0)
  const ready = useLive(selectReady)
  const { data: started, isFetching } = useScan(id, filter, round, ready)
  const live = useLive(selectScan)
  // The live state tells how far it is; until it names this scan, the answer to its start does.
  const scan: ScanView | undefined = live?.scanId === started?.scanId ? live : started
  // While it is typed on, what is listed is not yet what the filter says: nothing is done to all of it.
  const isSettled = filter === wanted && started !== undefined && !isFetching
  return { form, setForm, scan, isSettled, scanAgain: () => setRound((known) => known + 1) }
}
