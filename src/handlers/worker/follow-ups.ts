import type { FromWorker, ScheduleReply } from '../worker-protocol'
import type { ScheduleAnswer } from '../handler-runner'

type Call = Omit<Extract<FromWorker, { type: 'schedule' }>, 'type' | 'runId' | 'callId'>

/** Calls under way at once; further ones wait here, in the memory of the script that makes them. */
const CALLS_AT_ONCE = 64
const LONGEST_ARGUMENT = 1_048_576
/** The queue judges keys; this keeps what can be none from travelling there. */
const LONGEST_KEY = 65_536

interface Waiting {
  readonly resolve: (answer: ScheduleAnswer) => void
  readonly reject: (error: Error) => void
}

/** Why a follow-up was not scheduled, as the script catches it. */
class FollowUpError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = 'FollowUpError'
    this.code = code
  }
}

/** The follow-ups that scripts schedule, on their way to the queue and back. */
export class FollowUps {
  readonly #post: (runId: number, callId: number, call: Call) => void
  readonly #open = new Map<number, Waiting>()
  readonly #queue: (() => void)[] = []
  #nextCallId = 1

  constructor(post: (runId: number, callId: number, call: Call) => void) {
    this.#post = post
  }

  /** @throws FollowUpError `bad-key`, `bad-backoff`, `bad-argument`, or as the queue refuses it */
  async schedule(
    runId: number,
    key: unknown,
    backoffMs: unknown,
    argument: unknown,
  ): Promise<ScheduleAnswer> {
    if (typeof key !== 'string' || key.length > LONGEST_KEY) {
      throw new FollowUpError('bad-key', 'A key is a text of at most 1024 bytes.')
    }
    if (typeof backoffMs !== 'number') {
      throw new FollowUpError('bad-backoff', 'A backoff is a number of milliseconds.')
    }
    const call = { key, backoffMs, argument: jsonOf(argument) }
    return new Promise((resolve, reject) => {
      const start = (): void => {
        const callId = this.#nextCallId++
        this.#open.set(callId, { resolve, reject })
        this.#post(runId, callId, call)
      }
      if (this.#open.size < CALLS_AT_ONCE) start()
      else this.#queue.push(start)
    })
  }

  settle(callId: number, reply: ScheduleReply): void {
    const waiting = this.#open.get(callId)
    this.#open.delete(callId)
    if (reply.ok) waiting?.resolve(reply.answer)
    else waiting?.reject(new FollowUpError(reply.code, reply.message))
    this.#queue.shift()?.()
  }
}

function jsonOf(argument: unknown): string {
  const text = stringify(argument ?? null)
  if (text === undefined)
    throw new FollowUpError('bad-argument', 'The argument is nothing that JSON can say.')
  if (Buffer.byteLength(text) > LONGEST_ARGUMENT) {
    throw new FollowUpError('bad-argument', `The argument is longer than ${LONGEST_ARGUMENT} bytes of JSON.`)
  }
  return text
}

function stringify(value: unknown): string | undefined {
  try {
    const text: unknown = JSON.stringify(value)
    return typeof text === 'string' ? text : undefined
  } catch {
    // A BigInt, a cycle, or a toJSON that throws.
    return undefined
  }
}
