import type { Clock } from '../../processor/clock'
import type { KeyLayout } from '../key-layout'
import { Aborted, type InspectedRedis } from './answer'
import { scanKeyspace } from './keyspace-scan'
import { SeenNames } from './seen-names'

export interface HoldsCount {
  /** By generation. */
  readonly holds: ReadonlyMap<string, number>
  /** False: "at least". */
  readonly complete: boolean
}

export interface CountHoldsOptions {
  readonly names: KeyLayout
  readonly clock: Clock
  /** These alone; all that there are when absent. */
  readonly generations?: readonly string[] | undefined
  readonly withinMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** Generations that are told apart where none were named; a bump makes one, so there are hardly more. */
const MOST_GENERATIONS = 1_000

/** Counts holds by their generation. @throws KeyholdError `redis-error` */
export async function countHolds(
  redis: InspectedRedis,
  { names, clock, generations, withinMs = Infinity, signal }: CountHoldsOptions,
): Promise<HoldsCount> {
  const holds = new Map((generations ?? []).map((generation) => [generation, 0]))
  const seen = new SeenNames()
  const deadline = clock.monotonic() + withinMs
  const only = generations?.length === 1 ? generations[0] : undefined
  const pattern = names.scanPattern(only === undefined ? {} : { generation: only })

  const countName = (name: Buffer): void => {
    const generation = names.parseHoldName(name)?.generation
    if (generation === undefined) return
    const isCounted = holds.has(generation) || (generations === undefined && holds.size < MOST_GENERATIONS)
    if (isCounted && seen.add(name)) holds.set(generation, (holds.get(generation) ?? 0) + 1)
  }

  try {
    for await (const page of scanKeyspace(redis, { pattern, clock, signal })) {
      for (const name of page.names) countName(name)
      if (page.done) return { holds, complete: true }
      if (clock.monotonic() >= deadline) break
    }
  } catch (error) {
    if (!(error instanceof Aborted)) throw error
  }
  return { holds, complete: false }
}
