import { useEffect, useId, type MouseEvent, type ReactNode } from 'react'
import { BodyRow, rowIndexOf } from './body-row'
import { gridTracks, type Column, type Sort } from './column'
import { HeaderRow } from './header-row'
import { bodyHeight } from './row-window'
import { isOnSelectCell } from './select-cell'
import { MOST_SELECTED, type Selection } from './selection'
import { useActiveRow, type RowMarking } from './use-active-row'
import { useColumnWidths } from './use-column-widths'
import { useHold } from './use-hold'
import { useRowWindow } from './use-row-window'
import classes from './virtual-table.module.css'

interface VirtualTableProps<Row, Id extends string> {
  /** Names the table, for people who hear it, and for the widths that are remembered. */
  readonly label: string
  readonly columns: readonly Column<Row, Id>[]
  readonly count: number
  /** Undefined while the row is on its way: a skeleton is drawn. */
  readonly rowAt: (index: number) => Row | undefined
  /** Which rows are in view, both inclusive. */
  readonly onShow?: ((first: number, last: number) => void) | undefined
  /** Whether the row's details are open. */
  readonly isSelected?: (row: Row) => boolean
  /** Rows can be marked: by their boxes, Control or Shift with a click, Space, Shift with the arrows. */
  readonly selection?: Selection<Row> | undefined
  /** Told when the rows are to stay as they are, and when no longer. */
  readonly onHold?: ((on: boolean) => void) | undefined
  readonly onOpen?: (row: Row) => void
  readonly sort?: Sort<Id>
  readonly onSort?: (sort: Sort<Id>) => void
  /** Drawn in place of rows where there are none. */
  readonly empty?: ReactNode
  /** Below the rows: `TableStatus`. */
  readonly footer?: ReactNode
}

/**
 * A table of any length: only the rows in view exist, each is 32 px high, and the header stays. Rows are asked
 * for by index, so that the caller can fetch them by range.
 */
export function VirtualTable<Row, Id extends string>(props: VirtualTableProps<Row, Id>): ReactNode {
  const {
    label,
    columns,
    count,
    rowAt,
    onShow,
    isSelected,
    selection,
    onHold,
    onOpen,
    sort,
    onSort,
    empty,
    footer,
  } = props
  const baseId = useId()
  const { widths, resize } = useColumnWidths(label)
  const tracks = gridTracks(columns, widths, selection !== undefined)
  const { ref, first, last, shift, scrollTo, viewHeight } = useRowWindow(count)
  const open = (index: number): void => {
    const row = rowAt(index)
    if (row !== undefined) onOpen?.(row)
  }
  const marking = selection && markingOf(selection, { count, rowAt })
  const hold = useHold(onHold, {
    marked: selection !== undefined && selection.rows.length > 0,
    empty: count === 0,
  })
  const active = useActiveRow({
    count,
    viewHeight,
    scrollTo,
    onOpen: open,
    marking,
  })

  const press = (event: MouseEvent<HTMLElement>): void => {
    if (!(event.target instanceof Element)) return
    const index = rowIndexOf(event.target)
    if (index === undefined) return
    const before = active.index
    active.setIndex(index)
    if (marking && event.shiftKey) marking.addRange(Math.min(before, index), Math.max(before, index))
    else if (marking && (event.ctrlKey || event.metaKey || isOnSelectCell(event.target)))
      marking.toggle(index)
    else open(index)
  }

  useEffect(() => onShow?.(first, Math.max(first, last)), [onShow, first, last])

  const idOf = (index: number): string => `${baseId}-${index}`
  const activeIsDrawn = active.index >= first && active.index <= last && count > 0
  return (
    // The line below is part of what is held: its button stays where the pointer goes for it.
    <div className={classes.table} {...hold}>
      <div className={classes.frame}>
        <div
          ref={ref}
          role="grid"
          aria-label={label}
          aria-rowcount={count + 1}
          aria-multiselectable={selection ? true : undefined}
          aria-activedescendant={activeIsDrawn ? idOf(active.index) : undefined}
          tabIndex={0}
          className={classes.scroller}
          style={{ '--tracks': tracks.template, '--tracks-width': `${tracks.minimum}px` }}
          onKeyDown={active.onKeyDown}
        >
          <div role="rowgroup" className={classes.head}>
            <HeaderRow
              columns={columns}
              sort={sort}
              onSort={onSort}
              onResize={resize}
              allMarked={selection && count > 0 && selection.rows.length >= Math.min(count, MOST_SELECTED)}
              onMarkAll={() => (marking?.none() === true ? undefined : marking?.all())}
            />
          </div>
          {count > 0 ? (
            <div
              role="rowgroup"
              className={classes.body}
              style={{ height: bodyHeight(count) }}
              onClick={press}
            >
              {Array.from({ length: last - first + 1 }, (_, place) => {
                const index = first + place
                const row = rowAt(index)
                return (
                  <BodyRow
                    key={index}
                    id={idOf(index)}
                    index={index}
                    shift={shift}
                    row={row}
                    columns={columns}
                    active={index === active.index}
                    marked={selection && row !== undefined && selection.has(row)}
                    opened={row !== undefined && isSelected?.(row) === true}
                  />
                )
              })}
            </div>
          ) : null}
        </div>
        {count === 0 ? <div className={classes.empty}>{empty}</div> : null}
      </div>
      {footer}
    </div>
  )
}

/** Marking by position, as keys and clicks do. */
function markingOf<Row>(
  selection: Selection<Row>,
  { count, rowAt }: { readonly count: number; readonly rowAt: (index: number) => Row | undefined },
): RowMarking {
  return {
    toggle: (index) => {
      const row = rowAt(index)
      // A row that is on its way cannot be marked yet: it is read, and marked then.
      if (row === undefined) selection.addRange(index, index)
      else selection.set(row, !selection.has(row))
    },
    addRange: selection.addRange,
    all: () => selection.addRange(0, count - 1),
    none: () => {
      if (selection.rows.length === 0) return false
      selection.clear()
      return true
    },
  }
}
