import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JobStore } from '../../src/store/job-store'
import type { Cursor, JobQuery } from '../../src/store/queries'
import type { StoredLine } from '../../src/store/records'
import { buildStore, type BuiltStore } from './built-store'
import { addJobs, collect, jobRecord, openStore, SOON } from './store-bench'

let built: BuiltStore
beforeAll(async () => {
  built = await buildStore()
})
afterAll(() => built.remove())

async function jobIds(store: JobStore, query: JobQuery, limit = 100): Promise<number[]> {
  const found: number[] = []
  let after: Cursor | undefined
  do {
    const page = await store.jobs(query, { after, limit })
    expect(page.rows.length).toBeLessThanOrEqual(limit)
    found.push(...page.rows.map((row) => row.jobId))
    after = page.next
  } while (after !== undefined)
  return found
}

describe('a record', () => {
  test('comes back whole', async () => {
    const store = await openStore(built)
    const error = {
      code: 'handler-threw',
      message: 'No\0such seller',
      stack: 'Error: No\0such seller\n  at echo.js:3',
    }
    const lines: StoredLine[] = [{ level: 'warn', text: 'Käufer\0🗝', at: 1.5 }]
    const job = jobRecord(1, { key: 'a:\0\n"ü🗝', outcome: 'failed', error, lines, attempt: 3, runMs: 0.25 })
    await store.addJob(job)
    const { rows } = await store.jobs({}, { limit: 1 })
    const { error: listed, ...row } = rows[0] ?? {}
    expect(listed).toEqual({ code: error.code, message: error.message })
    expect(row).not.toHaveProperty('argument')
    expect(await store.job(rows[0]?.id ?? 0)).toEqual({ ...job, id: rows[0]?.id, linesLeftOut: 0 })
  })

  test('of a job that never ran has no start, no version and no error', async () => {
    const store = await openStore(built)
    await store.addJob(
      jobRecord(1, { outcome: 'dropped', startedAt: undefined, handlerVersion: undefined, attempt: 0 }),
    )
    const { rows } = await store.jobs({}, { limit: 1 })
    expect(rows[0]).toMatchObject({ outcome: 'dropped', startedAt: undefined, handlerVersion: undefined })
    expect(await store.job(rows[0]?.id ?? 0)).toMatchObject({ error: undefined })
  })

  test('that is not there is undefined', async () => {
    const store = await openStore(built)
    expect(await store.job(1)).toBeUndefined()
  })
})

describe('lines', () => {
  const linesKept = async (lines: readonly StoredLine[]) => {
    const store = await openStore(built)
    await store.addJob(jobRecord(1, { lines }))
    const { rows } = await store.jobs({}, { limit: 1 })
    const job = await store.job(rows[0]?.id ?? 0)
    return { lines: job?.lines ?? [], leftOut: job?.linesLeftOut }
  }
  const line = (text: string): StoredLine => ({ level: 'info', text, at: 0 })

  test('are the newest 200', async () => {
    const { lines, leftOut } = await linesKept(Array.from({ length: 250 }, (_, at) => line(`line ${at}`)))
    expect(lines.map(({ text }) => text)).toEqual(Array.from({ length: 200 }, (_, at) => `line ${at + 50}`))
    expect(leftOut).toBe(50)
  })

  test('take 64 KiB at most, in bytes', async () => {
    const { lines, leftOut } = await linesKept(Array.from({ length: 10 }, () => line('ü'.repeat(8_192))))
    expect(lines).toHaveLength(4)
    expect(leftOut).toBe(6)
  })

  test('one that is longer is cut between two characters', async () => {
    const { lines, leftOut } = await linesKept([line('before'), line('🗝'.repeat(20_000) + 'end')])
    expect(lines.map(({ text }) => text)).toEqual(['🗝'.repeat(16_384)])
    expect(leftOut).toBe(1)
  })
})

