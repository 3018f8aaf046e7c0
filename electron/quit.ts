import type { QuitAnswer, QuitView } from '../src/contract/quit'
import { KeyholdError, type Pending } from '../src/runtime'
import type { ShellLog } from './log'

/** Who wants it: an operator can be asked; a script, the system or a signal cannot. */
export type QuitReason = 'operator' | 'system' | 'signal'

export interface QuitOptions {
  readonly pending: () => Pending
  /** True where the page has something to ask first; it requests again when that is answered. */
  readonly pageAsks?: () => boolean
  /** What the page is to show of the quit; undefined: nothing. */
  readonly show: (view: QuitView | undefined) => void
  /** Asks what becomes of the jobs that wait, without the page. */
  readonly askWithoutPage: (pending: Pending) => Promise<QuitAnswer>
  /** Refuses schedules and runs what waits; resolves when nothing is left. */
  readonly drain: () => Promise<void>
  /** Takes that back. */
  readonly endDrain: () => void
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
  /** Milliseconds in which the page must have shown the question; 2,000 by default. */
  readonly pageMs?: number
}

const LIMIT_MS = 9_700
const PAGE_MS = 2_000

/**
 * The end of the app. Where jobs wait, an operator is asked what becomes of them: by the page, else by the system's
 * dialog. Then, in this order: the runtime (its settles and releases need Redis), the embedded server (its last
 * client is gone by then), the settings, the process. Whatever hangs is killed at the limit; a signal does not wait
 * for an answer, and a second one kills at once.
 */
export class Quit {
  readonly #options: QuitOptions
  #state: 'working' | 'asking' | 'finishing' | 'stopping' | 'ended' = 'working'
  /** Grows with each question: what comes late belongs to an older one. */
  #question = 0
  #pageIsLate: NodeJS.Timeout | undefined
  #withoutPage = false
  #exitCode = 0
  /** The system wanted it, and no signal has come since. */
  #isShutdown = false

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
    if (!this.certain) this.#isShutdown = reason === 'system'
    switch (this.#state) {
      case 'working':
        if (reason === 'operator' && this.#options.pageAsks?.()) return
        if (reason === 'operator' && this.#options.pending().waiting > 0) this.#ask()
        else void this.#stop(this.#unasked())
        return
      case 'asking':
      case 'finishing':
        if (reason !== 'operator') void this.#stop(this.#unasked())
        return
      case 'stopping':
        // A system that goes down says so, and signals then: that is one request.
        if (reason === 'signal' && !this.#isShutdown) this.#kill('The second signal: ending at once')
        this.#isShutdown &&= reason !== 'signal'
        return
      case 'ended':
        return
    }
  }

  /** The page shows the question. */
  shown(): void {
    clearTimeout(this.#pageIsLate)
  }

  /** The page is gone, loads anew, or answers no more. */
  pageLost(): void {
    if (this.#state === 'asking' && !this.#withoutPage) this.#awaitPage()
  }

  /** What the operator chose; where nothing is asked (any more), nothing happens. @throws KeyholdError `not-kept` */
  answer(answer: QuitAnswer): void {
    if (this.#state === 'finishing' && answer === 'cancel') {
      this.#goOn()
      this.#options.endDrain()
    }
    if (this.#state !== 'asking') return
    switch (answer) {
      case 'cancel':
        this.#goOn()
        return
      case 'finish':
        void this.#finish()
        return
      case 'keep':
        if (!this.#options.pending().keeps) throw notKept()
        void this.#stop('keep')
        return
      case 'release':
        void this.#stop('release')
        return
    }
  }

  #ask(): void {
    this.#state = 'asking'
    this.#question += 1
    this.#withoutPage = false
    this.#options.show({ step: 'asked', keeps: this.#options.pending().keeps })
    this.#awaitPage()
  }

  #awaitPage(): void {
    clearTimeout(this.#pageIsLate)
    this.#pageIsLate = setTimeout(() => void this.#askWithoutPage(), this.#options.pageMs ?? PAGE_MS)
  }

  async #askWithoutPage(): Promise<void> {
    const { askWithoutPage, pending, show, log } = this.#options
    const question = this.#question
    this.#withoutPage = true
    log.step('the page does not ask what becomes of waiting jobs: the system’s dialog does')
    show(undefined)
    const answer = await askWithoutPage(pending()).catch(() => 'cancel' as const)
    if (question === this.#question) this.answer(answer)
  }

  async #finish(): Promise<void> {
    const { pending, show, drain, log } = this.#options
    const { waiting, running } = pending()
    const question = this.#question
    clearTimeout(this.#pageIsLate)
    this.#state = 'finishing'
    log.step(`quitting once ${waiting + running} jobs have ended`)
    show({ step: 'finishing', total: waiting + running, begunAt: Date.now() })
    await drain()
    // It may have been taken back, or a signal may have come: neither waits for the jobs.
    if (question === this.#question) await this.#stop(this.#unasked())
  }

  /** As if nothing had been asked. */
  #goOn(): void {
    this.#leaveQuestion()
    this.#state = 'working'
    this.#options.show(undefined)
  }

  #leaveQuestion(): void {
    clearTimeout(this.#pageIsLate)
    this.#question += 1
  }

  /** What becomes of waiting jobs where nobody says it. */
  #unasked(): 'release' | 'keep' {
    return this.#options.pending().keeps ? 'keep' : 'release'
  }

  async #stop(waiting: 'release' | 'keep'): Promise<void> {
    const { stopRuntime, stopServer, flushSettings, log, limitMs = LIMIT_MS } = this.#options
    const isOnScreen = this.#state === 'asking' || this.#state === 'finishing'
    this.#leaveQuestion()
    this.#state = 'stopping'
    const limit = setTimeout(() => this.#kill('It took too long: ending at once'), limitMs)
    if (isOnScreen) this.#options.show({ step: 'ending' })
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

function notKept(): KeyholdError {
  return new KeyholdError(
    'not-kept',
    'No journal is kept: the jobs that wait would be gone.',
    'Finish them, or drop them.',
  )
}
