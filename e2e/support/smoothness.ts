import type { Keyhold } from './launch-keyhold'

/** Times in ms. */
export interface Smoothness {
  /** Longest time in which the main process did nothing else. */
  readonly mainLongest: number
  /** Of the delay of its event loop. */
  readonly mainP99: number
  /** Longest task of the page; 0 where none took 50 ms. */
  readonly pageLongest: number
  readonly pageLongTasks: number
  /** Of the delay of the page's event loop: how much later than asked for a timer comes, which tasks are what it waits for. */
  readonly pageDelayLongest: number
  readonly pageDelayP99: number
  /** Between two frames: 16.7 where none is late. */
  readonly frameP99: number
}

/** Loops of one process: what they were late by since the last look. */
interface Watch {
  delays: number[]
}

interface PageWatch extends Watch {
  longest: number
  count: number
  frames: number[]
}

declare global {
  interface Window {
    keyholdPageWatch?: PageWatch
  }
}

/** Watches both event loops and the page's frames and long tasks from now on. May be called once an app. */
export async function watchSmoothness({ app, page }: Keyhold): Promise<void> {
  await app.evaluate(() => {
    const watch: Watch = { delays: [] }
    let at = performance.now()
    Object.assign(globalThis, { keyholdLoop: watch })
    setInterval(() => {
      const now = performance.now()
      watch.delays.push(now - at - 5)
      at = now
    }, 5)
  })
  await page.evaluate(() => {
    const watch: PageWatch = { delays: [], longest: 0, count: 0, frames: [] }
    window.keyholdPageWatch = watch
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        watch.longest = Math.max(watch.longest, duration)
        watch.count += 1
      }
    }).observe({ type: 'longtask' })
    let at = performance.now()
    setInterval(() => {
      const now = performance.now()
      watch.delays.push(now - at - 5)
      at = now
    }, 5)
    let frameAt = Number.NaN
    const frame = (now: number): void => {
      if (!Number.isNaN(frameAt)) watch.frames.push(now - frameAt)
      frameAt = now
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
}

/** What was seen since the last time that this was asked. */
export async function takeSmoothness({ app, page }: Keyhold): Promise<Smoothness> {
  const main = await app.evaluate(() => {
    const watch = Reflect.get(globalThis, 'keyholdLoop') as Watch
    const { delays } = watch
    watch.delays = []
    return delays
  })
  const ofPage = await page.evaluate(() => {
    const watch = window.keyholdPageWatch
    const taken = { delays: [], longest: 0, count: 0, frames: [], ...watch }
    if (watch) Object.assign(watch, { delays: [], longest: 0, count: 0, frames: [] })
    return taken
  })
  return {
    mainLongest: at(main, 1),
    mainP99: at(main, 0.99),
    pageLongest: Math.round(ofPage.longest),
    pageLongTasks: ofPage.count,
    pageDelayLongest: at(ofPage.delays, 1),
    pageDelayP99: at(ofPage.delays, 0.99),
    frameP99: at(ofPage.frames, 0.99),
  }
}

/** The value that this share of all lies under; of no values 0. To a tenth. */
function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return Math.round(value * 10) / 10
}
