import { randomUUID } from 'node:crypto'
import type { HandlerLine, TryView } from '../../contract/handlers'
import type { HandlerRunner } from '../../handlers/handler-runner'
import type { Clock } from '../../processor/clock'
import { KeyholdError } from '../../processor/errors'
import { checkArgument } from '../jobs/job-argument'
import { checkScriptName } from './script-name'
import { ScriptTry, type TryRequest } from './script-try'

/** At the same time: each one is a worker thread of its own, with its memory. */
const MOST_AT_WORK = 3
/** Remembered, ended ones included. */
const MOST_KEPT = 4

export interface TriesParts {
  readonly runner: HandlerRunner
  readonly clock: Clock
  readonly changed: () => void
}

/** The runs apart from the queue: those at work, and the newest ones that ended, one a file. */
export class Tries {
  readonly #parts: TriesParts
  /** Oldest first. */
  #tries: readonly ScriptTry[] = []
  #closed = false

  constructor(parts: TriesParts) {
    this.#parts = parts
  }

  /** @throws KeyholdError `bad-script-name`, `bad-argument`, `argument-too-large`, `too-many-tries`, `stopped` */
  start(request: TryRequest): TryView {
    checkScriptName(request.file)
    checkArgument(request.argument)
    this.#refuseMore()
    const { runner, clock, changed } = this.#parts
    const begun = new ScriptTry(randomUUID(), request, { runner, startedAt: clock.wall(), changed })
    this.#tries = [...this.#withRoomFor(request.file), begun]
    changed()
    return begun.view()
  }

  /** Does nothing where it has ended. @throws KeyholdError `unknown-try` */
  stop(tryId: string): void {
    this.#known(tryId).stop()
  }

  /** @throws KeyholdError `unknown-try` */
  lines(tryId: string, offset: number): HandlerLine[] {
    return this.#known(tryId).lines(offset)
  }

  views(): TryView[] {
    return this.#tries.map((one) => one.view())
  }

  /** Stops those at work; no further one starts. */
  close(): void {
    this.#closed = true
    for (const one of this.#tries) one.stop()
  }

  #refuseMore(): void {
    if (this.#closed) throw new KeyholdError('stopped', 'The processor was stopped.', 'Start it again.')
    if (this.#tries.filter((one) => one.atWork).length < MOST_AT_WORK) return
    throw new KeyholdError(
      'too-many-tries',
      `${MOST_AT_WORK} tries are at work already.`,
      'Wait until one has ended, or stop it.',
    )
  }

  /** What ended of the same file goes, then the oldest that ended. */
  #withRoomFor(file: string): readonly ScriptTry[] {
    const others = this.#tries.filter((one) => one.atWork || one.file !== file)
    const surplus = others.length - MOST_KEPT + 1
    const dropped = new Set(others.filter((one) => !one.atWork).slice(0, Math.max(0, surplus)))
    return others.filter((one) => !dropped.has(one))
  }

  #known(tryId: string): ScriptTry {
    const known = this.#tries.find((one) => one.tryId === tryId)
    if (known) return known
    throw new KeyholdError(
      'unknown-try',
      'This try is not known any more: others came after it.',
      'Try the script again.',
    )
  }
}
