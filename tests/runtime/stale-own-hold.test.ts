import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HeldKeyRow } from '../../src/contract/held-keys'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { all } from './holds-bench'
import { openReadyBench, type RuntimeBench } from './runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const nameOf = (generation: number): string => `orders:goio.bgProcessor.dedupKey:gen:${generation}:jobKey:a`

/** A key that ran before a bump, its backoff not over, and that a job has again which waits here. */
async function openBench(): Promise<{ readonly bench: RuntimeBench; readonly rows: readonly HeldKeyRow[] }> {
  const bench = await openReadyBench(host)
  const { runtime } = bench
  await runtime.schedule({ key: 'a', backoffMs: 600_000, argument: '1' })
  await bench.live('it has run', ({ finishedCount }) => finishedCount === 1)
  await runtime.bumps.confirm('0')
  runtime.pause()
  await runtime.schedule({ key: 'a', backoffMs: 600_000, argument: '1' })
  const { scanId } = await runtime.scanHeldKeys({
    filter: all,
  })
  await bench.live('it is scanned', ({ scan }) => scan?.state === 'done')
  const sort = { by: 'generation', descending: false } as const
  const { rows } = await runtime.heldKeyRows({ scanId, sort, offset: 0, limit: 10 })
  return { bench, rows }
}

const shownOf = ({ nameBytes, valueBytes, expiresAt }: HeldKeyRow) => ({
  nameBytes,
  valueBytes: valueBytes ?? '',
  expiresAt: expiresAt ?? null,
})

it('is not shown as the hold of a job that took its key after a bump', async () => {
  const { rows } = await openBench()
  expect(rows.map(({ generation, queuedHere }) => [generation, queuedHere])).toEqual([
    ['0', undefined],
    ['1', 'waiting'],
  ])
})

it('is released with no question about that job, and cancels nothing', async () => {
  const { bench, rows } = await openBench()
  const [stale] = rows
  if (!stale) throw new Error('No stale hold')
  const ask = (job: 'ask' | 'cancel') => bench.runtime.release({ ...shownOf(stale), job })
  expect(await ask('ask')).toEqual({ outcome: 'released', jobCancelled: false })
  expect(bench.runtime.pending().waiting).toBe(1)
  expect(await bench.redis.exists(nameOf(1))).toBe(1)
})

it('is released among many, and the job lives on with its own hold', async () => {
  const { bench, rows } = await openBench()
  const targets = { kind: 'selected', holds: rows.slice(0, 1).map(shownOf) } as const
  const preview = await bench.runtime.holds.preview({ targets })
  expect(preview).toMatchObject({ count: 1, current: 0, queuedHere: 0 })
  const { actId } = await bench.runtime.holds.releaseMany({
    previewId: preview.previewId,
    jobsHere: 'cancel',
    typed: '',
  })
  await bench.live('it is done', ({ bulkActs }) =>
    bulkActs.some((act) => act.actId === actId && act.state === 'done'),
  )
  expect(await bench.redis.exists(nameOf(0))).toBe(0)
  expect(bench.runtime.pending().waiting).toBe(1)
  expect(await bench.redis.exists(nameOf(1))).toBe(1)
})
