import { useEffect } from 'react'

/** What takes the focus in place of what goes from the same part of a page: a table, or a field marked so. */
const takers = '[role="grid"], [data-takes-focus]'

const reachable =
  'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select:not(:disabled), [tabindex]'

/** An element that had the focus, and what it lay in then, from the inside out. */
type Trail = readonly HTMLElement[]

let giving = false

/** Whether the focus that is heard of now was given, since what had it is gone: nobody went there. */
export function isFocusGiven(): boolean {
  return giving
}

/**
 * Keeps the focus on the page: when what has it goes or is switched off, the nearest sensible place takes it, so
 * that Tab goes on from there and not from the top of the window.
 */
export function useFocusKeeper(): void {
  useEffect(() => {
    const keeper = new FocusKeeper()
    return () => keeper.stop()
  }, [])
}

class FocusKeeper {
  /** Of what has the focus; undefined where the operator took it from everything. */
  private current: Trail | undefined
  /** Of what had it last on the page itself, below dialogs, menus and notices. */
  private onPage: Trail | undefined
  private readonly observer = new MutationObserver(() => this.check())

  constructor() {
    document.addEventListener('focusin', this.came)
    document.addEventListener('focusout', this.left)
    this.observer.observe(document.body, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['disabled'],
    })
  }

  stop(): void {
    this.observer.disconnect()
    document.removeEventListener('focusin', this.came)
    document.removeEventListener('focusout', this.left)
  }

  private readonly came = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement)) return
    this.current = trailOf(target)
    if (target.closest('#root')) this.onPage = this.current
  }

  private readonly left = ({ target, relatedTarget }: FocusEvent): void => {
    if (relatedTarget !== null) return
    // What is being removed or switched off is so by the end of this turn; all else was left by a click beside it.
    queueMicrotask(() => {
      const isLeft = target instanceof HTMLElement && target.isConnected && !target.matches(':disabled')
      if (isLeft && document.hasFocus() && isNobodys(document.activeElement))
        this.current = this.onPage = undefined
    })
  }

  private check(): void {
    if (this.current === undefined || !isNobodys(document.activeElement)) return
    const [had] = this.current
    // A button at work is switched on again, and a dialog that closes gives the focus back itself, or goes.
    if (had?.isConnected === true && had.matches('[data-loading]:disabled, [data-closing] *')) return
    const place = placeIn(this.current) ?? (this.onPage && placeIn(this.onPage))
    if (place) give(place)
  }
}

function trailOf(element: HTMLElement): Trail {
  const trail: HTMLElement[] = []
  for (let each: HTMLElement | null = element; each && each !== document.body; each = each.parentElement)
    trail.push(each)
  return trail
}

function isNobodys(element: Element | null): boolean {
  return element === null || element === document.body || element.matches(':disabled')
}

/** The nearest place along a trail: the element itself, one that takes its focus, or what it lies in. */
function placeIn(trail: Trail): HTMLElement | undefined {
  for (const element of trail) {
    if (!element.isConnected || !element.checkVisibility()) continue
    if (element.matches('[role="dialog"]'))
      return element.querySelector<HTMLElement>('[data-autofocus]') ?? element
    if (element.matches(reachable)) return element
    const within = [...element.querySelectorAll<HTMLElement>(takers)].find((each) => each.checkVisibility())
    if (within) return within
  }
  return undefined
}

function give(place: HTMLElement): void {
  giving = true
  place.focus({ preventScroll: true })
  giving = false
}
