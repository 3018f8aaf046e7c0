import fc from 'fast-check'
import type { Dedup } from '../../src/processor/dedup'
import { FakeJournal, type FailingStep } from '../processor/fake-journal'
import { newNamespace, startMember, type Member, type Work } from '../processor/fleet'
import { generationName } from '../processor/look'
import type { OnRedis } from '../processor/on-redis'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy'
import { waitFor } from '../support/wait-for'

/** What may happen to a fleet of two. */
export type Step =
  | {
      readonly kind: 'schedule'
      readonly who: readonly number[]
      readonly key: string
      readonly backoffMs: number
    }
  | { readonly kind: 'finish'; readonly who: number; readonly nth: number }
  | { readonly kind: 'cancel'; readonly who: number }
  | { readonly kind: 'bump'; readonly who: number }
  /** The connection is reset; what was under way may or may not have arrived. */
  | { readonly kind: 'cut'; readonly who: number; readonly losing: 'nothing' | 'to-server' | 'to-client' }
  | { readonly kind: 'restart' }
  /** From now on its journal, where it has one, cannot keep these steps. */
  | { readonly kind: 'disk'; readonly who: number; readonly failing: readonly FailingStep[] }

const who = fc.integer({ min: 0, max: 1 })
const key = fc.constantFrom('a', 'b', 'c')

const schedule: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('schedule' as const),
  who: fc.constantFrom([0], [1], [0, 1], [1, 0], [0, 0, 1]),
  key,
  backoffMs: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 150 }),
    fc.integer({ min: 20_000, max: 40_000 }),
  ),
})
const finish: fc.Arbitrary<Step> = fc.record({ kind: fc.constant('finish' as const), who, nth: fc.nat(1) })
const bump: fc.Arbitrary<Step> = fc.record({ kind: fc.constant('bump' as const), who })
const cancel: fc.Arbitrary<Step> = fc.record({ kind: fc.constant('cancel' as const), who })
const cut: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('cut' as const),
  who,
  losing: fc.constantFrom('nothing' as const, 'to-server' as const, 'to-client' as const),
})
const disk: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('disk' as const),
  who,
  failing: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.subarray<FailingStep>(['intend', 'accept', 'end'], { minLength: 1 }) },
  ),
})
const restart: fc.Arbitrary<Step> = fc.record({ kind: fc.constant('restart' as const) })

const ordinary = [
  { weight: 10, arbitrary: schedule },
  { weight: 8, arbitrary: finish },
  { weight: 1, arbitrary: bump },
  { weight: 1, arbitrary: cancel },
]

const steps = (maxLength: number, ...faults: readonly { weight: number; arbitrary: fc.Arbitrary<Step> }[]) =>
  fc.array(fc.oneof(...ordinary, ...faults), { minLength: 8, maxLength, size: 'max' })

export const quietSteps = steps(60)
export const journaledSteps = steps(60, { weight: 2, arbitrary: disk }, { weight: 1, arbitrary: cut })
export const faultySteps = steps(30, { weight: 3, arbitrary: cut }, { weight: 1, arbitrary: restart })

/** One call of `schedule`; the backoff is its own, so that a hold tells whose it is. */
interface Call {
  readonly member: number
  readonly key: string
  readonly backoffMs: number
  /** Undefined where a bump came between. */
  generation: string | undefined
  outcome: string | undefined
  jobId: number | undefined
  runs: number
}

export interface WorldOptions {
  readonly spoil?: (dedup: Dedup) => Dedup
  /** Each member keeps its jobs in a journal that commits after 3 ms. */
  readonly journaled?: boolean
}

/** Longer than any outage of these tests: nobody is cut off for longer than a hold has left. */
const leaseMs = 5_000
const redisTimeoutMs = 500

/** A fleet of two, each behind a network of its own, and the notes that its jobs take. */
export class World {
  readonly violations: string[] = []
  readonly #calls: Call[] = []
  readonly #running: { readonly call: Call; readonly end: () => void }[] = []
  readonly #members: Member[] = []
  readonly #journals: FakeJournal[] = []
  readonly #proxies: TcpProxy[] = []
  readonly #namespace = newNamespace()
  #probes = 0

