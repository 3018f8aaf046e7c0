import { Redis } from 'ioredis'
import { waitFor } from '../support/wait-for'

/** A hold as it stands in Redis. */
export interface SeenHold {
  readonly value: string
  /** Absolute, ms; -1 without an expiry. */
  readonly expiresAt: number
}

export interface Write {
  readonly name: string
  readonly event: string
}

export interface Watch {
  readonly writes: readonly Write[]
  /** Waits until everything that happened so far is written down. */
  caughtUp(): Promise<void>
  stop(): void
}

/** The name of a hold, written out here so that a wrong name in the library is seen. */
export const holdName = (namespace: string, generation: string | number, key: string): string =>
  `${namespace}:goio.bgProcessor.dedupKey:gen:${generation}:jobKey:${key}`

export const generationName = (namespace: string): string => `${namespace}:goio.bgProcessor.generation`

/** Looks into Redis on a connection of its own, past every proxy. */
export class Look {
  readonly redis: Redis

  constructor(private readonly url: string) {
    this.redis = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null })
    this.redis.on('error', () => {})
  }

  /** Redis' time, ms since the epoch. */
  async time(): Promise<number> {
    const [seconds, microseconds] = await this.redis.time()
    return Number(seconds) * 1_000 + Number(microseconds) / 1_000
  }

  /** Waits until Redis' own clock has passed a moment. */
  async passed(moment: number): Promise<void> {
    await waitFor(async () => (await this.time()) > moment, {
      timeoutMs: 15_000,
      what: `Redis' clock passes ${moment}`,
    })
  }

  async hold(namespace: string, generation: string | number, key: string): Promise<SeenHold | undefined> {
    const name = holdName(namespace, generation, key)
    const replies = await this.redis.multi().get(name).call('PEXPIRETIME', name).exec()
    const value = replies?.[0]?.[1]
    if (typeof value !== 'string') return undefined
    return { value, expiresAt: Number(replies?.[1]?.[1]) }
  }

  /** Waits until a hold is there, or gone. */
  async until(namespace: string, generation: string | number, key: string, state: 'there' | 'gone') {
    const name = holdName(namespace, generation, key)
    await waitFor(async () => (await this.redis.exists(name)) === (state === 'there' ? 1 : 0), {
      timeoutMs: 15_000,
      what: `${name} is ${state}`,
    })
  }

  /** Every name of the namespace that is a hold, of whatever generation. */
  async holdNames(namespace: string): Promise<string[]> {
    return (await this.redis.keys(`${namespace}:goio.bgProcessor.dedupKey:*`)).sort()
  }

  /** How often Redis was called for each of these commands since it started. */
  async calls(...commands: readonly string[]): Promise<number> {
    const statistics = await this.redis.info('commandstats')
    return commands
      .map((command) => new RegExp(`^cmdstat_${command}:calls=(\\d+)`, 'm').exec(statistics)?.[1] ?? '0')
      .reduce((sum, calls) => sum + Number(calls), 0)
  }

  /** Round trips of scripts. */
  scriptCalls(): Promise<number> {
    return this.calls('evalsha', 'eval', 'fcall')
  }

  /** Writes what happens to each hold of a namespace, from now on. */
  async watch(namespace: string): Promise<Watch> {
    await this.redis.config('SET', 'notify-keyspace-events', 'KEA')
    const subscriber = new Redis(this.url)
    const writes: Write[] = []
    const marks = new Set<string>()
    subscriber.on('pmessage', (_pattern, channel: string, event: string) => {
      writes.push({ name: channel.slice('__keyspace@0__:'.length), event })
    })
    subscriber.on('message', (_channel, mark: string) => marks.add(mark))
    await subscriber.psubscribe(`__keyspace@0__:${namespace}:goio.bgProcessor.dedupKey:*`)
    await subscriber.subscribe(`${namespace}/mark`)
    let last = 0
    return {
      writes,
      stop: () => subscriber.disconnect(),
      caughtUp: async () => {
        const mark = String((last += 1))
        await this.redis.publish(`${namespace}/mark`, mark)
        await waitFor(() => marks.has(mark), { what: 'all events so far have arrived' })
      },
    }
  }

  close(): void {
    this.redis.disconnect()
  }
}
