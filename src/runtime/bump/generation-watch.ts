import type { BumpNotice, BumpOutcome } from '../../contract/bump'
import { KeyholdError } from '../../processor/errors'
import type { Unsubscribe } from '../../processor/clock'
import type { RedisDedup } from '../../dedup/redis-dedup'

/** The generation was another one before. */
export interface GenerationChange {
  readonly from: string
  readonly to: string
  readonly by: BumpNotice['by']
}

interface Told {
  readonly onChange: (change: GenerationChange) => void
  /** A bump from here had got no answer; this is what the generation is now. */
  readonly onFound: (from: string, found: string) => void
}

type Watched = Pick<RedisDedup, 'generation' | 'on' | 'bumpFrom'>

/**
 * Tells each change of the generation once, and whose it was: a bump from here, one from elsewhere, or one that may
 * be either because a bump from here got no answer.
 */
export class GenerationWatch {
  readonly #dedup: Watched
  readonly #told: Told
  readonly #unsubscribes: readonly Unsubscribe[]
  #known: string | undefined
  /** Bumps from here on their way: what is seen meanwhile may be theirs. */
  #underWay = 0
  #doubt: { readonly from: string; readonly found?: string } | undefined

  constructor(dedup: Watched, told: Told) {
    this.#dedup = dedup
    this.#told = told
    this.#known = dedup.generation()
    this.#unsubscribes = [
      dedup.on('generation', () => this.#look()),
      // It is told when Redis answers again, after the generation was read.
      dedup.on('problem', ({ code }) => code === 'bump-unknown' && this.#resolveDoubt()),
    ]
  }

  /** The last bump from here that got no answer; `found` once Redis has answered since. */
  doubt(): { readonly from: string; readonly found?: string } | undefined {
    return this.#doubt
  }

  /** @throws KeyholdError `bump-unknown`, `redis-error`, `bad-generation` */
  async bump(from: string): Promise<BumpOutcome> {
    this.#underWay += 1
    this.#doubt = undefined
    try {
      const outcome = await this.#dedup.bumpFrom(from)
      if (outcome.outcome === 'bumped') this.#tell(outcome.to, 'here')
      return outcome
    } catch (error) {
      if (error instanceof KeyholdError && error.code === 'bump-unknown') this.#doubt = { from }
      throw error
    } finally {
      this.#underWay -= 1
      this.#look()
    }
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribes) unsubscribe()
  }

  #look(): void {
    const generation = this.#dedup.generation()
    if (generation === undefined || this.#underWay > 0) return
    this.#tell(generation, this.#isInDoubt() ? 'in-doubt' : 'elsewhere')
  }

  #isInDoubt(): boolean {
    return this.#doubt !== undefined && this.#doubt.found === undefined
  }

  #tell(to: string, by: BumpNotice['by']): void {
    const from = this.#known
    this.#known = to
    if (from !== undefined && from !== to) this.#told.onChange({ from, to, by })
  }

  #resolveDoubt(): void {
    const found = this.#dedup.generation()
    if (!this.#doubt || found === undefined) return
    const { from } = this.#doubt
    this.#doubt = { from, found }
    this.#told.onFound(from, found)
  }
}
