import type { ReactNode } from 'react'
import type { TimeZone } from '../../../src/contract/preferences'

/** A column of a table. */
export interface Column<Row, Id extends string = string> {
  readonly id: Id
  /** What the header says. */
  readonly title: string
  /** The header is only heard: what is in the column shows by itself. */
  readonly titleHidden?: boolean
  /** Px; what a column starts with. */
  readonly width: number
  /** The column's share of the width that is left; none by default. */
  readonly grow?: number
  readonly align?: 'start' | 'end'
  /** Explains the header on hover. */
  readonly hint?: string
  /** A click on the header orders the rows by this column. */
  readonly sortable?: boolean
  readonly cell: (row: Row, context: CellContext) => ReactNode
}

export interface CellContext {
  /** The row that the keyboard is on: what is in it can be reached by Tab. */
  readonly active: boolean
  /** In which moments are told: cells are drawn anew when it changes. */
  readonly zone: TimeZone
}

export interface Sort<Id extends string = string> {
  readonly by: Id
  readonly descending: boolean
}

export const ROW_HEIGHT = 32
const narrowest = 48
const BOX_WIDTH = 36

/** The tracks of the grid that header and rows share. */
export function gridTracks(
  columns: readonly Column<never>[],
  widths: Readonly<Record<string, number>>,
  /** The table begins with a column of boxes. */
  withBoxes: boolean,
): { readonly template: string; readonly minimum: number } {
  const tracks = columns.map((column) => {
    const resized = widths[column.id]
    const width = Math.max(narrowest, resized ?? column.width)
    return {
      width,
      template:
        column.grow !== undefined && resized === undefined
          ? `minmax(${width}px, ${column.grow}fr)`
          : `${width}px`,
    }
  })
  const boxes = withBoxes ? [{ width: BOX_WIDTH, template: `${BOX_WIDTH}px` }] : []
  const all = [...boxes, ...tracks]
  return {
    template: all.map((track) => track.template).join(' '),
    minimum: all.reduce((sum, track) => sum + track.width, 0),
  }
}