  private constructor(private readonly redis: OnRedis) {}

  static async start(redis: OnRedis, { spoil, journaled = false }: WorldOptions = {}): Promise<World> {
    const world = new World(redis)
    for (let n = 0; n < 2; n += 1) {
      const proxy = await startTcpProxy(redis.server.port)
      world.#proxies.push(proxy)
      const options = { namespace: world.#namespace, concurrency: 2, leaseMs, redisTimeoutMs }
      const journal = journaled ? new FakeJournal({ lateMs: 3 }) : undefined
      if (journal) world.#journals.push(journal)
      const parts = { ...(spoil ? { spoil } : {}), ...(journal ? { journal } : {}) }
      world.#members.push(await startMember(proxy.url, { ...options, ...parts }))
    }
    return world
  }

  async stop(): Promise<void> {
    for (const run of this.#running) run.end()
    await Promise.all(this.#members.map((member) => member.stop()))
    await Promise.all(this.#proxies.map((proxy) => proxy.stop()))
  }

  async do(step: Step): Promise<void> {
    switch (step.kind) {
      case 'schedule':
        return this.#schedule(step.who, step.key, step.backoffMs)
      case 'finish':
        this.#running.filter(({ call }) => call.member === step.who)[step.nth]?.end()
        return
      case 'cancel':
        this.#cancel(step.who)
        return
      case 'bump':
        await this.#members[step.who]?.processor.bumpRemoteDedupKey().catch(() => {})
        return
      case 'cut':
        return this.#cut(step.who, step.losing)
      case 'restart':
        return this.redis.server.restart()
      case 'disk':
        this.#journals[step.who]?.fail(step.failing)
        return
    }
  }

  #cancel(member: number): void {
    const waiting = this.#members[member]?.processor.waitingJobs(0, 1)[0]
    if (waiting) this.#members[member]?.processor.cancel(waiting.jobId)
  }

  /** A schedule is under way when the connection goes, and its bytes go with it, one way or the other. */
  async #cut(member: number, losing: 'nothing' | 'to-server' | 'to-client'): Promise<void> {
    const proxy = this.#proxies[member]
    if (losing !== 'nothing') proxy?.hold(losing)
    const underWay = this.#schedule([member], 'a', 20_000)
    await new Promise((resolve) => setTimeout(resolve, 5))
    proxy?.cut()
    proxy?.release()
    await underWay
  }

  async #schedule(members: readonly number[], key: string, wanted: number): Promise<void> {
    const before = await this.#generation()
    const calls = members.map((member): Call => {
      const backoffMs = wanted === 0 ? 0 : wanted + this.#calls.length * 211
      const call = {
        member,
        key,
        backoffMs,
        generation: undefined,
        outcome: undefined,
        jobId: undefined,
        runs: 0,
      }
      this.#calls.push(call)
      return call
    })
    // A run may begin before its schedule is answered: until then its generation is the one before.
    for (const call of calls) call.generation = before
    await Promise.all(
      calls.map(async (call) => {
        const answer = await this.#members[call.member]?.processor.scheduleWithReason(
          call.key,
          call.backoffMs,
          this.#work(call),
        )
        call.outcome = answer?.outcome
        if (answer?.outcome === 'scheduled') call.jobId = answer.jobId
      }),
    )
    if ((await this.#generation()) !== before) for (const call of calls) call.generation = undefined
  }

  #work(call: Call): Work {
    return ({ signal }) =>
      new Promise<void>((resolve) => {
        call.runs += 1
        this.#check(call)
        const run = {
          call,
          end: () => {
            const at = this.#running.indexOf(run)
            if (at >= 0) this.#running.splice(at, 1)
            resolve()
          },
        }
        this.#running.push(run)
        signal.addEventListener('abort', run.end, { once: true })
      })
  }

  #check(call: Call): void {
    if (call.runs > 1) this.violations.push(`a job ran ${call.runs} times: ${describe(call)}`)
    for (const { call: other } of this.#running) {
      if (other.key !== call.key) continue
      if (other.member === call.member)
        this.violations.push(`I1: ${describe(call)} beside ${describe(other)}`)
      else if (call.generation !== undefined && other.generation === call.generation) {
        this.violations.push(`I2: ${describe(call)} beside ${describe(other)}`)
      }
    }
  }

