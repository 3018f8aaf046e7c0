// npm run package: the app as a folder in release/, or in KEYHOLD_PACKAGE_FOLDER. KEYHOLD_TEST_BUILD=1 leaves it open
// to tests.
import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { inRoot } from './setup/paths.mjs'
import { runCommand } from './setup/run-command.mjs'
import { runScript } from './setup/setup-error.mjs'
import { setUp } from './setup/set-up.mjs'

await runScript(async () => {
  const { electron, env } = await setUp({ window: 'electron-only', redis: 'none', build: true })
  if (!electron) throw new Error('a set-up with a window gives an Electron')
  const folder = resolve(process.env['KEYHOLD_PACKAGE_FOLDER'] ?? inRoot('release'))
  rmSync(folder, { recursive: true, force: true })
  const args = [
    inRoot('node_modules/electron-builder/cli.js'),
    '--dir',
    '--config',
    inRoot('electron-builder.config.cjs'),
  ]
  const withElectron = {
    ...env,
    ELECTRON_OVERRIDE_DIST_PATH: electron.folder,
    KEYHOLD_PACKAGE_FOLDER: folder,
  }
  const { code } = await runCommand(process.execPath, args, { env: withElectron, show: true })
  if (code === 0 && electron.source === 'test-runtime') {
    console.log(`! This package carries ${electron.why}: do not give it to anybody.`)
  }
  return code ?? 1
})
