import type * as AsyncHooks from 'node:async_hooks'
import type { MainParts, ProbedKeyhold } from './probed-keyhold'

interface Counts {
  keyholdTimers?: Map<string, number>
}

export interface TimersSeen {
  /** Of the page, as it says itself. */
  readonly visibility: string
  /** How often each came, by where it was made: its kind, its delay and what it calls. */
  readonly counts: Readonly<Record<string, number>>
}

/**
 * Counts from now on each timer and frame that comes, in the page, which is loaded anew for it, and in the main
 * process' own thread. May be called once an app.
 */
export async function countTimers(keyhold: ProbedKeyhold): Promise<void> {
  await keyhold.inMain(countInMain)
  await keyhold.inMain(reloadWith, String(countInPage))
  if (!(await keyhold.inPage(() => 'keyholdTimers' in globalThis)))
    throw new Error('The timers of the page are not counted.')
}

/** What came since the last time that this was asked. */
export async function takeTimers(keyhold: ProbedKeyhold): Promise<TimersSeen> {
  const ofPage = await keyhold.inPage(() => {
    const counts = (globalThis as Counts).keyholdTimers
    const taken = [...(counts ?? [])]
    counts?.clear()
    return { taken, visibility: document.visibilityState }
  })
  const ofMain = await keyhold.inMain(() => {
    const counts = (globalThis as Counts).keyholdTimers
    const taken = [...(counts ?? [])]
    counts?.clear()
    return taken
  })
  return { visibility: ofPage.visibility, counts: Object.fromEntries([...ofMain, ...ofPage.taken]) }
}

function countInMain({ require }: MainParts): void {
  const hooks = require('node:async_hooks') as typeof AsyncHooks
  const counts = new Map<string, number>()
  ;(globalThis as Counts).keyholdTimers = counts
  const before = (): void => {
    const timer = hooks.executionAsyncResource()
    if (timer.constructor.name !== 'Timeout') return
    const called = String(Reflect.get(timer, '_onTimeout')).replace(/\s+/g, ' ').slice(0, 80)
    const what = `main, ${String(Reflect.get(timer, '_idleTimeout'))} ms: ${called}`
    counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  hooks.createHook({ before }).enable()
}

/** Runs it in the new page before the page's own code. */
async function reloadWith({ contents, inPage }: MainParts, run: string): Promise<void> {
  const loaded = new Promise((resolve) => contents.once('did-finish-load', () => resolve(undefined)))
  contents.once('did-navigate', () => void inPage(contents, run))
  contents.reload()
  await loaded
}

function countInPage(): void {
  const counts = new Map<string, number>()
  ;(globalThis as Counts).keyholdTimers = counts
  for (const name of ['setTimeout', 'setInterval', 'requestAnimationFrame', 'requestIdleCallback']) {
    const real = Reflect.get(window, name) as (...values: unknown[]) => unknown
    const counted = (
      called: (...values: unknown[]) => unknown,
      delay?: number,
      ...rest: unknown[]
    ): unknown => {
      const what = `page, ${name} ${delay ?? ''}: ${String(called).replace(/\s+/g, ' ').slice(0, 80)}`
      const count = (...values: unknown[]): unknown => {
        counts.set(what, (counts.get(what) ?? 0) + 1)
        return called(...values)
      }
      return real(count, delay, ...rest)
    }
    Reflect.set(window, name, counted)
  }
}
