import type { Unsubscribe } from '../processor/clock'
import type { DedupSession } from './dedup-session'
import type { Link } from './link'
import type { Renewals } from './renewals'
import type { Settlements } from './settlements'

/** How often time and generation are read, and what was refused is tried again; ms. */
const SYNC_MS = 1_000

export interface PulseOptions {
  readonly session: DedupSession
  readonly link: Link
  readonly renewals: Renewals
  readonly settlements: Settlements
  /** Sends what waits at the end of this tick. */
  readonly flushSoon: () => void
}

/** How often a dedup with this lease looks what is due; ms. */
export const pulseMs = (leaseMs: number): number => Math.min(SYNC_MS, leaseMs / 10)

/** What a dedup does by itself while nobody calls: renews what is due, and each second reads time and generation. */
export class Pulse {
  readonly #options: PulseOptions
  readonly #tickMs: number
  #syncedAt = Number.NEGATIVE_INFINITY
  #closed = false
  #cancelTick: Unsubscribe

  constructor(options: PulseOptions) {
    this.#options = options
    this.#tickMs = pulseMs(options.session.leaseMs)
    this.#cancelTick = this.#tickLater()
  }

  /** Sends renewals that are due, as far as there is room. */
  renew(): void {
    const { link, renewals } = this.#options
    if (!this.#closed && link.state.state === 'ready') renewals.sendDue()
  }

  close(): void {
    this.#closed = true
    this.#cancelTick()
  }

  #tickLater(): Unsubscribe {
    return this.#options.session.clock.after(this.#tickMs, () => this.#tick(), { keepAlive: false })
  }

  #tick(): void {
    if (this.#closed) return
    const { session } = this.#options
    session.checkClocks()
    this.renew()
    const now = session.clock.monotonic()
    if (now - this.#syncedAt >= SYNC_MS - this.#tickMs / 2) {
      this.#syncedAt = now
      this.#sync()
    }
    this.#cancelTick = this.#tickLater()
  }

  #sync(): void {
    const { session, link, renewals, settlements, flushSoon } = this.#options
    if (link.state.state !== 'ready') {
      link.tick()
      return
    }
    settlements.retry()
    renewals.retry()
    flushSoon()
    link.send(
      () => session.redis.keyholdSync(1, [session.layout.generationName]),
      (sent) => {
        if (sent.kind === 'reply') session.learn(sent.reply, sent.sentAt)
      },
    )
  }
}
