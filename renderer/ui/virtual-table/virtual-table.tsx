import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useRef, type MouseEvent, type ReactNode } from 'react'
import { BodyRow, rowIndexOf } from './body-row'
import { gridTracks, ROW_HEIGHT, type Column, type Sort } from './column'
import { HeaderRow } from './header-row'
import { isOnSelectCell } from './select-cell'
import { MOST_SELECTED, type Selection } from './selection'
import { useActiveRow, type RowMarking } from './use-active-row'
import { useColumnWidths } from './use-column-widths'
import { useHold } from './use-hold'
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

const overscan = 6

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
  const scroller = useRef<HTMLDivElement>(null)
  const { widths, resize } = useColumnWidths(label)
  const tracks = gridTracks(columns, widths, selection !== undefined)
  // Its functions read the place of the scroll bar: they are called in event handlers and here, and never kept.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan,
    // The header lies over the first row's height of the view.
    scrollPaddingStart: ROW_HEIGHT,
  })
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
    viewHeight: () => (scroller.current?.clientHeight ?? 0) - ROW_HEIGHT,
    scrollTo: (index) => virtualizer.scrollToIndex(index),
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

  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => onShow?.(first, last), [onShow, first, last])

  const idOf = (index: number): string => `${baseId}-${index}`
  const activeIsDrawn = active.index >= first && active.index <= last && count > 0
  return (
    // The line below is part of what is held: its button stays where the pointer goes for it.
    <div className={classes.table} {...hold}>
      <div className={classes.frame}>
        <div
          ref={scroller}
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
              style={{ height: count * ROW_HEIGHT }}
              onClick={press}
            >
              {items.map(({ index }) => {
                const row = rowAt(index)
                return (
                  <BodyRow
                    key={index}
                    id={idOf(index)}
                    index={index}
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
