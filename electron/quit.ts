import type { ShellLog } from './log'

/** Who wants it: an operator can be asked; a script, the system or a signal cannot. */
export type QuitReason = 'operator' | 'system' | 'signal'
export type QuitAnswer = 'release' | 'keep' | 'cancel'
export interface Pending {
  readonly waiting: number
  readonly running: number
}

export interface QuitOptions {
  readonly pending: () => Pending
  /** True where the page has something to ask first; it requests again when that is answered. */
  readonly pageAsks?: () => boolean
  /** Asks the operator what becomes of the holds of waiting jobs. */
  readonly ask: (pending: Pending) => Promise<QuitAnswer>
  /** Refuses schedules, ends running jobs, settles, releases or keeps holds, closes Redis. */
  readonly stopRuntime: (waiting: 'release' | 'keep') => Promise<void>
  readonly stopServer: () => Promise<void>
  readonly flushSettings: () => Promise<void>
  /** Ends every child process at once. */
  readonly killChildren: () => void
  readonly exit: (code: number) => void
  readonly log: ShellLog
  /** Milliseconds that all of it may take; 9,700 by default. */
  readonly limitMs?: number
}

const LIMIT_MS = 9_700

/**
 * The end of the app, in this order: the runtime (its settles and releases need Redis), the embedded server (its
 * last client is gone by then), the settings, the process. Whatever hangs is killed at the limit; a second signal
 * kills at once.
 */
export class Quit {
  readonly #options: QuitOptions
  #state: 'working' | 'asking' | 'stopping' | 'ended' = 'working'
  #exitCode = 0

  constructor(options: QuitOptions) {
    this.#options = options
  }

  /** True once it is certain that the app ends: windows may close. */
  get certain(): boolean {
    return this.#state === 'stopping' || this.#state === 'ended'
  }

  /** @param exitCode what the process ends with; not 0 after a crash */
  request(reason: QuitReason, exitCode = 0): void {
    if (exitCode !== 0) this.#exitCode = exitCode
    switch (this.#state) {
      case 'working':
        if (reason === 'operator' && this.#options.pageAsks?.()) return
        if (reason === 'operator' && this.#options.pending().waiting > 0) void this.#ask()
        else void this.#stop('release')
        return
      case 'asking':
        if (reason !== 'operator') void this.#stop('release')
        return
      case 'stopping':
        if (reason === 'signal') this.#kill('The second signal: ending at once')
        return
      case 'ended':
        return
    }
  }

  async #ask(): Promise<void> {
    this.#state = 'asking'
    const answer = await this.#options.ask(this.#options.pending()).catch(() => 'cancel' as const)
    // A signal may have come meanwhile: it did not wait for the answer.
    if (!this.#asking()) return
    if (answer === 'cancel') this.#state = 'working'
    else await this.#stop(answer)
  }

  #asking(): boolean {
    return this.#state === 'asking'
  }

  async #stop(waiting: 'release' | 'keep'): Promise<void> {
    const { stopRuntime, stopServer, flushSettings, log, limitMs = LIMIT_MS } = this.#options
    this.#state = 'stopping'
    const limit = setTimeout(() => this.#kill('It took too long: ending at once'), limitMs)
    log.step(`quitting: holds of waiting jobs are ${waiting === 'release' ? 'released' : 'kept'}`)
    await this.#step('runtime', () => stopRuntime(waiting))
    await this.#step('server', stopServer)
    await this.#step('settings', flushSettings)
    clearTimeout(limit)
    this.#end(this.#exitCode)
  }

  /** A step that fails does not keep the others from being taken. */
  async #step(name: string, run: () => Promise<void>): Promise<void> {
    try {
      await run()
    } catch (error) {
      this.#options.log.error('shell_quit_step_failed', { step: name, error })
    }
  }

  #kill(why: string): void {
    if (this.#state === 'ended') return
    this.#options.log.step(why)
    this.#options.killChildren()
    this.#end(1)
  }

  #end(code: number): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    this.#options.log.step('ended')
    this.#options.exit(code)
  }
}
