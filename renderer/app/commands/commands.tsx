import { useEffect, useState, type ReactNode } from 'react'
import { bridge } from '../../api/client'
import { runCommandById, useCommands } from '../../api/commands'
import { QueueCommands } from '../../features/queue/queue-commands'
import { Palette } from '../palette/palette'
import { ShortcutSheet } from '../shortcuts/shortcut-sheet'
import { useShortcuts } from '../shortcuts/use-shortcuts'
import { useAppCommands } from './app-commands'
import { pageCommands } from './page-commands'

/** What can be done from everywhere, by name or by keys, and the two places that list it. */
export function Commands(): ReactNode {
  const [shown, setShown] = useState<'palette' | 'sheet'>()
  useCommands(pageCommands)
  useAppCommands({ onPalette: () => setShown('palette'), onSheet: () => setShown('sheet') })
  useShortcuts()
  useEffect(() => bridge().on('command-chosen', ({ id }) => void runCommandById(id)), [])
  const close = (): void => setShown(undefined)
  return (
    <>
      <QueueCommands />
      <Palette opened={shown === 'palette'} onClose={close} />
      <ShortcutSheet opened={shown === 'sheet'} onClose={close} />
    </>
  )
}
