import type { Redis } from 'ioredis'
import { waitFor } from '../support/wait-for'

/** A hold taken: by an instance of Keyhold, or by the go-io client. */
export interface Taken {
  readonly owner: string
  readonly name: string
  readonly key: string
  /** Redis' clock, ms since the epoch; this machine's too. */
  readonly at: number
  readonly forMs: number
}

/** A go-io client has set or deleted a hold without looking whose it is. */
interface Write {
  readonly name: string
  readonly at: number
}

export const GO_IO = 'go-io'
const KEYHOLD = 'keyhold'
const UNKNOWN = 'unknown'
/** MONITOR tells when a command ran, and not when a key lapsed: how far the two can be apart on a busy machine. */
const UNSURE_MS = 50

/** Every change of every hold of a namespace, in the order in which Redis made it (MONITOR). */
export class HoldRecord {
  readonly taken: Taken[] = []
  readonly writes: Write[] = []
  /** What Keyhold did to a hold that it had not written, or go against what is known of the key. */
  readonly violations: string[] = []
  readonly #standing = new Map<string, { owner: string; until: number }>()
  readonly #prefix: string
  /** A script's SET NX: it failed where the script then asks how long the same key is held. */
  #tried: (Taken & { readonly fromScript: true }) | undefined
  #marks = 0

  private constructor(
    private readonly redis: Redis,
    private readonly monitor: Redis,
    namespace: string,
  ) {
    this.#prefix = `${namespace}:goio.bgProcessor.dedupKey:gen:`
    monitor.on('monitor', (time: string, command: string[], source: string) =>
      this.#saw(Number(time) * 1_000, command, source === 'lua'),
    )
  }

  /** @param redis a connection of its own, past every fault */
  static async start(redis: Redis, namespace: string): Promise<HoldRecord> {
    return new HoldRecord(redis, await redis.monitor(), namespace)
  }

  /** Waits until all that happened so far is written down. */
  async caughtUp(): Promise<void> {
    const before = this.#marks
    await this.redis.echo('mark')
    await waitFor(() => this.#marks > before, { timeoutMs: 10_000, what: 'the record has caught up' })
    this.#takeStands()
  }

  stop(): void {
    this.monitor.disconnect()
  }

  #saw(at: number, [verb = '', name = '', ...rest]: string[], fromScript: boolean): void {
    const command = verb.toLowerCase()
    if (command === 'echo') this.#marks += 1
    if (this.#tried) {
      if (fromScript && command === 'pttl' && name === this.#tried.name) this.#tried = undefined
      else this.#takeStands()
    }
    if (!name.startsWith(this.#prefix)) return
    if (fromScript) this.#script(command, name, at, rest)
    else this.#goIo(command, name, at, rest)
  }

  #script(command: string, name: string, at: number, rest: readonly string[]): void {
    if (command === 'set') {
      const owner = /"token":"([^.]+)\./.exec(rest[0] ?? '')?.[1] ?? 'unknown'
      const [option = '', expiry] = rest.slice(-2)
      const forMs = option.toLowerCase() === 'pxat' ? Number(expiry) - at : Number(expiry)
      this.#tried = { owner, name, key: keyOf(name), at, forMs, fromScript: true }
      return
    }
    if (command !== 'del' && command !== 'pexpire' && command !== 'pexpireat') return
    const standing = this.#stands(name, at)
    if (standing?.owner === GO_IO) this.violations.push(`I4: ${command} of ${name}, which go-io holds`)
    if (command === 'del') this.#standing.delete(name)
    else {
      const until = command === 'pexpire' ? at + Number(rest[0]) : Number(rest[0])
      this.#standing.set(name, { owner: KEYHOLD, until })
    }
  }

  #goIo(command: string, name: string, at: number, rest: readonly string[]): void {
    const forMs = Number(rest[2]) * 1_000
    // Redis refuses EX 0, and go-io does not look.
    if (command === 'set' && forMs === 0) return
    if (command === 'set' && rest[3]?.toLowerCase() === 'nx') {
      const before = this.#standing.get(name)
      if (before?.owner !== UNKNOWN && before && before.until > at + UNSURE_MS) return
      this.#stand({ owner: GO_IO, name, key: keyOf(name), at, forMs })
      // So near to the end of the one before, nobody can say which of the two stands.
      if (before && before.until > at - UNSURE_MS) {
        this.#standing.set(name, { owner: UNKNOWN, until: Math.max(before.until, at + forMs) })
      }
    } else if (command === 'set') {
      this.writes.push({ name, at })
      this.#standing.set(name, { owner: GO_IO, until: at + forMs })
    } else if (command === 'del') {
      this.writes.push({ name, at })
      this.#standing.delete(name)
    }
  }

  #takeStands(): void {
    const tried = this.#tried
    this.#tried = undefined
    if (!tried) return
    const other = this.#stands(tried.name, tried.at)
    if (other) this.violations.push(`${tried.name} was taken by ${tried.owner} while ${other.owner} held it`)
    this.#stand(tried)
  }

  #stand(taken: Taken): void {
    this.taken.push(taken)
    this.#standing.set(taken.name, { owner: taken.owner, until: taken.at + taken.forMs })
  }

  /** Who holds it for certain. */
  #stands(name: string, at: number): { owner: string; until: number } | undefined {
    const standing = this.#standing.get(name)
    return standing && standing.owner !== UNKNOWN && standing.until > at + UNSURE_MS ? standing : undefined
  }

  /** Whether go-io's ways allow that the second was taken while the first one's job had not ended. */
  explains(first: Taken, second: Taken): boolean {
    const lapsed = first.owner === GO_IO && first.at + first.forMs <= second.at + UNSURE_MS
    return (
      lapsed || this.writes.some(({ name, at }) => name === first.name && at > first.at && at <= second.at)
    )
  }
}

const keyOf = (name: string): string => name.slice(name.indexOf(':jobKey:') + 8)
