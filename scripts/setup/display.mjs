import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandPath } from './command-path.mjs'
import { SetupError } from './setup-error.mjs'

const SCREEN = '1600x1000x24'
/** The display has told its number by then, in ms. */
const START_LIMIT_MS = 15_000

/** @returns {boolean} a window can be opened here */
export function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
}

/** @param {Buffer | string} value a field of an Xauthority file: its length, then its bytes */
function counted(value) {
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/**
 * Lets nobody but us onto the display. The format is that of libXau: family 0xFFFF is any host, and no number is
 * any display.
 * @param {string} file
 */
function writeAuthority(file) {
  const anyDisplay = [Buffer.from([0xff, 0xff]), counted(''), counted('')]
  const cookie = [counted('MIT-MAGIC-COOKIE-1'), counted(randomBytes(16))]
  writeFileSync(file, Buffer.concat([...anyDisplay, ...cookie]), { mode: 0o600 })
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @param {string} log what it writes to
 * @returns {Promise<string>} the number that it took
 */
function readDisplayNumber(server, log) {
  return new Promise((resolve, reject) => {
    const fail = () => {
      clearTimeout(limit)
      const reason = readFileSync(log, 'utf8').trim() || 'Xvfb gave no reason'
      const remedy = 'Start "Xvfb -displayfd 1" by hand to see more, or set DISPLAY to a display of your own.'
      reject(new SetupError(`The virtual display did not start: ${reason}.`, remedy))
    }
    const limit = setTimeout(fail, START_LIMIT_MS)
    const number = server.stdio[3]
    server.once('error', fail)
    server.once('exit', fail)
    let told = ''
    number?.on('data', (chunk) => {
      told += String(chunk)
      // The end of its line comes by itself, now and then later: the server dies where nobody takes it.
      if (!told.endsWith('\n')) return
      clearTimeout(limit)
      server.off('exit', fail)
      number.destroy()
      resolve(told.trim())
    })
  })
}

/**
 * Starts a virtual display of our own.
 * @returns {Promise<{ env: Record<string, string>, stop: () => void }>} what a program needs to open its window on
 *   it, and its end
 */
export async function startVirtualDisplay() {
  const command = commandPath('Xvfb')
  if (!command)
    throw new SetupError('There is no display, and no Xvfb to make one.', 'Install xvfb, and try again.')
  const folder = mkdtempSync(join(tmpdir(), 'keyhold-display-'))
  const authority = join(folder, 'authority')
  writeAuthority(authority)
  const args = ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-auth', authority]
  // A group of its own: Ctrl-C is for the app, which still needs its display while it quits. Where setpriv is there
  // the display goes even when this process is killed.
  const [program, ...before] = commandPath('setpriv')
    ? ['setpriv', '--pdeathsig', 'TERM', command]
    : [command]
  const log = join(folder, 'log')
  const logFile = openSync(log, 'w')
  const server = spawn(program, [...before, ...args], {
    stdio: ['ignore', 'ignore', logFile, 'pipe'],
    detached: true,
  })
  closeSync(logFile)
  const stop = () => {
    process.off('exit', stop)
    server.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
  process.on('exit', stop)
  try {
    const number = await readDisplayNumber(server, log)
    server.unref()
    return { env: { DISPLAY: `:${number}`, XAUTHORITY: authority }, stop }
  } catch (error) {
    stop()
    throw error
  }
}
