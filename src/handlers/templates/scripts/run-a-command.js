// Runs a command: { "command": "git", "arguments": ["--version"] }. Fails when the command fails.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** @type {import('./keyhold').HandlerOptions} */
export const options = { timeoutMs: 300_000 }

const run = promisify(execFile)

/** @type {import('./keyhold').Handler<{ command: string, arguments?: string[] }>} */
export default async function runACommand(arg, { signal, log }) {
  // No shell reads the arguments. The signal ends the command with the job.
  const { stdout, stderr } = await run(arg.command, arg.arguments ?? [], { signal })
  if (stdout) log.info(stdout)
  if (stderr) log.warn(stderr)
}