  #generation(): Promise<string> {
    return this.redis.look.redis.get(generationName(this.#namespace)).then((value) => value ?? '0')
  }

  /** I3: within the timeout and 2 s of Redis answering, each hold belongs to a job or to a backoff. */
  async everyHoldBelongs(): Promise<void> {
    for (const journal of this.#journals) journal.fail([])
    for (const { processor } of this.#members) {
      // A key of its own each time: one that waits here is answered without Redis.
      const probe = async (): Promise<boolean> =>
        (await processor.scheduleWithReason(`probe${(this.#probes += 1)}`, 0, () => {})).outcome ===
        'scheduled'
      await waitFor(probe, { timeoutMs: 10_000, what: 'both are connected' })
    }
    let stray: string[] = []
    await waitFor(async () => (stray = await this.#strayHolds()).length === 0, {
      // And what a busy machine needs to look.
      timeoutMs: redisTimeoutMs + 2_000 + 1_500,
      what: 'every hold belongs to a job or to a backoff',
    }).catch(() => this.violations.push(...stray.map((hold) => `I3: ${hold}`)))
  }

  async #strayHolds(): Promise<string[]> {
    const stray: string[] = []
    for (const name of await this.redis.look.holdNames(this.#namespace)) {
      const value = await this.redis.look.redis.get(name)
      if (value !== null && !(await this.#belongs(name, value))) stray.push(`${name} ${value}`)
    }
    return stray
  }

  async #belongs(name: string, value: string): Promise<boolean> {
    const hold = JSON.parse(value) as { token: string; at: number; backoff: number }
    const key = name.slice(name.lastIndexOf(':') + 1)
    const member = this.#members.findIndex(({ dedup }) => hold.token.startsWith(`${dedup.instance}.`))
    if (this.#members[member]?.processor.findJob({ key })) return true
    const accepted = this.#calls.some(
      (call) =>
        call.member === member &&
        call.key === key &&
        call.backoffMs === hold.backoff &&
        call.outcome === 'scheduled',
    )
    // Estimated by its writer: right to within the time of a reply.
    return accepted && hold.at + hold.backoff > (await this.redis.look.time()) - 100
  }

  /** Lets everything run to its end: each job that was accepted has run, or was cancelled or lost. */
  async runDry(): Promise<void> {
    await waitFor(
      () => {
        for (const run of [...this.#running]) run.end()
        return this.#members.every(
          ({ processor }) => processor.queueLength() + processor.runningCount() === 0,
        )
      },
      { timeoutMs: 10_000, what: 'nothing waits or runs' },
    )
    for (const call of this.#calls) {
      const ends = this.#members[call.member]?.finished.filter(({ jobId }) => jobId === call.jobId).length
      if (call.outcome === 'scheduled' && ends !== 1)
        this.violations.push(`accepted, and ended ${ends} times: ${describe(call)}`)
      if (call.outcome !== 'scheduled' && call.runs > 0)
        this.violations.push(`answered ${call.outcome}, and ran: ${describe(call)}`)
    }
    await waitFor(() => this.#journals.every(({ kept }) => kept.size === 0), {
      timeoutMs: 10_000,
      what: 'the journals have forgotten what has ended',
    }).catch(() => this.violations.push('a journal still has what has ended'))
  }
}

function describe({ member, key, backoffMs, generation }: Call): string {
  return `${key} on ${member} (backoff ${backoffMs}, generation ${generation ?? 'unknown'})`
}
