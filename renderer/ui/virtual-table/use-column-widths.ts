import { useRememberedState } from '../use-remembered-state'

export type ColumnWidths = Readonly<Record<string, number>>

function isWidths(value: unknown): value is ColumnWidths {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((width) => typeof width === 'number')
  )
}

export interface ColumnResizing {
  readonly widths: ColumnWidths
  /** @param width px; undefined: back to what the column starts with */
  readonly resize: (columnId: string, width: number | undefined) => void
}

/** Widths that the operator gave to columns, by table. */
export function useColumnWidths(table: string): ColumnResizing {
  const [widths, setWidths] = useRememberedState<ColumnWidths>(`widths:${table}`, {}, isWidths)
  const resize = (columnId: string, width: number | undefined): void =>
    setWidths((known) => {
      const others = Object.entries(known).filter(([id]) => id !== columnId)
      return Object.fromEntries(width === undefined ? others : [...others, [columnId, Math.round(width)]])
    })
  return { widths, resize }
}
