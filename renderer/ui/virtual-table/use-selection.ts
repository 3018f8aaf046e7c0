import { useState } from 'react'
import { MOST_SELECTED, type Selection } from './selection'

type MarkedRows<Row> = ReadonlyMap<string | number, Row>

/** Where the marks of a table are kept. */
export interface Marks<Row> {
  readonly rows: MarkedRows<Row>
  readonly change: (change: (known: MarkedRows<Row>) => MarkedRows<Row>) => void
}

/** @param of what they are marks of: they go when it is something else */
export function useMarks<Row>(of = ''): Marks<Row> {
  const [kept, setKept] = useState<{ readonly of: string; readonly rows: MarkedRows<Row> }>({
    ...{ of, rows: new Map() },
  })
  if (kept.of !== of) setKept({ of, rows: new Map() })
  return {
    rows: kept.rows,
    change: (change) => setKept((known) => (known.of === of ? { of, rows: change(known.rows) } : known)),
  }
}

interface SelectionOptions<Row> {
  /** A table that is drawn anew goes on with those that another keeps for it. */
  readonly marks: Marks<Row>
  readonly idOf: (row: Row) => string | number
  /** The rows of a run of positions, both inclusive. */
  readonly read: (first: number, last: number) => Promise<readonly Row[]>
}

/** Marked rows, by identity: a row stays marked wherever it goes in its list. At most 1,000. */
export function useSelection<Row>({ marks, idOf, read }: SelectionOptions<Row>): Selection<Row> {
  const marked = marks.rows
  const add = (rows: readonly Row[]): void =>
    marks.change((known) => {
      const all = new Map(known)
      for (const row of rows) {
        if (all.size >= MOST_SELECTED) break
        all.set(idOf(row), row)
      }
      return all
    })
  return {
    has: (row) => marked.has(idOf(row)),
    rows: [...marked.values()],
    set: (row, selected) => {
      if (selected) add([row])
      else marks.change((known) => new Map([...known].filter(([id]) => id !== idOf(row))))
    },
    addRange: (first, last) => {
      const end = Math.min(last, first + MOST_SELECTED - 1)
      // A page that cannot be read leaves what is marked as it is; the table shows the error.
      read(first, end).then(add, () => undefined)
    },
    clear: () => marks.change(() => new Map()),
  }
}
