import fc from 'fast-check'
import { systemClock, type Clock } from '../../src/processor/clock'
import { newNamespace, startMember, type Member, type Work } from '../processor/fleet'
import { generationName, holdName } from '../processor/look'
import type { OnRedis } from '../processor/on-redis'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy'
import { everyHoldBelongs, Ledger, runsDry, schedulesAgain, turn } from './ledger'

const leaseMs = 5_000
const redisTimeoutMs = 500
const members = [0, 1] as const
const keys = ['a', 'b', 'c', 'd'] as const

const who = fc.constantFrom(...members)
const key = fc.constantFrom(...keys)

const schedule = fc.record({
  kind: fc.constant('schedule' as const),
  who,
  key,
  backoffMs: fc.constantFrom(0, 80, 30_000),
})
const run = fc.record({ kind: fc.constant('run' as const), who, nth: fc.nat(3) })
const bump = fc.record({ kind: fc.constant('bump' as const), who })
const outage = fc.record({
  kind: fc.constant('outage' as const),
  who,
  how: fc.constantFrom('hang' as const, 'refuse' as const, 'cut in a reply' as const),
  /** What is called while it lasts. */
  during: fc.array(key, { maxLength: 3 }),
})
const sleep = fc.record({ kind: fc.constant('sleep' as const), who, ms: fc.constantFrom(5_000, 3_600_000) })
/** Keys of its own: what is done to those of a job would be a reason for an overlap. */
const goIo = fc.record({
  kind: fc.constant('go-io' as const),
  key: fc.constantFrom('e', 'f'),
  seconds: fc.constantFrom(1, 60),
})

const step = fc.oneof(
  { weight: 10, arbitrary: schedule },
  { weight: 7, arbitrary: run },
  { weight: 1, arbitrary: bump },
  { weight: 2, arbitrary: outage },
  { weight: 1, arbitrary: sleep },
  { weight: 2, arbitrary: goIo },
)
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never

export const steps = fc.array(step, { minLength: 10, maxLength: 30, size: 'max' })

/** A run that is under way, in the generation that its hold was taken in. */
interface Run {
  readonly who: number
  readonly key: string
  readonly generation: string | undefined
  readonly end: () => void
}

/** Two instances behind networks and clocks of their own, a go-io client, and what must never be seen of them. */
export class Fleet {
  readonly violations: string[] = []
  readonly #namespace = newNamespace()
  readonly #ledgers: Ledger[] = []
  readonly #proxies: TcpProxy[] = []
  /** By how much each wall clock has been moved. */
  readonly #slept = members.map(() => 0)
  readonly #running: Run[] = []
  /** What go-io wrote last, by key: until when it stands in Redis' time. */
  readonly #foreign = new Map<string, { readonly name: string; readonly until: number }>()

  private constructor(private readonly redis: OnRedis) {}

