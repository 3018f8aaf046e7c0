import { hostname } from 'node:os'
import { describe, expect, it } from 'vitest'
import type { FinishedJob } from '../../../src/processor/background-processor'
import { jobRecord } from '../../../src/runtime/history/job-record'
import { buildHost } from '../../handlers/handler-host'
import { openReadyBench } from '../runtime-bench'
import { builtParts, ended, EVERY, job, NEWEST, rowsOf, scripts } from './history-bench'

const parts = builtParts()

describe('what is kept of a job', () => {
  it('is all of its end: what ran it, when, for how long, and what it wrote', async () => {
    const bench = await parts.open()
    const before = Date.now()
    await bench.runtime.schedule(job('seller:1', { ms: 20, lines: 3, say: 'slow' }, 60_000))
    await ended(bench, 1)
    const [row] = await rowsOf(bench)
    if (row === undefined) throw new Error('nothing was kept')
    expect(row).toMatchObject({
      ...{ key: 'seller:1', backoffMs: 60_000, outcome: 'done', attempts: 1, handler: 'does.js' },
      ...{ host: hostname(), ofThisRun: true, pauseMs: 0 },
    })
    expect(row.handlerVersion).toMatch(/^[0-9a-f]{64}$/)
    expect(row.scheduledAt).toBeGreaterThanOrEqual(before - 1)
    expect(row.startedAt).toBeGreaterThanOrEqual(row.scheduledAt)
    expect(row.finishedAt).toBeGreaterThanOrEqual((row.startedAt ?? 0) + 19)
    expect(row.runMs).toBeGreaterThanOrEqual(19)
    const { job: kept } = await bench.runtime.history.job({ id: row.id })
    expect(kept).toMatchObject({ argument: '{"ms":20,"lines":3,"say":"slow"}', linesLeftOut: 0 })
    expect(kept?.lines.map(({ level, text }) => `${level} ${text}`)).toEqual([
      ...['info line 0', 'info line 1', 'info line 2', 'warn slow'],
    ])
    for (const { at } of kept?.lines ?? []) expect(Math.abs(at - row.finishedAt)).toBeLessThan(5_000)
  })

  it('is its error with the stack, and what failed before it was tried again', async () => {
    const bench = await parts.open()
    await bench.runtime.schedule(job('seller:2', { fail: 'no stock' }))
    await ended(bench, 1)
    const [row] = await rowsOf(bench)
    expect(row).toMatchObject({
      outcome: 'failed',
      attempts: 2,
      error: { message: 'does.js threw Error: no stock' },
    })
    const { job: kept } = await bench.runtime.history.job({ id: row?.id ?? 0 })
    expect(kept?.stack).toContain('does.js')
    const { moments } = await bench.runtime.history.timeline({ key: 'seller:2', limit: 10 })
    expect(moments.map(({ event }) => event)).toEqual([
      ...['settled', 'ended', 'started', 'retry', 'scheduled'],
    ])
    expect(moments[3]).toMatchObject({ attempt: 2, error: { message: 'does.js threw Error: no stock' } })
  })

  it('says who took the key of a job that lost it', () => {
    const lost: FinishedJob<string> = {
      ...{
        jobId: 1,
        key: 'k',
        backoffMs: 0,
        arg: '1',
        outcome: 'lost-to',
        scheduledAt: 1,
        waitMs: 2,
        runMs: 0,
      },
      ...{ pauseMs: 0, attempts: 0, confirmed: true, generation: undefined },
      owner: { kind: 'keyhold', host: 'api-7', instance: 'abc', at: 0 },
    }
    const script = { file: 'does.js', version: undefined }
    const record = jobRecord(lost, { run: 'r', host: 'h', finishedAt: 3, script, lines: [] })
    expect(record?.error?.message).toBe('Its key was taken by api-7 (instance abc) before it could run.')
    expect(record).toMatchObject({ outcome: 'lost-to', startedAt: undefined })
  })

  it('never has a start behind its end', () => {
    const done: FinishedJob<string> = {
      ...{ jobId: 1, key: 'k', backoffMs: 0, arg: '1', outcome: 'done', scheduledAt: 10, waitMs: 2.6 },
      ...{ runMs: 0.1, pauseMs: 0, attempts: 1, confirmed: true, generation: '0' },
    }
    const script = { file: 'does.js', version: undefined }
    const record = jobRecord(done, { run: 'r', host: 'h', finishedAt: 12, script, lines: [] })
    expect(record?.startedAt).toBe(12)
  })

  it('is bounded in lines', async () => {
    const bench = await parts.open()
    await bench.runtime.schedule(job('loud', { lines: 150 }))
    await ended(bench, 1)
    const [row] = await rowsOf(bench)
    const { job: kept } = await bench.runtime.history.job({ id: row?.id ?? 0 })
    expect(kept?.lines.length).toBeLessThanOrEqual(200)
    expect(kept?.lines.at(-1)?.text).toBe('line 149')
  })
})

