import type { BumpNotice } from '../../contract/bump'
import type { CensusPage, KeyInspector } from '../../dedup/key-inspector'
import type { Clock } from '../../processor/clock'
import { errorEnvelope } from '../views/error-envelope'
import { KeyHashes } from './key-hashes'
import { OwnerTally } from './owner-tally'
import { pauseBeforeNextPass, WATCHED_MS } from './scan-rhythm'

/** How long one pass may take; what it has by then is "at least". */
const PASS_MS = 30_000

/** Keys that were met before a bump. */
export interface KeysBefore {
  readonly held: KeyHashes
  readonly heldAhead: KeyHashes
}

export interface AftermathOptions {
  readonly inspector: Pick<KeyInspector, 'census'>
  readonly clock: Clock
  /** This app's own processor. */
  readonly own: ReadonlySet<string>
  readonly notice: Pick<BumpNotice, 'noticeId' | 'from' | 'to' | 'at' | 'by'>
  /** What the count before the bump met; absent where nobody counted. */
  readonly before?: KeysBefore | undefined
  /** Called when the notice says something else. */
  readonly changed: () => void
}

/**
 * Counts what happens after a bump: first the keys of the generation that was left, which stay in Redis until they
 * expire; then, again and again and ever more seldom, the holds of the new one. It ends after ten minutes, or on
 * `close`. Up to a million keys of the old generation are remembered, as hashes (16 MB at most).
 */
export class Aftermath {
  readonly #options: AftermathOptions
  readonly #abort = new AbortController()
  readonly #held: KeyHashes
  readonly #heldAhead: KeyHashes | undefined
  #heldComplete = false
  #state: BumpNotice['state'] = 'counting'
  #counted: BumpNotice['counted']
  #error: BumpNotice['error']

  /** Begins at once. */
  constructor(options: AftermathOptions) {
    this.#options = options
    this.#held = options.before?.held ?? new KeyHashes()
    this.#heldAhead = options.before?.heldAhead
    void this.#watch()
  }

  view(): BumpNotice {
    return {
      ...this.#options.notice,
      state: this.#state,
      ...(this.#counted ? { counted: this.#counted } : {}),
      ...(this.#error ? { error: this.#error } : {}),
    }
  }

  /** Nothing is counted any more. */
  close(): void {
    this.#abort.abort()
  }

  async #watch(): Promise<void> {
    const { clock, changed } = this.#options
    const begunAt = clock.monotonic()
    while (clock.monotonic() - begunAt < WATCHED_MS) {
      const passAt = clock.monotonic()
      await this.#pass()
      if (this.#isClosed()) return
      changed()
      const passMs = clock.monotonic() - passAt
      await this.#pause(pauseBeforeNextPass(clock.monotonic() - begunAt, passMs))
      if (this.#isClosed()) return
    }
    this.#state = 'ended'
    changed()
  }

  async #pass(): Promise<void> {
    try {
      if (!this.#heldComplete) await this.#rememberHeld()
      await this.#countNew()
      this.#error = undefined
    } catch (error) {
      this.#error = errorEnvelope(error)
    }
  }

  /** Again in each pass until one has seen all of it: holds are missed while Redis is away, never made up. */
  async #rememberHeld(): Promise<void> {
    const { from } = this.#options.notice
    this.#heldComplete = await this.#walk({ generation: from }, ({ holds }) => {
      for (const { key } of holds) this.#held.add(key)
    })
  }

  async #countNew(): Promise<void> {
    const { clock, own, notice } = this.#options
    const taken = new OwnerTally(own)
    let before = 0
    let heldAgain = 0
    const complete = await this.#walk({ generation: notice.to, ownersOf: notice.to }, ({ holds }) => {
      for (const { key, owner } of holds) {
        if (!owner) continue
        if (this.#heldAhead?.has(key)) {
          before += 1
          continue
        }
        taken.add(owner)
        if (owner.kind === 'go-io' && this.#held.has(key)) heldAgain += 1
      }
    })
    if (this.#isClosed()) return
    this.#counted = {
      at: clock.wall(),
      taken: taken.counts(),
      before,
      heldAgain,
      complete: complete && this.#heldComplete && !this.#held.full,
    }
  }

  /** @returns whether it came to the end in time */
  async #walk(
    which: { readonly generation: string; readonly ownersOf?: string },
    take: (page: CensusPage) => void,
  ): Promise<boolean> {
    const { inspector, clock } = this.#options
    const deadline = clock.monotonic() + PASS_MS
    for await (const page of inspector.census({ ...which, signal: this.#abort.signal })) {
      take(page)
      if (page.done) return true
      if (clock.monotonic() >= deadline) return false
    }
    return false
  }

  #pause(ms: number): Promise<void> {
    const { signal } = this.#abort
    return new Promise((resolve) => {
      const end = (): void => {
        cancel()
        signal.removeEventListener('abort', end)
        resolve()
      }
      const cancel = this.#options.clock.after(ms, end, { keepAlive: false })
      signal.addEventListener('abort', end)
      if (signal.aborted) end()
    })
  }

  #isClosed(): boolean {
    return this.#abort.signal.aborted
  }
}
