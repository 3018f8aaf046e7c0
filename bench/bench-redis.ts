import { connectRedis } from '../src/index'
import { startRedisServer } from '../tests/support/redis-server'

export type BenchRedis = Awaited<ReturnType<typeof connectRedis>>

export interface BenchServer {
  readonly url: string
  readonly port: number
  /** A connection of its own for each contender. */
  connect(): Promise<BenchRedis>
  /** Commands that it has done for all connections since it started, this question apart. */
  commandsDone(): Promise<number>
  /** Empties the server and proves what the last work left in it. */
  expectKeysThenFlush(least: number, prefix: string): Promise<void>
  stop(): Promise<void>
}

/** A redis-server without persistence, so that the disk is no contender. */
export async function startBenchServer(): Promise<BenchServer> {
  const server = await startRedisServer({ args: ['--save', '', '--appendonly', 'no'] })
  const admin = await connectRedis(server.url)
  const connections: BenchRedis[] = []
  let asked = 0
  return {
    url: server.url,
    port: server.port,
    async connect() {
      const connection = await connectRedis(server.url)
      connections.push(connection)
      return connection
    },
    async commandsDone() {
      const done = /total_commands_processed:(\d+)/.exec(await admin.info('stats'))?.[1]
      asked += 1
      return Number(done) - asked
    },
    async expectKeysThenFlush(least, prefix) {
      let found = 0
      for await (const names of admin.scanStream({ match: `${prefix}*`, count: 10_000 })) {
        if (Array.isArray(names)) found += names.length
      }
      if (found < least)
        throw new Error(`Only ${String(found)} of ${String(least)} keys ${prefix}* are in Redis.`)
      await admin.flushall()
    },
    async stop() {
      for (const connection of connections) connection.disconnect()
      admin.disconnect()
      await server.stop()
    },
  }
}
