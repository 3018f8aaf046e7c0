import { setImmediate as turn } from 'node:timers/promises'
import type { Redis } from 'ioredis'

/** A job of `GoIoStyleProcessor`: its answer is the pause, in ms. */
export type GoIoWork = () => number | void | Promise<number | void>

interface GoIoJob {
  readonly key: string
  readonly backoffMs: number
  readonly work: GoIoWork
  readonly scheduledAt: number
}

const longestExpiryMs = 12 * 3_600_000

/**
 * Does to Redis what go-io 0.4.2 does, its faults included, so that a test can show that it would notice them.
 * It is no port: one loop, plain commands, and nothing beyond what these tests look at.
 */
export class GoIoStyleProcessor {
  readonly finished: string[] = []
  readonly #scheduledHere = new Set<string>()
  readonly #queue: GoIoJob[] = []
  #longestPauseMs = 0
  #working = false

  constructor(
    private readonly redis: Redis,
    private readonly namespace: string,
    /** How long a call waits for its reply. The command stays on its way all the same. */
    private readonly timeoutMs = 400,
  ) {}

  /** Redis first, then the local set; whatever goes wrong is `false`. */
  async schedule(key: string, backoffMs: number, work: GoIoWork): Promise<boolean> {
    const name = await this.#name(key)
    const expiryMs = Math.max(backoffMs, this.worstCaseMs())
    const taken = await this.#answer(this.redis.set(name, JSON.stringify(key), 'EX', seconds(expiryMs), 'NX'))
    if (taken !== 'OK') return false
    if (this.#scheduledHere.has(key)) return false
    this.#scheduledHere.add(key)
    this.#queue.push({ key, backoffMs, work, scheduledAt: performance.now() })
    void this.#loop()
    return true
  }

  async bumpRemoteDedupKey(): Promise<string> {
    return String(await this.redis.incr(`${this.namespace}:goio.bgProcessor.generation`))
  }

  queueLength(): number {
    return this.#queue.length
  }

  /** The longest pause that ever was, times the jobs that wait. */
  worstCaseMs(): number {
    return this.#longestPauseMs * this.#queue.length
  }

  async #loop(): Promise<void> {
    if (this.#working) return
    this.#working = true
    for (let job = this.#queue.shift(); job; job = this.#queue.shift()) {
      const pauseMs = await this.#run(job)
      this.#longestPauseMs = Math.max(this.#longestPauseMs, pauseMs)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    this.#working = false
  }

  async #run(job: GoIoJob): Promise<number> {
    let pauseMs = 0
    try {
      pauseMs = (await job.work()) ?? 0
    } catch {
      // A panic is recovered from and logged.
    }
    await this.#settle(job)
    // Between the two, whoever schedules holds the key in Redis and is refused here.
    await turn()
    this.#scheduledHere.delete(job.key)
    this.finished.push(job.key)
    return pauseMs
  }

  /** In the generation of now, whoever holds the key there; errors are not looked at. */
  async #settle(job: GoIoJob): Promise<void> {
    const name = await this.#name(job.key)
    const remainingMs = job.backoffMs - (performance.now() - job.scheduledAt)
    if (remainingMs < 0) await this.#answer(this.redis.del(name))
    else await this.#answer(this.redis.set(name, JSON.stringify(job.key), 'EX', seconds(remainingMs)))
  }

  /** What is no integer counts as 0. */
  async #name(key: string): Promise<string> {
    const text = await this.#answer(this.redis.get(`${this.namespace}:goio.bgProcessor.generation`))
    const generation = typeof text === 'string' && /^-?\d+$/.test(text) ? text : '0'
    return `${this.namespace}:goio.bgProcessor.dedupKey:gen:${generation}:jobKey:${key}`
  }

  async #answer<Reply>(reply: Promise<Reply>): Promise<Reply | undefined> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), this.timeoutMs)
    })
    const answer = await Promise.race([reply.catch(() => undefined), late])
    clearTimeout(timer)
    return answer
  }
}

/** Truncated, and capped without a word. */
function seconds(ms: number): number {
  return Math.trunc(Math.min(ms, longestExpiryMs) / 1_000)
}
