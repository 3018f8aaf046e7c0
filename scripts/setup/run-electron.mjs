import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { commandPath } from './command-path.mjs'
import { root } from './paths.mjs'

/** Ctrl-C comes twice, from the terminal and from npm, within this many ms. */
const SAME_PRESS_MS = 400
/** After the second signal the app ends itself; if it has not after this many ms, it is ended. */
const KILL_AFTER_MS = 3_000

/** @returns {readonly string[]} Chromium's sandbox does not work as root, and its log is for its developers */
export function electronSwitches() {
  return ['--log-level=3', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
}

/**
 * Passes SIGINT, SIGTERM and SIGHUP on to the app, each press once.
 * @param {(signal: NodeJS.Signals) => void} send to the app as it is at that time
 * @returns {() => void} stops it
 */
export function forwardSignals(send) {
  let last = -Infinity
  let count = 0
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    const now = performance.now()
    if (now - last < SAME_PRESS_MS) return
    last = now
    count += 1
    send(signal === 'SIGHUP' ? 'SIGTERM' : signal)
    if (count === 2) setTimeout(() => send('SIGKILL'), KILL_AFTER_MS).unref()
  }
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
  for (const signal of signals) process.on(signal, forward)
  return () => {
    for (const signal of signals) process.off(signal, forward)
  }
}

/**
 * Starts the app in Electron.
 * @param {import('./electron-runtime.mjs').ElectronRuntime} runtime
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} args for the app
 */
export function spawnElectron(runtime, env, args) {
  const command = [runtime.executable, root, ...electronSwitches(), ...args]
  // A group of its own: each signal reaches the app once, by us. Where setpriv is there the app quits even when
  // this process is killed.
  const guard =
    process.platform === 'linux' && commandPath('setpriv') ? ['setpriv', '--pdeathsig', 'TERM'] : []
  const [program = runtime.executable, ...rest] = [...guard, ...command]
  return spawn(program, rest, { cwd: root, env, stdio: 'inherit', detached: process.platform !== 'win32' })
}

/**
 * Ends what an app that was killed left behind: its pages' processes and its embedded Redis are in its group.
 * @param {import('node:child_process').ChildProcess} child that has ended
 */
export function endGroup({ pid }) {
  if (pid === undefined || process.platform === 'win32') return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // An app that quits leaves nothing behind.
  }
}

/**
 * Runs the app to its end.
 * @param {import('./electron-runtime.mjs').ElectronRuntime} runtime
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} args for the app
 * @returns {Promise<number>} its exit code
 */
export function runElectron(runtime, env, args) {
  return new Promise((resolve, reject) => {
    const child = spawnElectron(runtime, env, args)
    const stop = forwardSignals((signal) => child.kill(signal))
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      stop()
      endGroup(child)
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}
