/** Rows that the operator has marked, for an act on all of them. */
export interface Selection<Row> {
  readonly has: (row: Row) => boolean
  readonly rows: readonly Row[]
  /** Marks or unmarks one. */
  readonly set: (row: Row, selected: boolean) => void
  /** Marks the rows of a run of positions, both inclusive. */
  readonly addRange: (first: number, last: number) => void
  readonly clear: () => void
}

/** Rows that can be marked at once; for more there is the filter, and the act on all that match. */
export const MOST_SELECTED = 1_000
