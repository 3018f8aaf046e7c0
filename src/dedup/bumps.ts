import { KeyholdError } from '../processor/errors'
import type { RedisFailure } from '../processor/outcomes'
import { redisFailureOf } from '../redis/redis-failure'
import type { DedupSession } from './dedup-session'
import type { Link, Sent } from './link'

export type BumpFromOutcome =
  | { readonly outcome: 'bumped'; readonly from: string; readonly to: string }
  /** Somebody was faster: nothing was done. */
  | { readonly outcome: 'changed'; readonly generation: string }

export interface BumpsOptions {
  readonly session: DedupSession
  readonly link: Link
  readonly onProblem: (problem: KeyholdError) => void
}

/** Increments the generation. A bump that got no answer is never repeated: what became of it is told later. */
export class Bumps {
  readonly #options: BumpsOptions
  /** The generation before a bump that got no answer. */
  #inDoubt: string | undefined

  constructor(options: BumpsOptions) {
    this.#options = options
  }

  /**
   * @param from bumps only from this generation; '' from any
   * @throws KeyholdError `bump-unknown`, `redis-error`, `bad-generation`
   */
  bump(from: string): Promise<BumpFromOutcome> {
    const { session, link } = this.#options
    const { state } = link
    if (state.state === 'away') return Promise.reject(failed(state.failure))
    const keys = [session.layout.generationName]
    const before = session.generation
    return new Promise((resolve, reject) => {
      const deadline = session.deadline(session.clock.monotonic())
      link.send(
        () => session.redis.keyholdBump(1, [...keys, deadline, from]),
        (sent) => {
          try {
            resolve(this.#read(sent, before))
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)))
          }
        },
      )
    })
  }

  /** Redis answers again: says what became of a bump in doubt. */
  reconcile(): void {
    const before = this.#inDoubt
    const now = this.#options.session.generation
    if (before === undefined || now === undefined) return
    this.#inDoubt = undefined
    const sentence =
      now === before
        ? `The bump that got no answer did not happen: the generation is still ${now}.`
        : `The generation was ${before} before the bump that got no answer, and is ${now} now.`
    this.#options.onProblem(
      new KeyholdError(
        'bump-unknown',
        sentence,
        'Bump again only if the generation is not the one you want.',
      ),
    )
  }

  #read(sent: Sent, before: string | undefined): BumpFromOutcome {
    const { session } = this.#options
    if (sent.kind === 'unknown') {
      this.#inDoubt = before
      throw new KeyholdError(
        'bump-unknown',
        'Redis did not answer the bump: it may or may not have happened.',
        'Wait until Redis answers and look at the generation before you bump again.',
      )
    }
    if (sent.kind === 'refused') throw failed(sent.failure)
    const reply = session.learn(sent.reply, sent.sentAt)
    switch (reply.status) {
      case 'done':
        return { outcome: 'bumped', from: String(BigInt(reply.generation) - 1n), to: reply.generation }
      case 'changed':
        return { outcome: 'changed', generation: reply.generation }
      case 'error':
      case 'refused':
        throw session.generationError ?? failed(redisFailureOf(new Error(String(reply.answers[0]))))
      case 'generation':
      case 'late':
        throw failed({
          outcome: 'redis-error',
          code: 'not-answering',
          message: 'Redis answered the bump too late: nothing was done.',
        })
    }
  }
}

function failed(failure: RedisFailure): KeyholdError {
  return new KeyholdError(
    'redis-error',
    `The generation was not bumped: ${failure.message}`,
    'See to Redis and bump again.',
    { cause: failure },
  )
}
