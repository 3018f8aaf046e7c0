import type { BumpPreview } from '../../contract/bump'
import type { CountedHold, KeyInspector } from '../../dedup/key-inspector'
import type { Clock } from '../../processor/clock'
import { errorEnvelope } from '../views/error-envelope'
import { ownerView } from '../views/outcome-view'
import { cutText } from '../views/cut-text'
import { KeyHashes } from './key-hashes'
import { OwnerTally } from './owner-tally'

/** How long the holds are counted; what there is by then is "at least". */
const COUNT_MS = 60_000
const SAMPLE = 10
const SAMPLE_CHARACTERS = 200
/** Generations that are counted one by one; those beyond only in the sum. */
const GENERATIONS = 1_000
const STALE_SHOWN = 5
const HOSTS_SHOWN = 10

export interface BumpCountOptions {
  readonly inspector: Pick<KeyInspector, 'census' | 'instances'>
  readonly clock: Clock
  /** This app's processors since it started. */
  readonly own: ReadonlySet<string>
  readonly from: string
  readonly to: string
  /** Default 60,000. */
  readonly withinMs?: number
}

type Counted = Pick<
  BumpPreview,
  | 'state'
  | 'error'
  | 'scanned'
  | 'approximateTotal'
  | 'holds'
  | 'owners'
  | 'sample'
  | 'staleHolds'
  | 'stale'
  | 'targetHolds'
  | 'instances'
  | 'hosts'
>

/**
 * Counts what a bump from one generation would do: all holds by generation, those that would stop counting by owner.
 * It can be read while it is at work, and ends by itself: when all is counted, when its time is over, or on `stop`.
 * The keys that it met are remembered for what comes after the bump.
 */
export class BumpCount {
  readonly from: string
  readonly to: string
  /** Keys held in the generation that the bump would leave, and in the one that it would enter. */
  readonly held = new KeyHashes()
  readonly heldAhead = new KeyHashes()
  readonly #options: BumpCountOptions
  readonly #abort = new AbortController()
  readonly #owners: OwnerTally
  readonly #stale = new Map<string, number>()
  readonly #sample: BumpPreview['sample'] = []
  #state: BumpPreview['state'] = 'counting'
  #error: BumpPreview['error']
  #scanned = 0
  #approximateTotal = 0
  #holds = 0
  #staleHolds = 0
  #targetHolds = 0
  #instances: { readonly count: number; readonly hosts: string[] } | undefined

  /** Begins at once. */
  constructor(options: BumpCountOptions) {
    this.from = options.from
    this.to = options.to
    this.#options = options
    this.#owners = new OwnerTally(options.own)
    void this.#count()
    void this.#lookForInstances()
  }

  view(): Counted {
    const byHolds = [...this.#stale].sort(([, a], [, b]) => b - a)
    return {
      state: this.#state,
      ...(this.#error ? { error: this.#error } : {}),
      scanned: this.#scanned,
      approximateTotal: this.#approximateTotal,
      holds: this.#holds,
      owners: this.#owners.counts(),
      sample: [...this.#sample],
      staleHolds: this.#staleHolds,
      stale: byHolds.slice(0, STALE_SHOWN).map(([generation, holds]) => ({ generation, holds })),
      targetHolds: this.#targetHolds,
      ...(this.#instances ? { instances: this.#instances.count } : {}),
      hosts: this.#instances?.hosts ?? [],
    }
  }

  /** What was counted stays. */
  stop(): void {
    if (this.#state === 'counting') this.#state = 'stopped'
    this.#abort.abort()
  }

  async #count(): Promise<void> {
    const { inspector, clock, from, withinMs = COUNT_MS } = this.#options
    const deadline = clock.monotonic() + withinMs
    try {
      for await (const page of inspector.census({ ownersOf: from, signal: this.#abort.signal })) {
        if (this.#state !== 'counting') return
        for (const hold of page.holds) this.#take(hold)
        this.#scanned = page.scanned
        this.#approximateTotal = page.approximateTotal
        if (page.done) this.#state = 'done'
        else if (clock.monotonic() >= deadline) {
          this.stop()
          return
        }
      }
    } catch (error) {
      if (this.#state !== 'counting') return
      this.#state = 'failed'
      this.#error = errorEnvelope(error)
    }
  }

  #take({ generation, key, owner }: CountedHold): void {
    const { from, to, own } = this.#options
    if (generation === to) {
      this.#targetHolds += 1
      this.heldAhead.add(key)
    } else if (generation !== from) {
      this.#staleHolds += 1
      const known = this.#stale.get(generation)
      if (known !== undefined || this.#stale.size < GENERATIONS) this.#stale.set(generation, (known ?? 0) + 1)
    } else if (owner) {
      this.#holds += 1
      this.#owners.add(owner)
      this.held.add(key)
      if (this.#sample.length < SAMPLE) {
        const text = cutText(key.subarray(0, SAMPLE_CHARACTERS * 4).toString('utf8'), SAMPLE_CHARACTERS)
        this.#sample.push({ key: text, owner: ownerView(owner, own) })
      }
    }
  }

  /** A look that fails says nothing: the count tells what is wrong with Redis. */
  async #lookForInstances(): Promise<void> {
    const { inspector, own, withinMs = COUNT_MS } = this.#options
    const { signal } = this.#abort
    const found = await inspector.instances({ withinMs, signal }).catch(() => undefined)
    // Its own heartbeat may not have been seen yet, or has none where the profile is read-only.
    const others = found?.instances.filter(({ id }) => !own.has(id))
    if (!others) return
    const hosts = [...new Set(others.map(({ host }) => cutText(host, SAMPLE_CHARACTERS)))]
    this.#instances = { count: others.length + 1, hosts: hosts.slice(0, HOSTS_SHOWN) }
  }
}
