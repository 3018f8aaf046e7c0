import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { format } from 'node:util'
import type { HandlerLogLevel } from '../handler-runner'
import { cutText } from './thrown-value'

const LINES_A_JOB = 200
const BYTES_A_JOB = 65_536
const BOUND_REACHED = 'Further lines of this job are dropped: it logged 200 lines or 64 KiB.'

/** What a handler finds as `context.log`: each takes what `console.log` takes. */
export interface HandlerLog {
  readonly info: (...values: readonly unknown[]) => void
  readonly warn: (...values: readonly unknown[]) => void
  readonly error: (...values: readonly unknown[]) => void
}

/** Bounds the lines of a job where they arise, so that a loop that logs cannot fill the processes behind it. */
export class JobLog {
  readonly #post: (level: HandlerLogLevel, text: string, at: number) => void
  #startedAt = performance.now()
  #lines = 0
  #bytes = 0

  /** @param post `at`: ms since the job began */
  constructor(post: (level: HandlerLogLevel, text: string, at: number) => void) {
    this.#post = post
  }

  /** A new job begins: its bounds are its own. */
  reset(): void {
    this.#lines = 0
    this.#bytes = 0
    this.#startedAt = performance.now()
  }

  get isFull(): boolean {
    return this.#lines >= LINES_A_JOB || this.#bytes >= BYTES_A_JOB
  }

  write(level: HandlerLogLevel, text: string): void {
    if (this.isFull) return
    for (const line of text
      .slice(0, BYTES_A_JOB)
      .replace(/\r?\n$/, '')
      .split('\n', LINES_A_JOB)) {
      this.#writeLine(level, line)
    }
  }

  #writeLine(level: HandlerLogLevel, line: string): void {
    const room = BYTES_A_JOB - this.#bytes
    if (room <= 0 || this.#lines >= LINES_A_JOB) return
    const text = cutText(line, room)
    this.#lines += 1
    this.#bytes += Buffer.byteLength(text) + 1
    const at = performance.now() - this.#startedAt
    this.#post(level, text, at)
    if (this.#lines >= LINES_A_JOB || this.#bytes >= BYTES_A_JOB) this.#post('warn', BOUND_REACHED, at)
  }
}

/** The log that a handler is given. A value that cannot be shown is said to be so, never thrown. */
export function handlerLog(log: JobLog): HandlerLog {
  const at =
    (level: HandlerLogLevel) =>
    (...values: readonly unknown[]): void => {
      if (!log.isFull) log.write(level, formatSafely(values))
    }
  return Object.freeze({ info: at('info'), warn: at('warn'), error: at('error') })
}

/** Sends all that scripts write to the console and to the standard streams, and Node's warnings, into the log. */
export function captureOutput(log: JobLog): void {
  const { warn } = handlerLog(log)
  const captured = new Console({ stdout: streamInto(log, 'info'), stderr: streamInto(log, 'error') })
  for (const [name, method] of Object.entries(captured)) {
    if (typeof method === 'function') Object.defineProperty(console, name, { value: method, writable: true })
  }
  Object.defineProperty(console, 'warn', { value: warn, writable: true })
  // Node's own listener would print them as if the script had.
  process.removeAllListeners('warning')
  process.on('warning', ({ name, message }) => {
    // Scripts are linked by this feature: it is Keyhold's choice, and nothing its user can see to.
    if (!message.startsWith('VM Modules')) log.write('warn', `${name}: ${message}`)
  })
  replaceWrite(process.stdout, (text) => log.write('info', text))
  replaceWrite(process.stderr, (text) => log.write('error', text))
}

function formatSafely(values: readonly unknown[]): string {
  try {
    return format(...values)
  } catch {
    return '(a value that cannot be shown)'
  }
}

function streamInto(log: JobLog, level: HandlerLogLevel): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk: unknown, _encoding, done) {
      log.write(level, String(chunk))
      done()
    },
  })
}

function replaceWrite(stream: NodeJS.WriteStream, write: (text: string) => void): void {
  const replaced = (chunk: unknown, ...rest: readonly unknown[]): boolean => {
    write(chunk instanceof Uint8Array ? Buffer.from(chunk).toString('utf8') : String(chunk))
    const done = rest.at(-1)
    if (typeof done === 'function') queueMicrotask(() => void Reflect.apply(done, undefined, []))
    return true
  }
  Object.defineProperty(stream, 'write', { value: replaced, writable: true, configurable: true })
}