  static async start(redis: OnRedis): Promise<Fleet> {
    const fleet = new Fleet(redis)
    for (const n of members) {
      const proxy = await startTcpProxy(redis.server.port)
      fleet.#proxies.push(proxy)
      const clock: Clock = { ...systemClock, wall: () => systemClock.wall() + (fleet.#slept[n] ?? 0) }
      const options = { leaseMs, redisTimeoutMs, concurrency: 2, clock, dedupClock: clock }
      const member = await startMember(proxy.url, { namespace: fleet.#namespace, ...options })
      fleet.#ledgers.push(new Ledger(member))
    }
    return fleet
  }

  async stop(): Promise<void> {
    for (const run of [...this.#running]) run.end()
    await Promise.all(this.#ledgers.map(({ member }) => member.stop()))
    await Promise.all(this.#proxies.map((proxy) => proxy.stop()))
  }

  async do(step: Step): Promise<void> {
    switch (step.kind) {
      case 'schedule':
        await this.#schedule(step.who, step.key, step.backoffMs)
        break
      case 'run':
        this.#running.filter((run) => run.who === step.who)[step.nth]?.end()
        await turn()
        break
      case 'bump':
        await this.#memberOf(step.who)
          .processor.bumpRemoteDedupKey()
          .catch(() => {})
        break
      case 'outage':
        await this.#outage(step.who, step.how, step.during)
        break
      case 'sleep':
        this.#slept[step.who] = (this.#slept[step.who] ?? 0) + step.ms
        break
      case 'go-io':
        await this.#writeAsGoIo(step.key, step.seconds)
    }
    await this.#foreignStands()
  }

  /** Lets all come to its end, each job once; I3 before and after. */
  async runDry(): Promise<void> {
    for (const ledger of this.#ledgers) await schedulesAgain(ledger)
    await everyHoldBelongs(this.redis, this.#namespace, ...this.#ledgers)
    const ending = setInterval(() => {
      for (const run of [...this.#running]) run.end()
    }, 5)
    try {
      for (const ledger of this.#ledgers) await runsDry(ledger)
    } finally {
      clearInterval(ending)
    }
    await everyHoldBelongs(this.redis, this.#namespace, ...this.#ledgers)
    for (const ledger of this.#ledgers) ledger.addsUp()
    await this.#foreignStands()
  }

  async #schedule(who: number, key: string, backoffMs: number): Promise<void> {
    const ledger = this.#ledgers[who]
    if (ledger) await ledger.schedule(key, backoffMs, this.#work(who))
  }

  #work(who: number): Work {
    return ({ key, signal, jobId }) =>
      new Promise<void>((resolve) => {
        const generation = this.#memberOf(who).processor.holdOf(jobId)?.generation
        const run: Run = {
          ...{ who, key, generation },
          end: () => {
            const at = this.#running.indexOf(run)
            if (at >= 0) this.#running.splice(at, 1)
            resolve()
          },
        }
        for (const other of this.#running.filter((each) => each.key === key)) {
          if (other.who === who) this.violations.push(`I1: ${key} runs twice on ${who}`)
          else if (generation !== undefined && other.generation === generation)
            this.violations.push(`I2: ${key} runs on both, in generation ${generation}`)
        }
        this.#running.push(run)
        signal.addEventListener('abort', run.end, { once: true })
      })
  }

  /** Shorter than any hold has left: what runs longer than its hold is no promise of I2. */
  async #outage(
    who: number,
    how: 'hang' | 'refuse' | 'cut in a reply',
    during: readonly string[],
  ): Promise<void> {
    const proxy = this.#proxies[who]
    if (how === 'hang') proxy?.hold()
    else if (how === 'refuse') proxy?.refuse()
    else proxy?.cutReplyAfter(20)
    await Promise.all(during.map((each) => this.#schedule(who, each, 30_000)))
    proxy?.release()
    proxy?.accept()
  }

  /** Unconditionally, in the generation of now: as go-io settles. */
  async #writeAsGoIo(key: string, seconds: number): Promise<void> {
    const { redis } = this.redis.look
    const name = holdName(this.#namespace, (await redis.get(generationName(this.#namespace))) ?? '0', key)
    await redis.set(name, JSON.stringify(key), 'EX', seconds)
    this.#foreign.set(name, { name, until: (await this.redis.look.time()) + seconds * 1_000 })
    // Both instances would like to have it.
    await Promise.all(members.map((who) => this.#schedule(who, key, 0)))
  }

  /** I4: what go-io wrote stands as it wrote it, for as long as it said. */
  async #foreignStands(): Promise<void> {
    for (const { name, until } of this.#foreign.values()) {
      const value = await this.redis.look.redis.get(name)
      const expiresAt = Number(await this.redis.look.redis.call('PEXPIRETIME', name))
      if ((await this.redis.look.time()) > until - 50) this.#foreign.delete(name)
      else if (!value?.startsWith('"') || Math.abs(expiresAt - until) > 200)
        this.violations.push(`I4: ${name} is ${value}, until ${expiresAt} instead of ${until}`)
    }
  }

  #memberOf(who: number): Member {
    const ledger = this.#ledgers[who]
    if (!ledger) throw new Error(`There is no member ${who}`)
    return ledger.member
  }
}
