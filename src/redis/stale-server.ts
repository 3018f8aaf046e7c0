import type { Redis } from 'ioredis'
import { KeyholdError } from '../processor/errors'
import { closeRedis, connectRedis } from './connect'
import type { EmbeddedAddress, EmbeddedFiles } from './embedded-files'

/** The name of the connection that an owner keeps open to its server, for as long as it lives. */
export const OWNER_CONNECTION = 'keyhold-owner'

const ANSWER_TIMEOUT_MS = 1_000
const END_TIMEOUT_MS = 5_000
/** So long may Redis take to notice that a killed owner's connection is gone. */
const OWNER_GONE_TIMEOUT_MS = 1_000

async function reach(address: EmbeddedAddress): Promise<Redis | undefined> {
  try {
    return await connectRedis(address, { timeoutMs: ANSWER_TIMEOUT_MS, connectionName: 'keyhold-successor' })
  } catch {
    return undefined
  }
}

async function processIdOf(redis: Redis): Promise<number | undefined> {
  const pid = Number(/^process_id:(\d+)/m.exec(await redis.info('server'))?.[1])
  return Number.isInteger(pid) && pid > 1 ? pid : undefined
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Asks until the answer is yes or time is over. */
async function within(timeoutMs: number, condition: () => boolean | Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + timeoutMs
  while (!(await condition())) {
    if (performance.now() > deadline) return false
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return true
}

const isGoneWithin = (pid: number, timeoutMs: number): Promise<boolean> =>
  within(timeoutMs, () => !isAlive(pid))

async function hasOwner(redis: Redis): Promise<boolean> {
  return String(await redis.client('LIST')).includes(` name=${OWNER_CONNECTION} `)
}

/** SHUTDOWN writes the append-only file to its end; what does not end by it is killed. */
async function end(redis: Redis, pid: number | undefined): Promise<void> {
  // Its answer is the end of the connection.
  await redis.call('SHUTDOWN', 'NOSAVE').catch(() => {})
  closeRedis(redis)
  if (pid === undefined || (await isGoneWithin(pid, END_TIMEOUT_MS))) return
  process.kill(pid, 'SIGKILL')
  await isGoneWithin(pid, END_TIMEOUT_MS)
}

/**
 * Ends the server that a crashed run left behind in this folder. It is ended only if it answers at the recorded
 * address with the recorded password: that proves it is ours, whatever a process id may say.
 *
 * @throws KeyholdError `redis-in-use` when its owner still lives
 */
export async function endStaleServer(files: EmbeddedFiles): Promise<void> {
  const address = files.readRun()
  if (!address) return
  const redis = await reach(address)
  if (!redis) {
    files.removeRun()
    return
  }
  try {
    if (!(await within(OWNER_GONE_TIMEOUT_MS, async () => !(await hasOwner(redis))))) {
      throw new KeyholdError(
        'redis-in-use',
        'Another running Keyhold uses this data folder and its Redis.',
        'Use the one that runs, end it first, or choose another data folder.',
      )
    }
    await end(redis, await processIdOf(redis))
    files.removeRun()
  } finally {
    closeRedis(redis)
  }
}
