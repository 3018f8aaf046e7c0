import { pino, stdTimeFunctions } from 'pino'
import type { RuntimeLog } from '../src/runtime'
import { BoundedLogFile } from './log-file'
import { withoutPasswords } from './secrets'

const MAX_BYTES = 5 * 1_048_576

type Fields = Readonly<Record<string, unknown>>

/** The shell's log: a code to search for, and what is known about the case. */
export interface ShellLog {
  info(code: string, fields?: Fields): void
  warn(code: string, fields?: Fields): void
  error(code: string, fields?: Fields): void
  /** One line on stdout for whoever started the app from a terminal, and in the file. */
  step(text: string): void
  /** The same log as a runtime writes it. */
  readonly runtime: RuntimeLog
  close(): void
}

export interface LogOptions {
  readonly file: string
  /** Whether steps are written to stdout. */
  readonly stdout: boolean
}

/** Opens the log. Passwords in addresses never reach it. */
export function openLog({ file, stdout }: LogOptions): ShellLog {
  const destination = new BoundedLogFile(file, MAX_BYTES)
  // The reader of stdout may be gone (`| head`): that must not end the app.
  if (stdout) process.stdout.on('error', () => undefined)
  const logger = pino(
    { base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    { write: (line: string) => destination.write(withoutPasswords(line)) },
  )
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (code: string, fields: Fields = {}): void =>
      logger[level]({ code, ...serializable(fields) })
  return {
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    step(text) {
      logger.info({ code: 'shell_step', text })
      if (stdout) say(text)
    },
    runtime: (level, code, fields) => logger[level]({ code, ...serializable(fields) }),
    close: () => destination.close(),
  }
}

function serializable(fields: Fields): Record<string, unknown> {
  const plain: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    plain[name] = value instanceof Error ? described(value) : value
  }
  return plain
}

function described(error: Error): Record<string, unknown> {
  return {
    message: error.message,
    stack: error.stack,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...(error.cause instanceof Error ? { cause: described(error.cause) } : {}),
  }
}

function say(text: string): void {
  process.stdout.write(`[keyhold] ${withoutPasswords(text)}\n`)
}
