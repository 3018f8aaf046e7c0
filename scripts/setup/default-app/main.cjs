// @ts-nocheck: a default app calls what Electron's types leave out (app.setAppPath, Module._load)
// What a bare Electron runs: it opens the app whose folder is named on the command line, after the modules of
// `-r <module>`, as Electron's own default app does. Playwright starts apps this way.
const { app } = require('electron')
const { existsSync, readFileSync } = require('node:fs')
const Module = require('node:module')
const { join, resolve } = require('node:path')

const required = []
let folder
const words = process.argv.slice(1)
while (words.length > 0 && folder === undefined) {
  const word = words.shift()
  if (word === '-r' || word === '--require') required.push(words.shift())
  else if (!word.startsWith('-')) folder = resolve(word)
}

if (folder === undefined) {
  console.error('usage: electron [-r <module>] <folder of the app>')
  app.exit(1)
} else {
  open(folder)
}

function open(path) {
  const manifestFile = join(path, 'package.json')
  if (existsSync(manifestFile)) {
    const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'))
    app.name = manifest.productName ?? manifest.name ?? app.name
    if (manifest.version) app.setVersion(manifest.version)
    app.setDesktopName(manifest.desktopName ?? `${app.name}.desktop`)
  }
  app.setAppPath(path)
  // An app tells by this that its arguments begin one word later.
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
  for (const name of required) Module._load(name, module, false)
  Module._load(path, module, true)
}
