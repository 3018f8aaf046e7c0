import { useState } from 'react'
import { MOST_SELECTED, type Selection } from './selection'

interface SelectionOptions<Row> {
  readonly idOf: (row: Row) => string | number
  /** The rows of a run of positions, both inclusive. */
  readonly read: (first: number, last: number) => Promise<readonly Row[]>
}

/** Marked rows, by identity: a row stays marked wherever it goes in its list. At most 1,000. */
export function useSelection<Row>({ idOf, read }: SelectionOptions<Row>): Selection<Row> {
  const [marked, setMarked] = useState<ReadonlyMap<string | number, Row>>(new Map())

  const add = (rows: readonly Row[]): void =>
    setMarked((known) => {
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
      else setMarked((known) => new Map([...known].filter(([id]) => id !== idOf(row))))
    },
    addRange: (first, last) => {
      const end = Math.min(last, first + MOST_SELECTED - 1)
      // A page that cannot be read leaves what is marked as it is; the table shows the error.
      read(first, end).then(add, () => undefined)
    },
    clear: () => setMarked(new Map()),
  }
}
