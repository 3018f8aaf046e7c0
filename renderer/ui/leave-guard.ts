/**
 * Asked before what is on the screen is left.
 *
 * @param proceed called later, where it may be left after all
 * @returns true where it may be left at once; `proceed` is then not called
 */
export type LeaveGuard = (proceed: () => void) => boolean

let guard: LeaveGuard | undefined

/** Has a page asked before it is left. @returns ends that */
export function guardLeaving(next: LeaveGuard): () => void {
  guard = next
  return () => {
    if (guard === next) guard = undefined
  }
}

/** Whether what is on the screen may be left; where it asks first, `proceed` is called once it may. */
export function mayLeave(proceed: () => void): boolean {
  return guard === undefined || guard(proceed)
}
