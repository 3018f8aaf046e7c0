import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RuntimeBench } from '../runtime-bench'
import { builtParts, ended, EVERY, job, NEWEST } from './history-bench'

const parts = builtParts()

async function exported(bench: RuntimeBench, format: 'csv' | 'jsonl', text = ''): Promise<string> {
  const path = join(bench.folder, `out.${format}`)
  const filter = { ...EVERY, text }
  await bench.runtime.history.startExport({ filter, sort: NEWEST, format, path })
  const live = await bench.live('it is written', ({ exports }) => exports.at(-1)?.state !== 'working')
  expect(live.exports.at(-1)).toMatchObject({ kind: 'history', state: 'done', path })
  return readFileSync(path, 'utf8')
}

describe('an export', () => {
  it('writes what the filter lets through, as JSON Lines and as CSV', async () => {
    const bench = await parts.open()
    await bench.runtime.schedule(job('a "quoted", key', { say: 'one\ntwo' }))
    await bench.runtime.schedule(job('b', { fail: 'no stock' }))
    await ended(bench, 2)
    const jsonl = (await exported(bench, 'jsonl')).trimEnd().split('\n')
    expect(jsonl).toHaveLength(2)
    expect(JSON.parse(jsonl[1] ?? '')).toMatchObject({
      ...{ key: 'a "quoted", key', outcome: 'done', argument: { say: 'one\ntwo' }, attempts: 1 },
      lines: [
        { level: 'warn', text: 'one' },
        { level: 'warn', text: 'two' },
      ],
    })
    expect(JSON.parse(jsonl[0] ?? '')).toMatchObject({
      outcome: 'failed',
      error: { message: 'does.js threw Error: no stock' },
    })
    const csv = await exported(bench, 'csv', 'quoted')
    expect(csv).toMatch(/^key,outcome,scheduledAt,.*\r\n"a ""quoted"", key",done,20\d\d-/)
    expect(csv).not.toContain('no stock')
    expect(bench.runtime.live().exports.at(-1)).toMatchObject({ rows: 1, total: 1 })
  })

  it('that is cancelled leaves no file, and one that cannot be written says why', async () => {
    const bench = await parts.open({ concurrency: 4 })
    await bench.runtime.repeat({ key: 'n:{n}', backoffMs: 600_000, argument: '{}', count: 2_000 })
    await ended(bench, 2_000)
    const path = join(bench.folder, 'cancelled.csv')
    const { history } = bench.runtime
    const ask = { filter: EVERY, sort: NEWEST, format: 'csv' as const }
    const { exportId, total } = await history.startExport({ ...ask, path })
    expect(total).toBe(2_000)
    await bench.runtime.exports.cancel(exportId)
    expect(bench.runtime.live().exports.at(-1)).toMatchObject({ state: 'cancelled' })
    expect(existsSync(path)).toBe(false)
    expect(readdirSync(bench.folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
    await history.startExport({ ...ask, path: join(bench.folder, 'nowhere', 'x.csv') })
    const { exports } = await bench.live('it has failed', (live) => live.exports.at(-1)?.state === 'failed')
    expect(exports.at(-1)?.error).toMatchObject({ code: 'file-not-saved' })
  })
})
