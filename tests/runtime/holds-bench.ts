import type { BulkActView } from '../../src/contract/bulk'
import type { HeldKeyRow, HeldKeysFilter } from '../../src/contract/held-keys'
import type { BuiltHost } from '../handlers/handler-host'
import { loadGoIoFixture } from '../support/go-io-fixture'
import { openReadyBench, type BenchOptions, type RuntimeBench } from './runtime-bench'

/** Lets every hold through. */
export const all: HeldKeysFilter = {
  text: '',
  generation: 'all',
  owner: { kind: 'all' },
  remaining: { kind: 'all' },
  queuedHere: false,
  orphaned: false,
}
/** A hold's name in Redis. */
export const nameOf = (key: string, generation = 3) =>
  `orders:goio.bgProcessor.dedupKey:gen:${generation}:jobKey:${key}`

/** Scans, and reads the first rows by key. */
export async function scan(
  bench: RuntimeBench,
  filter: Partial<HeldKeysFilter> = {},
): Promise<readonly HeldKeyRow[]> {
  const { scanId } = await bench.runtime.scanHeldKeys({ filter: { ...all, ...filter } })
  await bench.live('it is scanned', ({ scan: view }) => view?.scanId === scanId && view.state === 'done')
  const sort = { by: 'key', descending: false } as const
  return (await bench.runtime.heldKeyRows({ scanId, sort, offset: 0, limit: 200 })).rows
}

export const scanIdOf = ({ runtime }: RuntimeBench): string => runtime.live().scan?.scanId ?? ''
/** Rows as the targets of an act. */
export const marked = (rows: readonly HeldKeyRow[]) => ({
  kind: 'selected' as const,
  holds: rows.map(({ nameBytes, valueBytes = '', expiresAt = null }) => ({
    nameBytes,
    valueBytes,
    expiresAt,
  })),
})

/** Waits for the end of an act. */
export async function ended(bench: RuntimeBench, { actId }: BulkActView): Promise<BulkActView> {
  const live = await bench.live('the act has ended', ({ bulkActs }) =>
    bulkActs.some((act) => act.actId === actId && act.state !== 'working'),
  )
  const act = live.bulkActs.find((one) => one.actId === actId)
  if (!act) throw new Error('No act')
  return act
}

/** A runtime on keys that go-io itself wrote. */
export async function openGoIoBench(host: BuiltHost, options: BenchOptions = {}): Promise<RuntimeBench> {
  const bench = await openReadyBench(host, options)
  await loadGoIoFixture(bench.redis)
  await bench.live('its generation is read', ({ generation }) => generation === '3')
  return bench
}

/** Puts so many holds there. */
export async function fill({ redis }: RuntimeBench, count: number, generation = 3): Promise<void> {
  await redis.eval(
    `for n = 1, ${count} do redis.call('SET', KEYS[1] .. n, '"' .. n .. '"', 'PX', 600000) end`,
    1,
    nameOf('many:', generation),
  )
}
