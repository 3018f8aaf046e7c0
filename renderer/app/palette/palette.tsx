import { Modal } from '@mantine/core'
import { useRef, type ReactNode } from 'react'
import { runCommand, type Command } from '../../api/commands'
import { useCountDialog } from '../../ui/open-dialogs'
import { CommandChoice } from './command-choice'
import classes from './palette.module.css'

interface PaletteProps {
  readonly opened: boolean
  readonly onClose: () => void
}

/** The dialog gives the focus back 10 ms after it closed: a dialog that a command opens must not lose it so. */
const focusReturnMs = 20

// By slot: a plain class name would lie on the layer around the dialog too.
const content = { content: classes.content }

/** Everything that can be done, by name. What was chosen is done once the palette is gone and the focus is back. */
export function Palette({ opened, onClose }: PaletteProps): ReactNode {
  useCountDialog(opened)
  const chosen = useRef<Command>(undefined)
  const runChosen = (): void => {
    const command = chosen.current
    chosen.current = undefined
    if (command) window.setTimeout(() => runCommand(command), focusReturnMs)
  }
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={runChosen}
      size={560}
      yOffset={56}
      padding={0}
      lockScroll={false}
      transitionProps={{ duration: 80 }}
    >
      <Modal.Overlay backgroundOpacity={0.5} />
      <Modal.Content classNames={content} data-closing={!opened || undefined}>
        <Modal.Title className={classes.title}>Commands</Modal.Title>
        <Modal.Body>
          <CommandChoice
            onChoose={(command) => {
              chosen.current = command
              onClose()
            }}
          />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