describe('a filter', () => {
  let store: JobStore
  const open = async () => {
    store = await openStore(built)
    const outcomes = ['done', 'failed', 'cancelled'] as const
    await addJobs(store, 9, (id) => ({
      key: id === 5 ? '100%_seller' : `seller:${id}`,
      outcome: outcomes[id % 3] ?? 'done',
      handler: id < 4 ? 'mail.js' : 'echo.js',
    }))
  }

  test.each<[string, JobQuery['filter'], number[]]>([
    ['by text in the key', { text: 'ler:' }, [9, 8, 7, 6, 4, 3, 2, 1]],
    ['by the whole key', { key: 'seller:7' }, [7]],
    ['by a key that only begins so', { key: 'seller:' }, []],
    ['by key and time', { key: 'seller:7', from: SOON + 8 }, []],
    ['by text that is no pattern', { text: '%_' }, [5]],
    ['by outcomes', { outcomes: ['failed', 'cancelled'] }, [8, 7, 5, 4, 2, 1]],
    ['by no outcome, which is all', { outcomes: [] }, [9, 8, 7, 6, 5, 4, 3, 2, 1]],
    ['by handler', { handler: 'mail' }, [3, 2, 1]],
    ['by time, the end left out', { from: SOON + 3, to: SOON + 5 }, [4, 3]],
    ['by all at once', { text: 'seller', outcomes: ['failed'], handler: 'echo', from: SOON + 5 }, [7]],
  ])('%s', async (_, filter, wanted) => {
    await open()
    expect(await jobIds(store, { filter })).toEqual(wanted)
    expect(await store.countJobs(filter ?? {}, 100)).toEqual({ count: wanted.length, more: false })
  })

  test('the jobs of a key are found page by page, whatever they are sorted by', async () => {
    const keyed = await openStore(built)
    await addJobs(keyed, 40, (id) => ({ key: id % 2 === 0 ? 'a\0b' : 'a\0c', runMs: id % 5 }))
    const even = Array.from({ length: 20 }, (_, at) => 40 - 2 * at)
    expect(await jobIds(keyed, { filter: { key: 'a\0b' } }, 7)).toEqual(even)
    const byRun = even.toSorted((a, b) => (b % 5) - (a % 5) || b - a)
    expect(await jobIds(keyed, { filter: { key: 'a\0b' }, sort: 'run' }, 7)).toEqual(byRun)
  })

  test('counts up to its bound and says that there are more', async () => {
    await open()
    expect(await store.countJobs({}, 4)).toEqual({ count: 4, more: true })
    expect(await store.countJobs({}, 9)).toEqual({ count: 9, more: false })
  })
})

describe('pages', () => {
  test.each(['finished', 'run', 'wait'] as const)(
    'sorted by %s neither lose nor repeat a row over ties',
    async (sort) => {
      const store = await openStore(built)
      await addJobs(store, 50, (id) => ({ finishedAt: SOON + (id % 3), runMs: id % 3, waitMs: id % 3 }))
      const tied = (id: number) => id % 3
      const ascending = Array.from({ length: 50 }, (_, at) => at + 1).sort(
        (a, b) => tied(a) - tied(b) || a - b,
      )
      expect(await jobIds(store, { sort, ascending: true }, 7)).toEqual(ascending)
      expect(await jobIds(store, { sort }, 7)).toEqual(ascending.toReversed())
    },
  )

  test('go on where they were while newer jobs come', async () => {
    const store = await openStore(built)
    await addJobs(store, 6)
    const first = await store.jobs({}, { limit: 3 })
    await store.addJob(jobRecord(7))
    const second = await store.jobs({}, { after: first.next, limit: 3 })
    expect(second.rows.map((row) => row.jobId)).toEqual([3, 2, 1])
    expect(second.next).toBeUndefined()
  })
})

describe('a search among many', () => {
  test.each(['finished', 'run'] as const)('finds the few that match, sorted by %s', async (sort) => {
    const store = await openStore(built)
    const matching = [1, 4_999, 5_000, 5_001, 9_999, 10_000, 10_001, 12_000]
    await addJobs(store, 12_000, (id) => ({
      runMs: id % 2,
      ...(matching.includes(id) ? { key: 'wanted' } : {}),
    }))
    const order = sort === 'run' ? matching.toSorted((a, b) => (a % 2) - (b % 2) || a - b) : matching
    expect(await jobIds(store, { filter: { text: 'wanted' }, sort, ascending: true }, 3)).toEqual(order)
    expect(await jobIds(store, { filter: { text: 'wanted' }, sort }, 3)).toEqual(order.toReversed())
    expect(await store.countJobs({ text: 'wanted' }, 100)).toEqual({ count: 8, more: false })
    expect(await store.countJobs({ text: 'wanted' }, 7)).toEqual({ count: 7, more: true })
  })

  test('lets a record be written before it has looked at all of them', async () => {
    const store = await openStore(built)
    await addJobs(store, 30_000)
    const order: string[] = []
    const searching = store
      .jobs({ filter: { text: 'nowhere' } }, { limit: 1 })
      .then(() => order.push('searched'))
    const adding = store.addJob(jobRecord(30_001)).then(() => order.push('added'))
    await Promise.all([searching, adding])
    expect(order).toEqual(['added', 'searched'])
  })
})

describe('an export', () => {
  test('gives every job of the filter, whole', async () => {
    const store = await openStore(built)
    await addJobs(store, 1_234)
    const jobs = await collect(store.everyJob({ filter: { from: SOON + 35 }, ascending: true }))
    expect(jobs.map((job) => job.jobId)).toEqual(Array.from({ length: 1_200 }, (_, at) => at + 35))
    expect(jobs[0]).toMatchObject({ argument: '{"seller":35}', lines: [] })
  })

  test('ends at once when it is aborted, and the store goes on', async () => {
    const store = await openStore(built)
    await addJobs(store, 1_000)
    const abort = new AbortController()
    const seen: number[] = []
    const exporting = (async () => {
      for await (const job of store.everyJob({}, abort.signal)) {
        seen.push(job.jobId)
        if (seen.length === 300) abort.abort(new Error('The operator cancelled it'))
      }
    })()
    await expect(exporting).rejects.toThrow('The operator cancelled it')
    expect(seen).toHaveLength(300)
    await store.addJob(jobRecord(1_001))
    expect(await store.countJobs({}, 2_000)).toEqual({ count: 1_001, more: false })
  })
})
