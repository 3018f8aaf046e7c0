import type { BumpOutcome, BumpPreview } from '../contract/held-keys'
import { KeyholdError } from '../processor/errors'
import type { RuntimeParts } from './runtime-parts'

/** How long a preview counts; what it has by then is "at least". */
const COUNT_MS = 1_500

type Parts = Pick<RuntimeParts, 'change' | 'dedup' | 'inspector' | 'processor' | 'profile'> & {
  readonly address: string
}

/** What a bump would do, and the bump itself. */
export class Bump {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** @throws KeyholdError `bad-generation`, `not-connected`, `redis-error` */
  async preview(): Promise<BumpPreview> {
    const { address, dedup, inspector, processor, profile } = this.#parts
    const from = this.#generation()
    const to = String(BigInt(from) + 1n)
    const [counted, seen] = await Promise.all([
      inspector.count({ generations: [from, to], withinMs: COUNT_MS }),
      inspector.instances({ withinMs: COUNT_MS }),
    ])
    // Its own heartbeat may not have been seen yet, or has none where the profile is read-only.
    const others = seen.instances.filter(({ id }) => id !== dedup.instance)
    return {
      profileName: profile.name,
      namespace: profile.namespace,
      address,
      from,
      to,
      holds: counted.holds.get(from) ?? 0,
      complete: counted.complete,
      targetHolds: counted.holds.get(to) ?? 0,
      waiting: processor.queueLength(),
      running: processor.runningCount(),
      instances: others.length + 1,
    }
  }

  /** @throws KeyholdError `bump-unknown`, `redis-error`, `bad-generation` */
  async confirm(from: string): Promise<BumpOutcome> {
    // The dedup takes an empty text for "from whatever it is now", which nobody was shown.
    if (!/^-?\d+$/.test(from)) {
      throw new KeyholdError(
        'bad-generation',
        `"${from.slice(0, 40)}" is no generation.`,
        'Open the dialog again.',
      )
    }
    const outcome = await this.#parts.dedup.bumpFrom(from)
    this.#parts.change.mark()
    return outcome
  }

  #generation(): string {
    const { dedup } = this.#parts
    const generation = dedup.generation()
    if (generation !== undefined) return generation
    throw (
      dedup.generationError() ??
      new KeyholdError(
        'not-connected',
        'The generation is not known: Redis was not read yet.',
        'Wait until Redis answers, then bump.',
      )
    )
  }
}
