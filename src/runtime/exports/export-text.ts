import { csvLine } from '../../contract/csv-line'
import type { ExportFormat } from '../../contract/exports'

/** One column of CSV, and what a row has in it; undefined: an empty cell. */
export interface ExportColumn<Row> {
  readonly title: string
  readonly cell: (row: Row) => string | number | undefined
}

export interface ExportShape<Row> {
  readonly columns: readonly ExportColumn<Row>[]
  /** What is one line of JSON Lines. */
  readonly line: (row: Row) => object
}

/** Characters of one piece: large enough for the disk, small enough for one turn of the event loop. */
const PIECE_CHARACTERS = 65_536

/**
 * The text of a file, piece by piece as rows come.
 * @param written told how many rows more are in the text, before the piece that has them
 */
export async function* exportText<Row>(
  rows: AsyncIterable<Row>,
  format: ExportFormat,
  { columns, line }: ExportShape<Row>,
  written: (rows: number) => void,
): AsyncGenerator<string, void> {
  let piece = format === 'csv' ? csvLine(columns.map(({ title }) => title)) : ''
  let count = 0
  for await (const row of rows) {
    piece +=
      format === 'csv'
        ? csvLine(columns.map(({ cell }) => cell(row) ?? ''))
        : `${JSON.stringify(line(row))}\n`
    count += 1
    if (piece.length < PIECE_CHARACTERS) continue
    written(count)
    yield piece
    piece = ''
    count = 0
  }
  written(count)
  yield piece
}
