// What `npm run package` makes: a folder with the app, ready to run. Everything is bundled but the database's binding: a
// native module is loaded from a file of its own, so it goes in with what it needs.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

/** Set by the set-up: the unpacked Electron to pack with. Without one, electron-builder fetches the official build. */
const electron = process.env.ELECTRON_OVERRIDE_DIST_PATH
const chosen = electron
  ? { electronDist: electron, electronVersion: readFileSync(join(electron, 'version'), 'utf8').trim() }
  : {}

const binding = ['libsql', '@libsql', '@neon-rs/load', 'detect-libc'].map((name) => `node_modules/${name}/**`)
/** npm installs these beside those for glibc; Electron itself needs glibc. */
const neverUsed = '!node_modules/@libsql/*-musl*/**'

module.exports = {
  appId: 'io.keyhold.app',
  productName: 'Keyhold',
  directories: { output: process.env.KEYHOLD_PACKAGE_FOLDER ?? 'release' },
  ...chosen,
  files: ['dist/**', 'dist-electron/*.cjs', 'package.json', '!**/node_modules/**', ...binding, neverUsed],
  asar: true,
  // The host starts the worker from a file of its own; utility processes and threads read it without an archive.
  asarUnpack: [
    'dist-electron/handler-host.cjs',
    'dist-electron/handler-worker.cjs',
    'dist-electron/job-store.cjs',
    ...binding,
  ],
  npmRebuild: false,
  publish: null,
  afterPack: './scripts/packaging/after-pack.cjs',
  linux: { target: ['dir'], category: 'Development', maintainer: 'Keyhold', executableName: 'keyhold' },
  mac: { target: ['dir'], category: 'public.app-category.developer-tools' },
  win: { target: ['dir'] },
}
