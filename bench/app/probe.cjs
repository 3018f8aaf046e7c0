// Loaded into the app's main process before its own code (`electron -r`). A debugger that is connected makes the
// start slower and keeps a hidden page awake; this tells on stdout when the first page was painted, and answers the
// commands that come on stdin, a word a line, with a line of JSON.
const { app, BrowserWindow } = require('electron')
const { createHook, executionAsyncResource } = require('node:async_hooks')
const { once } = require('node:events')
const { performance } = require('node:perf_hooks')
const { createInterface } = require('node:readline')

/** Of every process: ms since the epoch. */
const at = () => performance.timeOrigin + performance.now()
/**
 * @param {string} what
 * @param {unknown} value
 */
const say = (what, value) => process.stdout.write(`probe ${what} ${JSON.stringify(value)}\n`)

const moments = { script: at(), ready: Number.NaN }
app.once('ready', () => (moments.ready = at()))

/** @returns {Promise<{ frame: number, page: number }>} */
function whenPainted() {
  return new Promise((resolve) => {
    const look = () => {
      const [mark] = performance.getEntriesByName('keyhold:first-page')
      const [frame] = performance.getEntriesByName('first-paint')
      if (!mark || !frame) return
      observer.disconnect()
      resolve({
        frame: performance.timeOrigin + frame.startTime,
        page: performance.timeOrigin + mark.startTime,
      })
    }
    const observer = new PerformanceObserver(look)
    observer.observe({ entryTypes: ['mark'] })
    look()
  })
}

app.once('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', async () => {
    const [window] = performance.getEntriesByName('keyhold:window')
    const made = performance.timeOrigin + (window?.startTime ?? Number.NaN)
    say('first-page', { ...moments, window: made, ...(await inPage(contents, whenPainted)) })
  })
})

/**
 * At once, while `contents.executeJavaScript` waits until a page is loaded.
 * @template Value
 * @param {import('electron').WebContents} contents
 * @param {() => Value} run
 * @returns {Promise<Awaited<Value>>}
 */
const inPage = async (contents, run) =>
  /** @type {Awaited<Value>} */ (await contents.mainFrame.executeJavaScript(`(${run})()`))

/** @type {Map<string, number>} */
const ofMain = new Map()
function countTimersOfMain() {
  const before = () => {
    const timer = executionAsyncResource()
    if (timer.constructor.name !== 'Timeout') return
    const called = String(Reflect.get(timer, '_onTimeout')).replace(/\s+/g, ' ').slice(0, 80)
    const what = `main, ${Reflect.get(timer, '_idleTimeout')} ms: ${called}`
    ofMain.set(what, (ofMain.get(what) ?? 0) + 1)
  }
  createHook({ before }).enable()
}

/** Runs in the page. Leaves `takeTimers` there. */
function countTimersOfPage() {
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const name of ['setTimeout', 'setInterval', 'requestAnimationFrame', 'requestIdleCallback']) {
    const real = Reflect.get(window, name)
    /**
     * @param {(...values: unknown[]) => unknown} called
     * @param {unknown[]} rest
     */
    const counted = (called, ...rest) => {
      const what = `page, ${name} ${rest[0] ?? ''}: ${String(called).replace(/\s+/g, ' ').slice(0, 80)}`
      /** @param {unknown[]} values */
      const count = (...values) => {
        counts.set(what, (counts.get(what) ?? 0) + 1)
        return called(...values)
      }
      return real(count, ...rest)
    }
    Reflect.set(window, name, counted)
  }
  const take = () => {
    const taken = [...counts]
    counts.clear()
    return { visibility: document.visibilityState, taken }
  }
  Reflect.set(window, 'takeTimers', take)
}

/** @returns {{ visibility: string, taken: [string, number][] }} */
const takeTimers = () => Reflect.get(window, 'takeTimers')()

/** @type {Record<string, (window: import('electron').BrowserWindow) => unknown>} */
const commands = {
  processes: () => app.getAppMetrics().map(({ pid, type, name = type }) => ({ pid, type, name })),
  /** Loads the page anew, and counts every timer and frame of both from then on. */
  async count({ webContents }) {
    countTimersOfMain()
    webContents.once('did-navigate', () => void inPage(webContents, countTimersOfPage))
    const loaded = once(webContents, 'did-finish-load')
    webContents.reload()
    await loaded
    return (await inPage(webContents, () => 'takeTimers' in window)) ? 'counts' : 'does not count'
  },
  /** What came since the last time that this was asked. */
  async timers({ webContents }) {
    const { visibility, taken } = await inPage(webContents, takeTimers)
    const all = [...ofMain, ...taken]
    ofMain.clear()
    return { visibility, counts: Object.fromEntries(all) }
  },
  hide: (window) => window.hide(),
}

createInterface({ input: process.stdin }).on('line', async (command) => {
  const [window] = BrowserWindow.getAllWindows()
  say(command, (window && (await commands[command]?.(window))) ?? null)
})
