import { useMutation, useQueries } from '@tanstack/react-query'
import { useCallback, useState, useSyncExternalStore } from 'react'
import { request } from '../../../api/client'
import { notify, notifyError } from '../../../api/notices'
import { importSession, type ImportStage, type Judged } from './import-session'
import type { PreviewRow } from './judgement'

export function useImport(): ImportStage {
  return useSyncExternalStore(importSession.subscribe, importSession.snapshot)
}

const PAGE_ROWS = 100

export interface PreviewRows {
  readonly rowAt: (index: number) => PreviewRow | undefined
  readonly show: (first: number, last: number) => void
}

/** The rows of a judgement that are in view. */
export function usePreviewRows(judged: Judged | undefined, badOnly: boolean): PreviewRows {
  const [span, setSpan] = useState({ first: 0, last: 0 })
  const pages = Array.from({ length: span.last - span.first + 1 }, (_, index) => span.first + index)
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: ['import-rows', judged?.id, badOnly, page],
      queryFn: () =>
        importSession.reader.ask('rows', { offset: page * PAGE_ROWS, limit: PAGE_ROWS, badOnly }),
      enabled: judged !== undefined,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 10_000,
      retry: false,
    })),
  })
  const show = useCallback((firstRow: number, lastRow: number) => {
    const [first, last] = [Math.floor(firstRow / PAGE_ROWS), Math.floor(lastRow / PAGE_ROWS)]
    setSpan((known) => (known.first === first && known.last === last ? known : { first, last }))
  }, [])
  const rowAt = (index: number): PreviewRow | undefined =>
    results[Math.floor(index / PAGE_ROWS) - span.first]?.data?.[index % PAGE_ROWS]
  return { rowAt, show }
}

/** Asks for a file and writes the bad rows into it. */
export function useSaveBadRows(profileId: string) {
  return useMutation({
    mutationFn: async (name: string) => {
      const text = await importSession.reader.ask('badRows')
      return request('import.save-bad-rows', { profileId, name: name.slice(0, 200), text })
    },
    onSuccess: ({ path }) => path !== null && notify('Bad rows saved', path),
    onError: (error) => notifyError('The bad rows were not saved', error),
  })
}
