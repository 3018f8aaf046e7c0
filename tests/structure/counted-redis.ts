import type { Redis } from 'ioredis'
import { expect, vi } from 'vitest'
import { onSharedRedis, type OnRedis } from '../processor/on-redis'
import { waitFor } from '../support/wait-for'

/** How often, by command. */
export type Counts = Readonly<Record<string, number>>

/** What Redis executed, as MONITOR tells it. */
export interface Traffic {
  /** What came over a connection: the most round trips that it can have cost. */
  readonly sent: Counts
  /** What scripts ran by themselves. */
  readonly inScripts: Counts
  /** Scripts by the number of names that they were given. */
  readonly scriptsOf: Counts
}

const SCRIPTS = new Set(['eval', 'evalsha', 'fcall'])

export interface CountedRedis extends OnRedis {
  /**
   * Does the work, and tells what Redis executed meanwhile, with all that this connection was left to send; no other
   * may be at work.
   */
  traffic(connection: Redis, work: () => Promise<unknown>): Promise<Traffic>
}

/** A server whose every command is counted: call it at the top level of a file. */
export function onCountedRedis(): CountedRedis {
  const redis = onSharedRedis()
  let marks = 0
  return Object.assign(Object.create(redis) as OnRedis, {
    async traffic(connection: Redis, work: () => Promise<unknown>): Promise<Traffic> {
      const sent: Record<string, number> = {}
      const inScripts: Record<string, number> = {}
      const scriptsOf: Record<string, number> = {}
      const seen = new Set<string>()
      const monitor = await redis.look.redis.monitor()
      monitor.on('monitor', (_time: string, [name = '', ...args]: string[], source: string) => {
        const command = name.toLowerCase()
        if (command === 'echo') {
          seen.add(args[0] ?? '')
          return
        }
        addOne(source === 'lua' ? inScripts : sent, SCRIPTS.has(command) ? 'script' : command)
        if (SCRIPTS.has(command)) addOne(scriptsOf, args[1] ?? '')
      })
      await work()
      await endOfTick()
      const mark = `mark ${(marks += 1)}`
      await connection.echo(mark)
      await waitFor(() => seen.has(mark), { what: 'all that was executed has been told' })
      monitor.disconnect()
      return { sent, inScripts, scriptsOf }
    },
  })
}

/** What was collected in this tick has been sent then. */
const endOfTick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function addOne(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}

/** Less is welcome; more, or anything that is not named, is a hot path that got worse. */
export function expectAtMost(counts: Counts, most: Counts): void {
  const worse = Object.entries(counts).filter(([name, count]) => count > (most[name] ?? 0))
  expect(worse.map(([name, count]) => `${name}: ${count}, at most ${most[name] ?? 0}`)).toEqual([])
}

/** How often a connection hands bytes to the system while work is done. */
export async function socketWrites({ stream }: Redis, work: () => Promise<unknown>): Promise<number> {
  const one = vi.spyOn(stream, '_write')
  // Where several wait, they go as one.
  const many = vi.spyOn(stream as Required<Pick<typeof stream, '_writev'>>, '_writev')
  await work()
  await endOfTick()
  const writes = one.mock.calls.length + many.mock.calls.length
  one.mockRestore()
  many.mockRestore()
  return writes
}
