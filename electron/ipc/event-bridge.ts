import { LIMITS } from '../../src/contract/limits'
import type { LiveState } from '../../src/contract/live'

/** What a bridge reads from; made only when it is read. */
export interface LiveSource {
  live(): LiveState
  /** @returns unsubscribes */
  onChange(listener: () => void): () => void
}

/** Monotonic milliseconds and one timer: given, so that a test can turn them. */
export interface BridgeTimer {
  now(): number
  /** @returns cancels */
  after(milliseconds: number, run: () => void): () => void
}

/**
 * Tells one window what changes by itself. Changes fold into one mark; the live state is made when it is sent, at
 * most once in 66 ms, and the next one only after the page acknowledged the last: a page that is busy gets fewer
 * messages, never a backlog, and one that is hidden none. Nothing is sent before the page has opened the bridge.
 */
export class EventBridge {
  readonly #source: LiveSource
  readonly #send: (state: LiveState) => void
  readonly #timer: BridgeTimer
  readonly #unsubscribe: () => void
  #open = false
  #hidden = false
  #changed = false
  #sequence = 0
  /** Sequence of the message that the page has not acknowledged. */
  #unacknowledged: number | undefined
  #sentAt = Number.NEGATIVE_INFINITY
  #cancelTimer: (() => void) | undefined

  constructor(source: LiveSource, send: (state: LiveState) => void, timer: BridgeTimer = systemTimer) {
    this.#source = source
    this.#send = send
    this.#timer = timer
    this.#unsubscribe = source.onChange(() => this.#mark())
  }

  /**
   * The page is there (again): it gets the state as it is, and from now on what changes. One that had opened it before
   * is told once more: another part of it may have asked, and what was on its way would be missing.
   */
  open(): LiveState {
    const wasOpen = this.#open
    this.reset()
    this.#open = true
    this.#sentAt = this.#timer.now()
    const state = this.#next()
    if (wasOpen) this.#mark()
    return state
  }

  /** The page has worked on the message of this sequence; an older one's acknowledgement changes nothing. */
  acknowledge(sequence: number): void {
    if (sequence !== this.#unacknowledged) return
    this.#unacknowledged = undefined
    this.#plan()
  }

  /** The page is gone (reload, crash): silent until it opens the bridge again. */
  reset(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    this.#open = false
    this.#changed = false
    this.#unacknowledged = undefined
  }

  /** Nobody sees the page: what changes is told when it is shown again. */
  hide(): void {
    this.#hidden = true
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
  }

  show(): void {
    this.#hidden = false
    this.#plan()
  }

  dispose(): void {
    this.reset()
    this.#unsubscribe()
  }

  /** Called for every job: cheap when something is on its way already. */
  #mark(): void {
    if (this.#changed || !this.#open) return
    this.#changed = true
    this.#plan()
  }

  #plan(): void {
    if (!this.#changed || this.#hidden || this.#unacknowledged !== undefined || this.#cancelTimer) return
    const wait = Math.max(0, this.#sentAt + LIMITS.liveIntervalMs - this.#timer.now())
    this.#cancelTimer = this.#timer.after(wait, () => this.#sendNow())
  }

  #sendNow(): void {
    this.#cancelTimer = undefined
    this.#sentAt = this.#timer.now()
    const state = this.#next()
    this.#unacknowledged = state.sequence
    this.#send(state)
  }

  /** The sequence is this bridge's own: it goes on when the runtime behind it is another one. */
  #next(): LiveState {
    this.#changed = false
    this.#sequence += 1
    return { ...this.#source.live(), sequence: this.#sequence }
  }
}

const systemTimer: BridgeTimer = {
  now: () => performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds)
    return () => clearTimeout(timer)
  },
}
