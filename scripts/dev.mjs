// npm run dev: the app with hot reload of its pages; a change of the main process or the handler host restarts it.
import { endGroup, forwardSignals, spawnElectron } from './setup/run-electron.mjs'
import { inRoot } from './setup/paths.mjs'
import { runScript } from './setup/setup-error.mjs'
import { setUp } from './setup/set-up.mjs'

const bundles = ['main', 'preload', 'host', 'worker']

/**
 * Builds the bundles of Electron, and again at each change.
 * @param {() => void} onBuilt called after each build, once all of them were built
 * @returns {Promise<() => Promise<void>>} its end
 */
async function watchBundles(onBuilt) {
  const { createBuilder } = await import('vite')
  const builder = await createBuilder({
    configFile: inRoot('vite.config.ts'),
    mode: 'development',
    logLevel: 'warn',
    build: { watch: {} },
  })
  const waitedFor = new Set(bundles)
  /** @type {{ close: () => Promise<void> }[]} */
  const watchers = []
  for (const name of bundles) {
    const environment = builder.environments[name]
    if (!environment) throw new Error(`vite.config.ts declares no environment "${name}"`)
    environment.config.build.watch = {}
    const watcher = await builder.build(environment)
    if (!('on' in watcher)) throw new Error(`the build of "${name}" does not watch`)
    watchers.push(watcher)
    watcher.on('event', (event) => {
      if (event.code === 'ERROR') console.error(`✗ build of ${name}: ${event.error.message}`)
      if (event.code !== 'BUNDLE_END') return
      waitedFor.delete(name)
      if (waitedFor.size === 0) onBuilt()
    })
  }
  return async () => {
    for (const watcher of watchers) await watcher.close()
  }
}

/** The renderer's server, which sends each change to the page. */
async function servePages() {
  const { createServer } = await import('vite')
  const server = await createServer({
    configFile: inRoot('vite.config.ts'),
    server: { host: '127.0.0.1', port: 0 },
  })
  await server.listen()
  // It would end this process at once, and with it the app in the middle of its quit.
  process.removeAllListeners('SIGTERM')
  const url = server.resolvedUrls?.local[0]
  if (!url) throw new Error('the development server has no address')
  return { url, close: () => server.close() }
}

await runScript(async () => {
  const { electron, env } = await setUp({ window: 'opened', redis: 'wanted', build: false })
  if (!electron) throw new Error('a set-up with a window gives an Electron')
  const pages = await servePages()
  console.log(`✓ pages are served at ${pages.url}`)

  /** @type {import('node:child_process').ChildProcess | undefined} */
  let app
  let restarting = false
  return new Promise((resolve) => {
    const open = () => {
      restarting = false
      app = spawnElectron(electron, { ...env, VITE_DEV_SERVER_URL: pages.url }, process.argv.slice(2))
      // Restarted by us: the next one opens when this one has let go of its files. Closed by a person: the end.
      const opened = app
      app.on('exit', (code) => {
        endGroup(opened)
        if (restarting) open()
        else void end(code ?? 1)
      })
    }
    const onBuilt = () => {
      if (!app) open()
      else if (!restarting) {
        restarting = true
        console.log('… restarting')
        app.kill('SIGTERM')
      }
    }
    const watching = watchBundles(onBuilt)
    /** @param {number} code */
    const end = async (code) => {
      await (
        await watching
      )()
      await pages.close()
      resolve(code)
    }
    forwardSignals((signal) => {
      restarting = false
      if (app) app.kill(signal)
      else void end(0)
    })
  })
})
