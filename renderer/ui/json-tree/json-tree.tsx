import { IconChevronRight } from '@tabler/icons-react'
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { jsonRows, openedAtFirst, parentOf, toggled, type JsonRow } from './json-rows'
import classes from './json-tree.module.css'

interface JsonTreeProps {
  readonly value: unknown
  readonly label: string
}

/** Px that each level is further in. */
const indent = 14

/**
 * A JSON value as a tree of which only what is open is drawn, a hundred of a list at a time. By keyboard as any tree:
 * up and down walk, right opens, left closes or goes to the parent.
 */
export function JsonTree({ value, label }: JsonTreeProps): ReactNode {
  const treeId = useId()
  const tree = useRef<HTMLDivElement>(null)
  const [opened, setOpened] = useState(() => openedAtFirst(value))
  const [activeId, setActiveId] = useState('')
  const rows = useMemo(() => jsonRows(value, opened), [value, opened])
  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === activeId),
  )
  const active = rows[at]

  useEffect(() => {
    if (document.activeElement !== tree.current) return
    tree.current?.querySelector('[data-active="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [at])

  const toggle = (row: JsonRow): void => {
    setOpened((known) => toggled(known, row))
    // The row that asks for more gives its place to the first of them.
    setActiveId(row.kind === 'more' ? `${parentOf(row.id)}/${row.position - 1}` : row.id)
  }
  const press = (event: KeyboardEvent): void => {
    if (!active) return
    const goTo = (index: number): void => setActiveId(rows[index]?.id ?? activeId)
    const steps: Readonly<Record<string, () => void>> = {
      ArrowDown: () => goTo(at + 1),
      ArrowUp: () => goTo(at - 1),
      Home: () => goTo(0),
      End: () => goTo(rows.length - 1),
      ArrowRight: () => (active.open === false ? toggle(active) : goTo(active.open ? at + 1 : at)),
      ArrowLeft: () => (active.open ? toggle(active) : setActiveId(parentOf(active.id))),
      Enter: () => toggle(active),
      ' ': () => toggle(active),
    }
    const step = steps[event.key]
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    step()
  }
  const domId = (row: JsonRow): string => `${treeId}${row.id}`

  return (
    <div
      ref={tree}
      role="tree"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={active && domId(active)}
      className={classes.tree}
      onKeyDown={press}
    >
      {rows.map((row) => (
        <div
          key={row.id}
          id={domId(row)}
          role="treeitem"
          aria-level={row.depth + 1}
          aria-posinset={row.position}
          aria-setsize={row.siblings}
          aria-expanded={row.open}
          aria-selected={row === active}
          data-active={row === active}
          className={classes.row}
          style={{ paddingLeft: 4 + row.depth * indent }}
          onClick={() => toggle(row)}
        >
          <span className={classes.chevron} data-open={row.open}>
            {row.open === undefined ? null : <IconChevronRight size={12} stroke={2} aria-hidden="true" />}
          </span>
          {row.name === undefined ? null : <span className={classes.name}>{row.name}:</span>}
          <span className={classes.value} data-kind={row.kind}>
            {row.text}
          </span>
        </div>
      ))}
    </div>
  )
}
