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
}

interface PageWatch {
  longest: number
  count: number
}

declare global {
  interface Window {
    keyholdLongTasks?: PageWatch
  }
}

/** Watches the main process' event loop and the page's long tasks from now on. May be called once an app. */
export async function watchSmoothness({ app, page }: Keyhold): Promise<void> {
  await app.evaluate(() => {
    const watch = { delays: [] as number[], at: performance.now() }
    Object.assign(globalThis, { keyholdLoop: watch })
    setInterval(() => {
      const now = performance.now()
      watch.delays.push(now - watch.at - 5)
      watch.at = now
    }, 5)
  })
  await page.evaluate(() => {
    const watch: PageWatch = { longest: 0, count: 0 }
    window.keyholdLongTasks = watch
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        watch.longest = Math.max(watch.longest, duration)
        watch.count += 1
      }
    }).observe({ type: 'longtask' })
  })
}

/** What was seen since the last time that this was asked. */
export async function takeSmoothness({ app, page }: Keyhold): Promise<Smoothness> {
  const main = await app.evaluate(() => {
    const watch = Reflect.get(globalThis, 'keyholdLoop') as { delays: number[] }
    const delays = watch.delays.sort((a, b) => a - b)
    watch.delays = []
    return { longest: delays.at(-1) ?? 0, p99: delays[Math.floor(delays.length * 0.99)] ?? 0 }
  })
  const seen = await page.evaluate(() => {
    const watch = window.keyholdLongTasks
    const taken = { longest: watch?.longest ?? 0, count: watch?.count ?? 0 }
    if (watch) Object.assign(watch, { longest: 0, count: 0 })
    return taken
  })
  return {
    mainLongest: Math.round(main.longest),
    mainP99: Math.round(main.p99),
    pageLongest: Math.round(seen.longest),
    pageLongTasks: seen.count,
  }
}
