import { useQueries, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { PAGE_ROWS, pageQuery, type ListSource, type Page } from './list-queries'

export interface ListRows<Row> {
  /** Undefined while its page is on its way. */
  readonly rowAt: (index: number) => Row | undefined
  /** Says which rows are in view (both inclusive); their pages are fetched. */
  readonly show: (first: number, last: number) => void
  /** The answer to the last fetch of a page in view. */
  readonly total: number | undefined
  readonly error: Error | null
}

interface PageSpan {
  readonly first: number
  readonly last: number
}

/** Ms between two moves of what is fetched: a dragged scroll bar passes thousands of pages. */
const moveInterval = 60

function pagesOf(span: PageSpan): number[] {
  return Array.from({ length: span.last - span.first + 1 }, (_, index) => span.first + index)
}

function usePageSpan() {
  const [span, setSpan] = useState<PageSpan>({ first: 0, last: 0 })
  const latest = useRef<PageSpan>(span)
  const timer = useRef<number | undefined>(undefined)
  useEffect(() => () => window.clearTimeout(timer.current), [])

  const show = useCallback((firstRow: number, lastRow: number) => {
    latest.current = { first: Math.floor(firstRow / PAGE_ROWS), last: Math.floor(lastRow / PAGE_ROWS) }
    timer.current ??= window.setTimeout(() => {
      timer.current = undefined
      const { first, last } = latest.current
      setSpan((known) => (known.first === first && known.last === last ? known : { first, last }))
    }, moveInterval)
  }, [])

  return { span, show }
}

/** Rows of a list by range: only the pages in view are fetched and kept fresh; what was seen lately is cached. */
export function useListRows<Row>(source: ListSource<Row>): ListRows<Row> {
  const client = useQueryClient()
  const { span, show } = usePageSpan()
  const pages = pagesOf(span)
  const results: UseQueryResult<Page<Row>>[] = useQueries({
    queries: pages.map((page) => pageQuery(client, source, page)),
  })

  const rowAt = (index: number): Row | undefined => {
    const page = Math.floor(index / PAGE_ROWS)
    return results[page - span.first]?.data?.rows[index % PAGE_ROWS]
  }
  return {
    rowAt,
    show,
    total: results[0]?.data?.total,
    error: results.find((result) => result.error)?.error ?? null,
  }
}
