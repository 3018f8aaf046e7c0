import type { Redis } from 'ioredis'
import { KeyholdError } from '../../processor/errors'
import { redisFailureOf } from '../../redis/redis-failure'

export interface AnswerLimits {
  /** Ms. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** The signal was aborted: there is nobody to answer to any more. */
export class Aborted extends Error {}

function redisError(error: unknown): KeyholdError {
  return new KeyholdError(
    'redis-error',
    redisFailureOf(error).message,
    'Try again when Redis answers; the state of the connection says what is wrong.',
    { cause: error },
  )
}

/**
 * Waits for a reply that changes nothing in Redis, so that it may be given up at any time.
 *
 * @throws KeyholdError `redis-error`; Aborted
 */
export function answerOf<Reply>(reply: Promise<Reply>, { timeoutMs, signal }: AnswerLimits): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => finish(() => reject(new Aborted()))
    const timer = setTimeout(() => finish(() => reject(redisError('Command timed out'))), timeoutMs)
    function finish(settle: () => void): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
      settle()
    }
    signal?.addEventListener('abort', giveUp)
    if (signal?.aborted) giveUp()
    reply.then(
      (value) => finish(() => resolve(value)),
      (error: unknown) => finish(() => reject(redisError(error))),
    )
  })
}

/** A connection whose inspecting commands are answered in time or given up. */
export interface InspectedRedis {
  readonly redis: Redis
  readonly timeoutMs: number
}
