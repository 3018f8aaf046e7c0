import type { SettingsOfAll } from './host-connection'
import type { KnownScripts } from './known-scripts'
import { fileOf, type PendingRequest } from './pending-request'

const INTERVAL_MS = 5_000
/** A host that has not ended a run this long after it had to is stuck itself. */
const MARGIN_MS = 30_000
const LONGEST_RUN_MS = 86_400_000

export interface HostWatchdogOptions {
  readonly settings: SettingsOfAll
  readonly scripts: KnownScripts
  readonly pending: ReadonlyMap<number, PendingRequest>
  readonly onStuck: () => void
}

/**
 * Notices a host that no longer answers. Time is counted in looks of its own, so that a sleep of the machine counts
 * for nothing.
 */
export class HostWatchdog {
  readonly #options: HostWatchdogOptions
  readonly #timer: NodeJS.Timeout

  constructor(options: HostWatchdogOptions) {
    this.#options = options
    this.#timer = setInterval(() => this.#look(), INTERVAL_MS)
    this.#timer.unref()
  }

  /** The time within which it has to be answered begins. */
  expectAnswer(pending: PendingRequest): void {
    pending.looksLeft = looksIn(this.#limitMs(pending))
  }

  /** It was aborted: the grace is all it has left. */
  expectEnd(pending: PendingRequest): void {
    pending.looksLeft = Math.min(pending.looksLeft, looksIn(this.#options.settings.graceMs))
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #limitMs(pending: PendingRequest): number {
    if (pending.kind === 'question' && pending.question.kind === 'try') return LONGEST_RUN_MS
    const { settings, scripts } = this.#options
    const { timeoutMs, loadTimeoutMs, graceMs } = settings
    const file = fileOf(pending)
    const ofScript = file === undefined ? undefined : scripts.optionsOf(file)
    return loadTimeoutMs + (ofScript?.timeoutMs ?? timeoutMs) + graceMs
  }

  #look(): void {
    let isStuck = false
    for (const pending of this.#options.pending.values()) {
      pending.looksLeft -= 1
      isStuck ||= pending.looksLeft < 0
    }
    if (isStuck) this.#options.onStuck()
  }
}

const looksIn = (ms: number): number => (ms + MARGIN_MS) / INTERVAL_MS
