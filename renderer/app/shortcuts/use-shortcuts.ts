import { useEffect } from 'react'
import { knownCommands, runCommand } from '../../api/commands'
import { isPlain, matchPress, type Pending } from './key-matcher'
import { placeOf, selectText } from './key-place'

/** The keys of all commands, for the whole window. Letters do nothing where text is written or a dialog is open. */
export function useShortcuts(): void {
  useEffect(() => {
    let pending: Pending | undefined
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return
      const place = placeOf(event.target)
      if (isSelectAll(event) && place !== 'text') {
        event.preventDefault()
        selectText(event.target)
        return
      }
      if (place === 'dialog') return
      const commands = knownCommands().filter(
        ({ keys }) => keys !== undefined && (place === 'page' || !isPlain(keys)),
      )
      const bound = new Set(commands.flatMap(({ keys }) => keys ?? []))
      const match = matchPress(bound, event, pending, event.timeStamp)
      pending = match.pending
      const command = commands.find(({ keys }) => keys !== undefined && keys === match.keys)
      if (!command) return
      event.preventDefault()
      runCommand(command)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

function isSelectAll({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'a'
}
