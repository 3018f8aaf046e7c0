const isMac = navigator.platform.startsWith('Mac')

/** Keys as they are printed on the keyboard, one text each: `Mod+K` is `Ctrl`, `K`. */
export function printedKeys(keys: string): readonly string[] {
  return keys
    .split(' ')
    .flatMap((press) => (press === '+' ? ['+'] : press.split('+')))
    .map((key) => (key === 'Mod' ? (isMac ? '⌘' : 'Ctrl') : key.length === 1 ? key.toUpperCase() : key))
}

export interface FixedKey {
  readonly keys: readonly string[]
  readonly title: string
}

/** The keys that belong to a part of a page, wherever it is. */
export const fixedKeys: readonly { readonly group: string; readonly keys: readonly FixedKey[] }[] = [
  {
    group: 'In a table',
    keys: [
      { keys: ['↑', '↓'], title: 'Move by a row' },
      { keys: ['Page Up', 'Page Down'], title: 'Move by a screen' },
      { keys: ['Home', 'End'], title: 'First and last row' },
      { keys: ['Enter'], title: 'Show details' },
      { keys: ['Space'], title: 'Mark the row' },
      { keys: ['Shift', '↓'], title: 'Mark on the way' },
      { keys: [isMac ? '⌘' : 'Ctrl', 'A'], title: 'Mark all' },
      { keys: ['Esc'], title: 'Close details' },
    ],
  },
  {
    group: 'In the editor',
    keys: [
      { keys: [isMac ? '⌘' : 'Ctrl', 'S'], title: 'Save' },
      { keys: [isMac ? '⌘' : 'Ctrl', 'Enter'], title: 'Try with the argument' },
      { keys: [isMac ? '⌘' : 'Ctrl', 'F'], title: 'Search in the text' },
      { keys: ['Shift', 'Alt', 'F'], title: 'Format' },
      { keys: ['Esc', 'Tab'], title: 'Leave the editor' },
    ],
  },
  {
    group: 'Window',
    keys: [
      { keys: [isMac ? '⌘' : 'Ctrl', '+'], title: 'Zoom in' },
      { keys: [isMac ? '⌘' : 'Ctrl', '−'], title: 'Zoom out' },
      { keys: [isMac ? '⌘' : 'Ctrl', '0'], title: 'Actual size' },
    ],
  },
]
