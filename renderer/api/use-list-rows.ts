import { useQueries, useQueryClient, type QueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import {
  heldPageQuery,
  PAGE_ROWS,
  pageQuery,
  pagesKey,
  readPage,
  type ListSource,
  type Page,
} from './list-queries'
import { useListHold, type ListHold } from './use-list-hold'

export interface ListRows<Row> {
  /** Undefined while its page is on its way. */
  readonly rowAt: (index: number) => Row | undefined
  /** Says which rows are in view (both inclusive); their pages are fetched. */
  readonly show: (first: number, last: number) => void
  /** Rows in all, as the last answer for a page in view says; undefined before the first. */
  readonly total: number | undefined
  /** When the rows in view were read, ms since the epoch; undefined before the first answer. */
  readonly readAt: number | undefined
  /** Whether the rows stay as they are, whatever changes. */
  readonly still: ListHold
  /** The rows of a run of positions (both inclusive), as many of them as are there. */
  readonly read: (first: number, last: number) => Promise<readonly Row[]>
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
  const still = useListHold(source.list, source.profileId)
  // There is nothing to hold still in an empty table: it follows its list until the first rows are there.
  const hold = isEmpty(client, source, span.first) ? undefined : still.number
  const results: UseQueryResult<Page<Row>>[] = useQueries({
    queries: pagesOf(span).map((page) =>
      hold === undefined
        ? pageQuery(client, source, page)
        : heldPageQuery(client, source, page, { number: hold, renewed: still.renewed }),
    ),
  })

  const rowAt = (index: number): Row | undefined => {
    const page = Math.floor(index / PAGE_ROWS)
    return results[page - span.first]?.data?.rows[index % PAGE_ROWS]
  }
  const read = async (first: number, last: number): Promise<readonly Row[]> => {
    const firstPage = Math.floor(first / PAGE_ROWS)
    const pages: Page<Row>[] = []
    for (let page = firstPage; page <= Math.floor(last / PAGE_ROWS); page += 1) {
      // One after another: a long run of pages shall not hold up what is on the screen.
      pages.push(await readPage(client, source, page, hold))
    }
    const offset = first - firstPage * PAGE_ROWS
    return pages.flatMap(({ rows }) => rows).slice(offset, offset + last - first + 1)
  }
  const total = results.find(({ data }) => data !== undefined)?.data?.total
  return {
    rowAt,
    show,
    read,
    total: useLastKnown(total, JSON.stringify(pagesKey(source))),
    readAt: results.find(({ data }) => data !== undefined)?.data?.readAt,
    still,
    error: results.find((result) => result.error)?.error ?? null,
  }
}

function isEmpty<Row>(client: QueryClient, source: ListSource<Row>, page: number): boolean {
  return client.getQueryData(pageQuery(client, source, page).queryKey)?.total === 0
}

/**
 * What was known last of the same list: a page that is on its way does not empty a table.
 * @param of names the list
 */
function useLastKnown<Value>(value: Value | undefined, of: string): Value | undefined {
  const [known, setKnown] = useState({ value, of })
  if (value !== undefined && (known.value !== value || known.of !== of)) setKnown({ value, of })
  else if (known.of !== of) setKnown({ value: undefined, of })
  return value ?? (known.of === of ? known.value : undefined)
}
