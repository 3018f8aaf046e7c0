import type { SettingsOfAll } from './host-connection'
import type { HostRequest } from './host-protocol'
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

  /** Looks within which this request has to be answered. */
  looksFor(request: HostRequest): number {
    if (request.kind === 'try') return looksIn(LONGEST_RUN_MS)
    const { settings, scripts } = this.#options
    const { timeoutMs, loadTimeoutMs, graceMs } = settings
    const file = fileOf(request)
    const ofScript = file === undefined ? undefined : scripts.optionsOf(file)
    return looksIn(loadTimeoutMs + (ofScript?.timeoutMs ?? timeoutMs) + graceMs)
  }

  /** It was aborted: the grace is all it has left. */
  expectEnd(pending: PendingRequest): void {
    pending.looksLeft = Math.min(pending.looksLeft, looksIn(this.#options.settings.graceMs))
  }

  close(): void {
    clearInterval(this.#timer)
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
