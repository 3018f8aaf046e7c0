/** Where a press lands, as far as shortcuts care. */
export type KeyPlace = 'page' | 'text' | 'dialog'

const textFields =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="textbox"]'
// A dialog that closes is drawn for a moment yet, and is none any more.
const dialogs = '[role="dialog"]:not([data-closing]), [role="alertdialog"]'
const overPage = `${dialogs}, [role="menu"], [role="listbox"]`

/** In a field letters are text; while something lies over the page, its keys are its own. */
export function placeOf(target: EventTarget | null): KeyPlace {
  if (document.querySelector(dialogs)) return 'dialog'
  if (!(target instanceof Element)) return 'page'
  if (target.closest(textFields)) return 'text'
  return target.closest(overPage) ? 'dialog' : 'page'
}

/**
 * Ctrl+A outside of a field would select the whole interface: only a text to be read is selected, where the focus
 * is on one.
 */
export function selectText(target: EventTarget | null): void {
  const text = target instanceof Element ? target.closest('pre') : null
  const selection = window.getSelection()
  if (text && selection) selection.selectAllChildren(text)
}
