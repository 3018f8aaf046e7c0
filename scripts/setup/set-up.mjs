import { buildApp } from './build.mjs'
import { hasDisplay, startVirtualDisplay } from './display.mjs'
import { electronEnvironment, resolveElectron } from './electron-runtime.mjs'
import { checkNodeVersion } from './node-version.mjs'
import { installPackages } from './npm-install.mjs'
import { inRoot } from './paths.mjs'
import { withSetupLock } from './setup-lock.mjs'
import { step } from './step.mjs'
import { installSystemPackages } from './system-packages.mjs'

/**
 * @typedef {object} SetupWishes
 * @property {'opened' | 'electron-only' | 'none'} window `opened` on a display, virtual where there is none
 * @property {'required' | 'wanted' | 'none'} redis a Redis server on this machine
 * @property {boolean} build the app as it is in the sources now
 *
 * @typedef {object} Setup
 * @property {import('./electron-runtime.mjs').ElectronRuntime | undefined} electron where a window was wished for
 * @property {NodeJS.ProcessEnv} env for what runs next
 */

/**
 * Makes this clone ready, doing only what is missing: safe to run twice, and while another one runs.
 * @param {SetupWishes} wishes
 * @returns {Promise<Setup>}
 */
export async function setUp(wishes) {
  const since = performance.now()
  checkNodeVersion()
  const needsElectron = wishes.window !== 'none'
  const needsDisplay = wishes.window === 'opened' && !hasDisplay()
  const electron = await withSetupLock(inRoot('.setup-lock'), async () => {
    const needs = { electron: needsElectron, virtualDisplay: needsDisplay, redis: wishes.redis }
    await step('packages', installPackages, (result) => result)
    await step(
      'system',
      () => installSystemPackages(needs),
      (result) => result,
    )
    const runtime = needsElectron ? await step('electron', resolveElectron, ({ why }) => why) : undefined
    if (wishes.build) await step('build', buildApp, (result) => result)
    return runtime
  })
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, ...(electron ? electronEnvironment(electron) : {}) }
  // Set in the terminals of some editors, and it would make Electron a plain Node.
  delete env['ELECTRON_RUN_AS_NODE']
  if (needsDisplay) {
    const display = await step(
      'display',
      startVirtualDisplay,
      ({ env: { DISPLAY } }) => `none here, so a virtual one: ${DISPLAY ?? ''}`,
    )
    Object.assign(env, display.env)
  }
  console.log(`✓ ready to run (${((performance.now() - since) / 1000).toFixed(1)} s of set-up)`)
  return { electron, env }
}
