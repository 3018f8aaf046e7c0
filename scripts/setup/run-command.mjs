import { spawn } from 'node:child_process'
import { root } from './paths.mjs'

/**
 * @typedef {object} CommandOptions
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [cwd]
 * @property {(chunk: string) => void} [onOutput] sees what the command prints
 * @property {boolean} [show] lets the command write to this terminal; its output is then not collected
 * @property {AbortSignal} [signal] ends the command
 *
 * @typedef {{ code: number | null, output: string, missing: boolean }} CommandResult
 *   `missing`: there is no such command
 */

/**
 * Runs a command to its end. Never rejects: a command that fails is an answer, too.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<CommandResult>}
 */
export function runCommand(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      stdio: options.show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      // npm is a batch file there.
      shell: process.platform === 'win32' && command === 'npm',
      ...(options.signal ? { signal: options.signal } : {}),
    })
    let output = ''
    /** @param {Buffer} chunk */
    const collect = (chunk) => {
      output += chunk.toString()
      options.onOutput?.(chunk.toString())
    }
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    child.on('error', (error) => {
      const missing = 'code' in error && error.code === 'ENOENT'
      resolve({ code: null, output: output || error.message, missing })
    })
    child.on('close', (code) => resolve({ code, output, missing: false }))
  })
}
