import { commandPath } from '../../scripts/setup/command-path.mjs'
import { startVirtualDisplay } from '../../scripts/setup/display.mjs'

let display: Promise<void> | undefined

/**
 * A display for this worker alone, until it ends: on one display the windows of two workers take the keyboard from
 * each other, and what is typed is lost. Without an Xvfb, they share what is there.
 */
export function ownDisplay(): Promise<void> {
  display ??= start()
  return display
}

async function start(): Promise<void> {
  if (process.platform !== 'linux' || !commandPath('Xvfb')) return
  const { env } = await startVirtualDisplay()
  Object.assign(process.env, env)
}
