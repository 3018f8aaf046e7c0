// Loaded into the app's main process before its own code (`electron -r`): says on stdout when its first page was
// painted. A debugger that is connected would make the start slower.
const { app } = require('electron')
const { performance } = require('node:perf_hooks')

/** Of both processes: ms since the epoch. */
const at = () => performance.timeOrigin + performance.now()

const moments = { script: at(), ready: Number.NaN }
app.once('ready', () => (moments.ready = at()))

const painted = `new Promise((resolve) => {
  const look = () => {
    const [mark] = performance.getEntriesByName('keyhold:first-page')
    if (!mark) return
    const [frame] = performance.getEntriesByName('first-paint')
    observer.disconnect()
    resolve({ frame: performance.timeOrigin + frame.startTime, page: performance.timeOrigin + mark.startTime })
  }
  const observer = new PerformanceObserver(look)
  observer.observe({ entryTypes: ['mark'] })
  look()
})`

app.once('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', async () => {
    const [window] = performance.getEntriesByName('keyhold:window')
    const ofPage = await contents.executeJavaScript(painted)
    const all = { ...moments, window: performance.timeOrigin + (window?.startTime ?? Number.NaN), ...ofPage }
    process.stdout.write(`first page: ${JSON.stringify(all)}\n`)
  })
})
