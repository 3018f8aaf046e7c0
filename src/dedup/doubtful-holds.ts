import type { WhenCleared } from '../processor/dedup'
import type { RedisHold } from './redis-hold'

interface Doubt {
  readonly holds: readonly RedisHold[]
  /** Until when a command under way may still take them; Redis' time. */
  readonly deadline: number
  readonly whoAsked: (() => void)[]
}

export interface DoubtfulHoldsParts {
  /** Resolves when a command with this deadline can no longer change anything. */
  readonly passed: (deadline: number) => Promise<void>
  /** Rejects where Redis gives no answer. */
  readonly deleteHolds: (holds: readonly RedisHold[]) => Promise<void>
}

/** Holds that calls without an answer may have taken: deleted by their tokens before anything is taken again. */
export class DoubtfulHolds {
  readonly #parts: DoubtfulHoldsParts
  #doubts: Doubt[] = []

  constructor(parts: DoubtfulHoldsParts) {
    this.#parts = parts
  }

  add(holds: readonly RedisHold[], deadline: number): WhenCleared {
    const whoAsked: (() => void)[] = []
    this.#doubts.push({ holds, deadline, whoAsked })
    return (cleared) => void whoAsked.push(cleared)
  }

  /** Deletes them all, those that come meanwhile included. Rejects where Redis gives no answer: they stay in doubt. */
  async clear(): Promise<void> {
    while (this.#doubts.length > 0) {
      const doubts = [...this.#doubts]
      await this.#parts.passed(Math.max(...doubts.map(({ deadline }) => deadline)))
      await this.#parts.deleteHolds(doubts.flatMap(({ holds }) => holds))
      this.#doubts = this.#doubts.filter((doubt) => !doubts.includes(doubt))
      for (const cleared of doubts.flatMap(({ whoAsked }) => whoAsked)) cleared()
    }
  }
}
