import { useMemo, type ReactNode } from 'react'
import { useTimeZone } from '../time-zone'
import { ROW_HEIGHT, type Column } from './column'
import { SelectBox } from './select-cell'
import classes from './virtual-table.module.css'

interface BodyRowProps<Row, Id extends string> {
  readonly id: string
  readonly index: number
  /** Px to add to its own place. */
  readonly shift: number
  /** Undefined while it is on its way. */
  readonly row: Row | undefined
  readonly columns: readonly Column<Row, Id>[]
  readonly active: boolean
  /** Marked for an act; undefined where rows cannot be marked. */
  readonly marked: boolean | undefined
  /** Its details are open. */
  readonly opened: boolean
}

/** A row of a table. While the table scrolls, only rows that come into view are drawn. */
export function BodyRow<Row, Id extends string>(props: BodyRowProps<Row, Id>): ReactNode {
  const { id, index, shift, row, columns, active, marked, opened } = props
  const zone = useTimeZone()
  const cells = useMemo(
    () =>
      columns.map((column) => (
        <div key={column.id} role="gridcell" className={classes.cell} data-align={column.align}>
          {row === undefined ? <span className={classes.skeleton} /> : column.cell(row, { active, zone })}
        </div>
      )),
    [row, columns, active, zone],
  )
  return (
    <div
      role="row"
      id={id}
      // The header is row 1.
      aria-rowindex={index + 2}
      aria-selected={marked ?? opened}
      aria-current={opened || undefined}
      className={classes.row}
      data-index={index}
      data-active={active || undefined}
      style={{ transform: `translateY(${index * ROW_HEIGHT + shift}px)` }}
    >
      {marked === undefined ? null : (
        <div role="gridcell" data-select="" className={classes.selectCell}>
          <SelectBox label={`Select row ${index + 1}`} checked={marked} />
        </div>
      )}
      {cells}
    </div>
  )
}

/** The index of the row that an element lies in. */
export function rowIndexOf(element: Element): number | undefined {
  const index = element.closest<HTMLElement>('[role="row"][data-index]')?.dataset['index']
  return index === undefined ? undefined : Number(index)
}
