import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { PointerEvent, ReactNode } from 'react'
import type { Column, Sort } from './column'
import { SelectBox } from './select-cell'
import classes from './virtual-table.module.css'

interface HeaderRowProps<Row, Id extends string> {
  readonly columns: readonly Column<Row, Id>[]
  readonly sort: Sort<Id> | undefined
  readonly onSort: ((sort: Sort<Id>) => void) | undefined
  readonly onResize: (columnId: string, width: number | undefined) => void
  /** Whether all rows are marked; undefined where rows cannot be. */
  readonly allMarked?: boolean | undefined
  readonly onMarkAll?: () => void
}

export function HeaderRow<Row, Id extends string>(props: HeaderRowProps<Row, Id>): ReactNode {
  return (
    <div role="row" aria-rowindex={1} className={classes.header}>
      {props.allMarked === undefined ? null : (
        <div role="columnheader" data-select="" className={classes.selectCell} onClick={props.onMarkAll}>
          <SelectBox label="Select all rows" checked={props.allMarked} />
        </div>
      )}
      {props.columns.map((column) => (
        <HeaderCell
          key={column.id}
          column={column}
          sort={props.sort}
          onSort={props.onSort}
          onResize={props.onResize}
        />
      ))}
    </div>
  )
}

interface HeaderCellProps<Row, Id extends string> extends Pick<
  HeaderRowProps<Row, Id>,
  'sort' | 'onSort' | 'onResize'
> {
  readonly column: Column<Row, Id>
}

function HeaderCell<Row, Id extends string>({
  column,
  sort,
  onSort,
  onResize,
}: HeaderCellProps<Row, Id>): ReactNode {
  const sorted = sort?.by === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined
  const canSort = column.sortable === true && onSort !== undefined
  return (
    <div
      role="columnheader"
      aria-sort={canSort ? (sorted ?? 'none') : undefined}
      className={classes.headerCell}
      data-align={column.align}
      title={column.hint}
    >
      {canSort ? (
        <button
          type="button"
          className={classes.sort}
          onClick={() => onSort({ by: column.id, descending: sorted === 'ascending' })}
        >
          {column.title}
          <SortArrow direction={sorted} />
        </button>
      ) : (
        <span className={column.titleHidden ? classes.headerHeard : classes.headerText}>{column.title}</span>
      )}
      <ResizeGrip onResize={(width) => onResize(column.id, width)} />
    </div>
  )
}

function SortArrow({ direction }: { readonly direction: 'ascending' | 'descending' | undefined }): ReactNode {
  // The place of the arrow is kept while there is none: nothing moves when the order changes.
  if (direction === undefined) return <span className={classes.arrow} />
  const Arrow = direction === 'ascending' ? IconArrowUp : IconArrowDown
  return <Arrow size={12} stroke={2.5} className={classes.arrow} aria-hidden="true" />
}

/** Dragged, it gives the column a width; a double click gives the width back. */
function ResizeGrip({ onResize }: { readonly onResize: (width: number | undefined) => void }): ReactNode {
  const drag = (event: PointerEvent<HTMLSpanElement>): void => {
    if (event.button !== 0) return
    event.preventDefault()
    const grip = event.currentTarget
    const start = event.clientX
    const width = grip.parentElement?.getBoundingClientRect().width ?? 0
    grip.setPointerCapture(event.pointerId)
    const move = (moved: globalThis.PointerEvent): void => onResize(width + moved.clientX - start)
    const end = (): void => {
      grip.removeEventListener('pointermove', move)
      grip.removeEventListener('lostpointercapture', end)
    }
    grip.addEventListener('pointermove', move)
    grip.addEventListener('lostpointercapture', end)
  }
  return (
    <span
      aria-hidden="true"
      className={classes.grip}
      onPointerDown={drag}
      onDoubleClick={() => onResize(undefined)}
    />
  )
}
