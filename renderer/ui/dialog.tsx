import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './dialog.module.css'
import { useCountDialog } from './open-dialogs'

interface DialogProps {
  readonly opened: boolean
  /** Names the dialog. */
  readonly title: string
  readonly onClose: () => void
  /** Px. */
  readonly width: number
  /** A cross beside the title; not where the dialog asks and has a Cancel. */
  readonly closable?: boolean
  /** Over dialogs that are open already. */
  readonly onTop?: boolean
  readonly children: ReactNode
}

// By slot: a plain class name would lie on the layer around the dialog too, and hide the page.
const classNames = { content: classes.content }

/** A dialog over the page. Escape closes it; the focus comes back to where it was. */
export function Dialog({
  opened,
  title,
  onClose,
  width,
  closable = false,
  onTop = false,
  children,
}: DialogProps): ReactNode {
  useCountDialog(opened)
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size={width}
      centered
      yOffset={16}
      padding="lg"
      // The shell never scrolls, so there is no page scroll to lock (and no style to be injected for it).
      lockScroll={false}
      transitionProps={{ duration: 150 }}
      zIndex={onTop ? 210 : 200}
    >
      <Modal.Overlay backgroundOpacity={0.5} />
      <Modal.Content classNames={classNames} data-closing={!opened || undefined}>
        <div className={classes.header}>
          <Modal.Title className={classes.title}>{title}</Modal.Title>
          {closable ? <Modal.CloseButton aria-label="Close" /> : null}
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
