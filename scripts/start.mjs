// npm start: makes this clone ready and opens the app.
import { runElectron } from './setup/run-electron.mjs'
import { setUp } from './setup/set-up.mjs'
import { runScript } from './setup/setup-error.mjs'

await runScript(async () => {
  const { electron, env } = await setUp({ window: 'opened', redis: 'wanted', build: true })
  if (!electron) throw new Error('a set-up with a window gives an Electron')
  return runElectron(electron, env, process.argv.slice(2))
})
