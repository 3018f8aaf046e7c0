// Loaded into the app's main process before its own code (`electron -r`). A debugger that is connected makes the start
// slower, keeps a hidden page awake and keeps what the page has loaded; this tells on stdout when the first page was
// painted, and runs what comes on stdin, a line each: { id, where: 'main' | 'page', run, value }.
const electron = require('electron')
const { once } = require('node:events')
const { performance } = require('node:perf_hooks')
const { createInterface } = require('node:readline')

/** Of every process: ms since the epoch. */
const at = () => performance.timeOrigin + performance.now()

/**
 * @param {string} id
 * @param {object} answer
 */
const say = (id, answer) => process.stdout.write(`probe ${id} ${JSON.stringify(answer)}\n`)

/**
 * At once, while `contents.executeJavaScript` waits until a page is loaded.
 * @param {import('electron').WebContents} contents
 * @param {string} run
 * @param {unknown} [value]
 */
const inPage = (contents, run, value) =>
  contents.mainFrame.executeJavaScript(`(${run})(${JSON.stringify(value)})`)

const moments = { script: at(), ready: Number.NaN }
electron.app.once('ready', () => (moments.ready = at()))
electron.app.once('web-contents-created', async (_event, contents) => {
  await once(contents, 'dom-ready')
  const [window] = performance.getEntriesByName('keyhold:window')
  const made = performance.timeOrigin + (window?.startTime ?? Number.NaN)
  const ofPage = /** @type {object} */ (await inPage(contents, String(whenPainted)))
  say('first-page', { value: { ...moments, window: made, ...ofPage } })
})

function whenPainted() {
  return new Promise((resolve) => {
    const look = () => {
      const [mark] = performance.getEntriesByName('keyhold:first-page')
      const [frame] = performance.getEntriesByName('first-paint')
      if (!mark || !frame) return
      observer.disconnect()
      const origin = performance.timeOrigin
      resolve({ frame: origin + frame.startTime, page: origin + mark.startTime })
    }
    const observer = new PerformanceObserver(look)
    observer.observe({ entryTypes: ['mark'] })
    look()
  })
}

createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, where, run, value } = JSON.parse(line)
  try {
    const contents = electron.BrowserWindow.getAllWindows()[0]?.webContents
    if (!contents) throw new Error('There is no window.')
    const inMain = () =>
      new Function('parts', 'value', `return (${run})(parts, value)`)(
        { electron, require, inPage, contents },
        value,
      )
    say(id, { value: (await (where === 'main' ? inMain() : inPage(contents, run, value))) ?? null })
  } catch (error) {
    say(id, { error: String(error) })
  }
})
