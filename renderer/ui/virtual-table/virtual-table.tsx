import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useRef, type MouseEvent, type ReactNode } from 'react'
import { BodyRow, rowIndexOf } from './body-row'
import { gridTracks, ROW_HEIGHT, type Column, type Sort } from './column'
import { HeaderRow } from './header-row'
import { useActiveRow } from './use-active-row'
import { useColumnWidths } from './use-column-widths'
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
  readonly isSelected?: (row: Row) => boolean
  readonly onOpen?: (row: Row) => void
  readonly sort?: Sort<Id>
  readonly onSort?: (sort: Sort<Id>) => void
  /** Drawn in place of rows where there are none. */
  readonly empty?: ReactNode
}

const overscan = 6

/**
 * A table of any length: only the rows in view exist, each is 32 px high, and the header stays. Rows are asked
 * for by index, so that the caller can fetch them by range.
 */
export function VirtualTable<Row, Id extends string>(props: VirtualTableProps<Row, Id>): ReactNode {
  const { label, columns, count, rowAt, onShow, isSelected, onOpen, sort, onSort, empty } = props
  const baseId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const { widths, resize } = useColumnWidths(label)
  const tracks = gridTracks(columns, widths)
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
  const active = useActiveRow({
    count,
    viewHeight: () => (scroller.current?.clientHeight ?? 0) - ROW_HEIGHT,
    scrollTo: (index) => virtualizer.scrollToIndex(index),
    onOpen: open,
  })

  const press = (event: MouseEvent<HTMLElement>): void => {
    const index = event.target instanceof Element ? rowIndexOf(event.target) : undefined
    if (index === undefined) return
    active.setIndex(index)
    open(index)
  }

  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => onShow?.(first, last), [onShow, first, last])

  const idOf = (index: number): string => `${baseId}-${index}`
  const activeIsDrawn = active.index >= first && active.index <= last && count > 0
  return (
    <div className={classes.frame}>
      <div
        ref={scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={count + 1}
        aria-activedescendant={activeIsDrawn ? idOf(active.index) : undefined}
        tabIndex={0}
        className={classes.scroller}
        style={{ '--tracks': tracks.template, '--tracks-width': `${tracks.minimum}px` }}
        onKeyDown={active.onKeyDown}
      >
        <div role="rowgroup" className={classes.head}>
          <HeaderRow columns={columns} sort={sort} onSort={onSort} onResize={resize} />
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
                  selected={row !== undefined && isSelected?.(row) === true}
                />
              )
            })}
          </div>
        ) : null}
      </div>
      {count === 0 ? <div className={classes.empty}>{empty}</div> : null}
    </div>
  )
}
