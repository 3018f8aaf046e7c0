import type { Clock } from '../../processor/clock'
import { readInstanceRecord, type InstanceRecord } from '../instance-record'
import type { KeyLayout } from '../key-layout'
import { Aborted, answerOf, type InspectedRedis } from './answer'
import { scanKeyspace } from './keyspace-scan'

export interface InspectedInstance extends InstanceRecord {
  readonly id: string
}

export interface InstancesFound {
  readonly instances: readonly InspectedInstance[]
  /** False: there may be more. */
  readonly complete: boolean
}

export interface ReadInstancesOptions {
  readonly names: KeyLayout
  readonly clock: Clock
  readonly withinMs?: number
  readonly signal?: AbortSignal | undefined
}

/** Finds the heartbeats of a namespace. @throws KeyholdError `redis-error` */
export async function readInstances(
  redis: InspectedRedis,
  { names, clock, withinMs = Infinity, signal }: ReadInstancesOptions,
): Promise<InstancesFound> {
  const found = new Map<string, InspectedInstance>()
  const deadline = clock.monotonic() + withinMs
  let complete = false
  try {
    const options = { pattern: names.instancePattern, clock, signal }
    for await (const page of scanKeyspace(redis, options)) {
      for (const instance of await readRecords(redis, names, page.names, signal))
        found.set(instance.id, instance)
      complete = page.done
      if (clock.monotonic() >= deadline) break
    }
  } catch (error) {
    if (!(error instanceof Aborted)) throw error
  }
  return { instances: [...found.values()], complete }
}

/**
 * Which of some instances show a heartbeat at this moment, asked by their exact names: no walk over all keys. One
 * that is not among them is evidence, not proof. Redis: MGET.
 * @throws KeyholdError `redis-error`; Aborted
 */
export async function readHeartbeats(
  { redis, timeoutMs }: InspectedRedis,
  { names, signal }: Pick<ReadInstancesOptions, 'names' | 'signal'>,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const values = await answerOf(redis.mget(ids.map((id) => names.instanceName(id))), { timeoutMs, signal })
  return new Set(ids.filter((_, index) => values[index] !== null))
}

async function readRecords(
  { redis, timeoutMs }: InspectedRedis,
  names: KeyLayout,
  found: readonly Buffer[],
  signal: AbortSignal | undefined,
): Promise<readonly InspectedInstance[]> {
  if (found.length === 0) return []
  const values = await answerOf(redis.mget([...found]), { timeoutMs, signal })
  return found.flatMap((name, index) => {
    const id = names.parseInstanceName(name.toString('utf8'))
    const record = readInstanceRecord(values[index] ?? '')
    return id === undefined || !record ? [] : [{ id, ...record }]
  })
}
