import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig } from '@playwright/test'

// `npm test` names the runtime. A direct `npx playwright test` uses what the set-up has put there.
const unpacked = resolve(import.meta.dirname, '.electron')
if (!process.env['ELECTRON_OVERRIDE_DIST_PATH'] && existsSync(resolve(unpacked, 'version'))) {
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = unpacked
}

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'artifacts/e2e',
  // An app waits more than it works: two files at a time take two thirds of the time.
  workers: 2,
  timeout: 60_000,
  forbidOnly: true,
  reporter: 'list',
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
})
