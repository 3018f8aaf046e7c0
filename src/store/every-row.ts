import type { Page, PageQuery } from './queries'

/** Enough to keep a step short beside the writes that wait behind it. */
const ROWS_A_STEP = 200

/**
 * Walks all pages, one at a time and only as fast as the rows are taken.
 * @throws the reason of `signal` once it is aborted
 */
export async function* everyRow<Row, Place>(
  pageAt: (page: PageQuery<Place>) => Promise<Page<Row, Place>>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Row, void> {
  let after: Place | undefined
  do {
    signal?.throwIfAborted()
    const page: Page<Row, Place> = await pageAt({ after, limit: ROWS_A_STEP })
    for (const row of page.rows) {
      signal?.throwIfAborted()
      yield row
    }
    after = page.next
  } while (after !== undefined)
}
