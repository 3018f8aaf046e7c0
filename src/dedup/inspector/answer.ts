import { ReplyError, type Redis } from 'ioredis'
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

/**
 * As `answerOf`, for a command that changes something: where no answer comes, it may have been carried out.
 *
 * @throws KeyholdError `redis-error`: nothing was changed; `no-answer`: that is not known
 */
export async function answerOfChange<Reply>(reply: Promise<Reply>, limits: AnswerLimits): Promise<Reply> {
  try {
    return await answerOf(reply, limits)
  } catch (error) {
    if (!(error instanceof KeyholdError) || wasNotDone(error.cause)) throw error
    throw new KeyholdError(
      'no-answer',
      `${error.message} What was asked of it last may have been done.`,
      'Look at what is there once Redis answers, before you try again.',
      { cause: error.cause },
    )
  }
}

/** Redis refused it as a whole, or it was never sent. An error in the midst of a script says no such thing. */
function wasNotDone(error: unknown): boolean {
  if (error instanceof ReplyError) return error instanceof Error && !error.message.includes('user_script')
  return error instanceof Error && /isn't writeable/.test(error.message)
}

/** A connection whose inspecting commands are answered in time or given up. */
export interface InspectedRedis {
  readonly redis: Redis
  readonly timeoutMs: number
}
