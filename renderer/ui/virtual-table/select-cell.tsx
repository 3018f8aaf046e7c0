import type { ReactNode } from 'react'
import classes from './virtual-table.module.css'

interface SelectCellProps {
  /** Heard: which row, or all of them. */
  readonly label: string
  readonly checked: boolean
}

/**
 * The box that marks a row. The table itself hears the click, since it knows of Shift and of the row before; by
 * keyboard it is Space on the row.
 */
export function SelectBox({ label, checked }: SelectCellProps): ReactNode {
  return (
    <input
      type="checkbox"
      tabIndex={-1}
      aria-label={label}
      checked={checked}
      className={classes.selectBox}
      onChange={() => undefined}
    />
  )
}

/** Whether a click was meant to mark its row. */
export function isOnSelectCell(element: Element): boolean {
  return element.closest('[data-select]') !== null
}
