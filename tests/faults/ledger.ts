import { expect } from 'vitest'
import type { ScheduleOutcome } from '../../src/processor/outcomes'
import type { Member, Work } from '../processor/fleet'
import type { OnRedis } from '../processor/on-redis'
import { waitFor } from '../support/wait-for'

/** Each call of `schedule` that a test made on a member, and what was answered. */
export class Ledger {
  readonly #answers: {
    readonly key: string
    readonly backoffMs: number
    readonly answer: ScheduleOutcome
  }[] = []
  readonly #open = new Set<Promise<unknown>>()

  constructor(readonly member: Member) {}

  /** @returns its outcome; the code where Redis gave none */
  schedule(key: string, backoffMs: number, work: Work): Promise<string> {
    const call = this.member.processor.scheduleWithReason(key, backoffMs, work).then((answer) => {
      this.#answers.push({ key, backoffMs, answer })
      this.#open.delete(call)
      return answer.outcome === 'redis-error' ? answer.code : answer.outcome
    })
    this.#open.add(call)
    return call
  }

  /** Calls without an answer so far. */
  get open(): number {
    return this.#open.size
  }

  async answered(): Promise<void> {
    await Promise.all(this.#open)
  }

  /** How often each outcome, or code of Redis, was answered. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {}
    for (const { answer } of this.#answers) {
      const name = answer.outcome === 'redis-error' ? answer.code : answer.outcome
      counts[name] = (counts[name] ?? 0) + 1
    }
    return counts
  }

  /** Keys of the jobs that were accepted, in the order of acceptance. */
  accepted(): string[] {
    return this.#answers
      .flatMap(({ key, answer }) => (answer.outcome === 'scheduled' ? [{ key, jobId: answer.jobId }] : []))
      .sort((a, b) => a.jobId - b.jobId)
      .map(({ key }) => key)
  }

  hasAccepted(key: string, backoffMs: number): boolean {
    return this.#answers.some(
      (call) => call.key === key && call.backoffMs === backoffMs && call.answer.outcome === 'scheduled',
    )
  }

  /** Each job that was accepted waits, runs, or has ended, and none is there twice. */
  addsUp(): void {
    const { processor, finished } = this.member
    expect(this.accepted()).toHaveLength(processor.queueLength() + processor.runningCount() + finished.length)
    expect(new Set(finished.map((job) => job.jobId)).size).toBe(finished.length)
  }
}

interface LiveHold {
  readonly name: string
  readonly key: string
  readonly token: string
  readonly at: number
  readonly backoff: number
}

/** Keyhold's own holds that stand in a namespace; those of others are left out. */
export async function liveHolds({ look }: OnRedis, namespace: string): Promise<LiveHold[]> {
  const names = await look.redis.keys(`${namespace}:goio.bgProcessor.dedupKey:*`)
  if (names.length === 0) return []
  const values = await look.redis.mget(names)
  return names.flatMap((name, n) => {
    const value = values[n]
    if (value === null || value === undefined || !value.startsWith('{')) return []
    const { token, at, backoff } = JSON.parse(value) as Omit<LiveHold, 'name' | 'key'>
    return [{ name, key: name.slice(name.indexOf(':jobKey:') + 8), token, at, backoff }]
  })
}

/** The holds that belong to no waiting or running job, nor to a backoff. */
export async function strayHolds(
  redis: OnRedis,
  namespace: string,
  ledgers: readonly Ledger[],
): Promise<string[]> {
  const holds = await liveHolds(redis, namespace)
  const now = await redis.look.time()
  return holds
    .filter(({ key, token, at, backoff }) => {
      const ledger = ledgers.find(({ member }) => token.startsWith(`${member.dedup.instance}.`))
      if (ledger?.member.processor.findJob({ key })) return false
      // `at` is estimated by its writer: right to within the time of a reply.
      return at + backoff < now - 100 || !ledger?.hasAccepted(key, backoff)
    })
    .map(({ name }) => name)
}

/** Of the calls of these tests. */
const redisTimeoutMs = 1_000
/** What a busy machine needs to look. */
const lookingMs = 1_500

/** I3: Redis has just come to answer; within the timeout and 2 s each hold belongs to a job or to a backoff. */
export async function everyHoldBelongs(
  redis: OnRedis,
  namespace: string,
  ...ledgers: readonly Ledger[]
): Promise<void> {
  await redis.look.redis.ping()
  let stray: string[] = []
  await waitFor(async () => (stray = await strayHolds(redis, namespace, ledgers)).length === 0, {
    timeoutMs: redisTimeoutMs + 2_000 + lookingMs,
    what: 'every hold belongs to a job or to a backoff',
  }).catch(() => expect(stray).toEqual([]))
}

/** Schedules keys of its own until one is accepted: the fault is over for this instance too. */
export async function schedulesAgain(ledger: Ledger, timeoutMs = 15_000): Promise<void> {
  let probes = 0
  await waitFor(async () => (await ledger.schedule(`probe${(probes += 1)}`, 0, () => {})) === 'scheduled', {
    timeoutMs,
    what: 'it schedules again',
  })
}

/** Lets everything that waits and runs come to its end. */
export async function runsDry({ member: { processor } }: Ledger): Promise<void> {
  await waitFor(() => processor.queueLength() + processor.runningCount() === 0, {
    timeoutMs: 30_000,
    what: 'nothing waits or runs',
  })
}

/** Gives replies, timers and other processes their turn. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Prints what was seen, for the table of docs/reliability.md. */
export function report(what: string, seen: unknown): void {
  process.stdout.write(`${what}: ${JSON.stringify(seen)}\n`)
}
