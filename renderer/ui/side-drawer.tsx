import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react'
import classes from './side-drawer.module.css'

interface SideDrawerProps {
  readonly title: string
  readonly onClose: () => void
  /** Acts, at the foot. */
  readonly footer?: ReactNode
  readonly children: ReactNode
}

/** Details beside a list that stays in view and usable. Escape closes it and gives the focus back. */
export function SideDrawer({ title, onClose, footer, children }: SideDrawerProps): ReactNode {
  const titleId = useId()
  const drawer = useRef<HTMLElement>(null)

  useEffect(() => {
    const before = document.activeElement
    drawer.current?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])

  // A button that had the focus may go with what it did: then the drawer has it, not nobody. What takes the focus
  // itself, as a dialog does, keeps it.
  const hadFocus = useRef(false)
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) {
      drawer.current?.focus({ preventScroll: true })
    }
  })

  const closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onClose()
  }

  return (
    <aside
      ref={drawer}
      aria-labelledby={titleId}
      tabIndex={-1}
      className={classes.drawer}
      onKeyDown={closeOnEscape}
      onFocus={() => (hadFocus.current = true)}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget && !currentTarget.contains(relatedTarget)) hadFocus.current = false
      }}
    >
      <header className={classes.header}>
        <h2 id={titleId} className={classes.title}>
          {title}
        </h2>
        <ActionIcon onClick={onClose} title="Close (Esc)" aria-label="Close details">
          <IconX size={16} aria-hidden="true" />
        </ActionIcon>
      </header>
      <div className={classes.body} tabIndex={0} role="group" aria-labelledby={titleId}>
        {children}
      </div>
      {footer ? <footer className={classes.footer}>{footer}</footer> : null}
    </aside>
  )
}
