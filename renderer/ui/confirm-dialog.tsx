import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './confirm-dialog.module.css'
import { Dialog } from './dialog'

export interface ConfirmAction {
  /** The verb. */
  readonly label: string
  readonly tone: 'bump' | 'danger' | 'accent' | 'plain'
  readonly busy?: boolean
  readonly disabled?: boolean
  readonly run: () => void
}

interface ConfirmDialogProps {
  readonly opened: boolean
  readonly title: string
  readonly children: ReactNode
  readonly actions: readonly ConfirmAction[]
  readonly onCancel: () => void
  /** What not to act is called; default: Cancel. Null: it is too late for that. */
  readonly cancelLabel?: string | null
  /** Over dialogs that are open already. */
  readonly onTop?: boolean
  /** Px. */
  readonly width?: number
}

/** Asks before an act that cannot be taken back. The focus is on Cancel, the verb on the button. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const {
    opened,
    title,
    children,
    actions,
    onCancel,
    cancelLabel = 'Cancel',
    width = 480,
    onTop = false,
  } = props
  return (
    <Dialog opened={opened} onClose={onCancel} title={title} width={width} onTop={onTop}>
      <div className={classes.words}>{children}</div>
      <div className={classes.actions}>
        {cancelLabel === null ? null : (
          <Button variant="default" onClick={onCancel} data-autofocus>
            {cancelLabel}
          </Button>
        )}
        {actions.map((action) => (
          <Button
            key={action.label}
            variant={action.tone === 'plain' ? 'default' : 'filled'}
            className={classes.act}
            data-tone={action.tone}
            loading={action.busy ?? false}
            disabled={action.disabled ?? false}
            onClick={action.run}
          >
            {action.label}
          </Button>
        ))}
      </div>
    </Dialog>
  )
}