describe('over a stop and a start', () => {
  it('what was kept is there again, and what a stop released is dropped', async () => {
    const first = await parts.open()
    await first.runtime.schedule(job('ran'))
    await ended(first, 1)
    first.runtime.pause()
    await first.runtime.schedule(job('waits'))
    await first.runtime.stop({ waiting: 'release' })
    const again = await parts.open({ sameFolder: first.folder, server: first.server })
    expect((await rowsOf(again)).map(({ key, outcome, ofThisRun }) => [key, outcome, ofThisRun])).toEqual([
      ['waits', 'dropped', false],
      ['ran', 'done', false],
    ])
    const [dropped] = await rowsOf(again, { outcomes: ['dropped'] })
    expect(dropped).toMatchObject({ key: 'waits', attempts: 0, startedAt: undefined })
  })

  it('what a stop keeps has not ended', async () => {
    const first = await parts.open()
    first.runtime.pause()
    await first.runtime.schedule(job('kept'))
    await first.runtime.stop({ waiting: 'keep' })
    const again = await parts.open({ sameFolder: first.folder, server: first.server })
    expect(await rowsOf(again)).toEqual([])
  })

  it('a cancelled job is not dropped', async () => {
    const bench = await parts.open()
    bench.runtime.pause()
    const answer = await bench.runtime.schedule(job('away'))
    if (answer.outcome !== 'scheduled') throw new Error(answer.outcome)
    await bench.runtime.cancel(answer.jobId)
    expect((await rowsOf(bench))[0]).toMatchObject({ outcome: 'cancelled', attempts: 0 })
  })
})

describe('without a store', () => {
  it('jobs run, and every question is answered with the reason', async () => {
    const host = await buildHost()
    const bench = await openReadyBench(host, { scripts, handler: 'does.js' })
    await bench.runtime.schedule(job('a'))
    await ended(bench, 1)
    const { history } = bench.runtime
    await expect(history.jobs({ filter: EVERY, sort: NEWEST, limit: 10 })).rejects.toMatchObject({
      code: 'store-off',
    })
    expect(() => {
      history.checkOpen()
    }).toThrow('Nothing is kept')
    expect((await history.timeline({ key: 'a', limit: 10 })).kept).toBe(false)
    await host.remove()
  })
})

describe('pages', () => {
  it('go by the place of their last row, in each order, and filters narrow them', async () => {
    const bench = await parts.open({ concurrency: 4 })
    await bench.runtime.repeat({ key: 'order:{n}', backoffMs: 600_000, argument: '{}', count: 250 })
    await ended(bench, 250)
    const { history } = bench.runtime
    for (const by of ['finished', 'wait', 'run'] as const) {
      const keys: string[] = []
      let after: { readonly value: number; readonly id: number } | undefined
      do {
        const page = await history.jobs({
          ...{ filter: EVERY, sort: { by, descending: false }, limit: 100 },
          ...(after ? { after } : {}),
        })
        keys.push(...page.rows.map(({ key }) => key))
        after = page.next
      } while (after)
      expect(new Set(keys).size).toBe(250)
    }
    expect(await history.count({ filter: EVERY, upTo: 100 })).toEqual({ count: 100, more: true })
    expect(await history.count({ filter: { ...EVERY, text: 'order:24' }, upTo: 100 })).toEqual({
      count: 11,
      more: false,
    })
    expect(await history.count({ filter: { ...EVERY, from: Date.now() + 60_000 }, upTo: 100 })).toEqual({
      count: 0,
      more: false,
    })
  })
})
