import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { JobStore } from '../../src/store/job-store'
import type { StoreError } from '../../src/store/store-error'
import { KNOWN_VERSION } from '../../src/store/thread/migrations'
import { buildStore, type BuiltStore } from './built-store'
import { makeOldFile, OLD_VERSIONS } from './old-files'
import { addJobs, jobRecord, openStore, refusalOf, temporaryFile } from './store-bench'

let built: BuiltStore
beforeAll(async () => {
  built = await buildStore()
})
afterAll(() => built.remove())

/** All files of the folder with their bytes. */
const contentsBeside = (file: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(dirname(file)).map((name) => [name, readFileSync(join(dirname(file), name), 'base64')]),
  )

const versionIn = (file: string): number => readFileSync(file).readInt32BE(60)

describe('versions', () => {
  test('a new file has the newest', async () => {
    const file = temporaryFile()
    const store = await openStore(built, { file })
    expect(versionIn(file)).toBe(KNOWN_VERSION)
    await store.close()
    expect(readdirSync(dirname(file))).toEqual(['jobs.db'])
  })

  test.each(OLD_VERSIONS)(
    'a file of version %i becomes the newest and keeps what it had',
    async (version) => {
      const file = temporaryFile()
      makeOldFile(file, version)
      const store = await openStore(built, { file })
      expect(versionIn(file)).toBe(KNOWN_VERSION)
      const { rows } = await store.jobs({}, { limit: 10 })
      expect(rows).toMatchObject([{ key: 'old:1', outcome: 'done' }])
      expect(await store.job(rows[0]?.id ?? 0)).toMatchObject({ argument: '{"old":true}' })
      expect((await store.audit({ limit: 10 })).rows).toMatchObject([{ act: 'bump', operator: 'ada' }])
      const { rows: events } = await store.keyEvents({ key: 'old:1' }, { limit: 10 })
      expect(events.map(({ kind }) => kind)).toEqual(version < 2 ? [] : ['hold'])
      await store.addJob(jobRecord(2))
      expect(await store.countJobs({}, 10)).toEqual({ count: 2, more: false })
    },
  )

  test('a migration that fails leaves its version as it was', async () => {
    const file = temporaryFile()
    const db = new Database(file)
    // What version 1 is about to make is there already, as something else.
    db.exec('CREATE TABLE audit (something_else)')
    db.close()
    const refusal = await refusalOf(JobStore.open({ entry: built.entry, file }))
    expect(refusal).toMatchObject({ code: 'store-failed' })
    const after = new Database(file)
    expect(after.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['audit'])
    expect(versionIn(file)).toBe(0)
    after.close()
  })

  test('a newer file is refused and left byte for byte', async () => {
    const file = temporaryFile()
    makeOldFile(file, 1)
    const db = new Database(file)
    db.exec(
      `PRAGMA journal_mode = DELETE; PRAGMA user_version = ${KNOWN_VERSION + 1}; PRAGMA journal_mode = WAL`,
    )
    // As a newer app that was killed leaves it: what it wrote last is in the log alone.
    db.exec("UPDATE jobs SET key = 'in the log'")
    const before = contentsBeside(file)
    expect(Object.keys(before)).toContain('jobs.db-wal')
    const refusal = await refusalOf(JobStore.open({ entry: built.entry, file }))
    expect(refusal.code).toBe('store-newer')
    expect(refusal.message).toContain(`version ${KNOWN_VERSION + 1}`)
    expect(refusal.remedy).toContain('newer version of the app')
    expect(contentsBeside(file)).toEqual(before)
    db.close()
  })
})

describe('a damaged file', () => {
  test('is kept aside whole and told, and a new one is begun', async () => {
    const file = temporaryFile()
    writeFileSync(file, 'this is no database '.repeat(500))
    const problems: StoreError[] = []
    const store = await openStore(built, { file, onProblem: (problem) => problems.push(problem) })
    const kept = readdirSync(dirname(file)).filter((name) => name.includes('.damaged-'))
    expect(kept).toHaveLength(1)
    expect(readFileSync(join(dirname(file), kept[0] ?? ''), 'utf8')).toBe('this is no database '.repeat(500))
    expect(problems).toMatchObject([{ code: 'store-corrupt' }])
    expect(problems[0]?.message).toContain(kept[0])
    await store.addJob(jobRecord(1))
    expect(await store.countJobs({}, 10)).toEqual({ count: 1, more: false })
  })

  test('is never put over one that was kept before', async () => {
    const file = temporaryFile()
    for (const text of ['first', 'second', 'third']) {
      writeFileSync(file, text.repeat(500))
      await (await openStore(built, { file })).close()
    }
    const kept = readdirSync(dirname(file)).filter((name) => name.includes('.damaged-'))
    const texts = kept.map((name) => readFileSync(join(dirname(file), name), 'utf8'))
    expect(texts.sort()).toEqual(['first', 'second', 'third'].map((text) => text.repeat(500)))
  })

  test('that shows only in use is kept aside then, and later records are written', async () => {
    const file = temporaryFile()
    const before = await openStore(built, { file })
    await addJobs(before, 2_000)
    await before.close()
    const bytes = readFileSync(file)
    // All but the first page, which has the header and the schema.
    bytes.fill(0xa5, 4_096)
    writeFileSync(file, bytes)

    const problems: StoreError[] = []
    const store = await openStore(built, { file, onProblem: (problem) => problems.push(problem) })
    await store.addJob(jobRecord(2_001)).catch(() => undefined)
    await store.addJob(jobRecord(2_002))
    expect(problems.map(({ code }) => code)).toEqual(['store-corrupt'])
    const kept = readdirSync(dirname(file)).find((name) => name.includes('.damaged-')) ?? ''
    expect(readFileSync(join(dirname(file), kept)).equals(bytes)).toBe(true)
  })
})

describe('a place that cannot be written', () => {
  test('a folder that is not there', async () => {
    const file = join(dirname(temporaryFile()), 'missing', 'jobs.db')
    const refusal = await refusalOf(JobStore.open({ entry: built.entry, file }))
    expect(refusal).toMatchObject({
      code: 'store-no-access',
      remedy: expect.stringContaining('folder') as string,
    })
    expect(existsSync(dirname(file))).toBe(false)
  })

  test('a folder in the place of the file', async () => {
    const file = temporaryFile()
    mkdirSync(file)
    expect((await refusalOf(JobStore.open({ entry: built.entry, file }))).code).toBe('store-no-access')
  })
})

test('a file that another process keeps locked is told, and untouched', async () => {
  const file = temporaryFile()
  makeOldFile(file, 1)
  const other = new Database(file)
  other.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
  const refusal = await refusalOf(JobStore.open({ entry: built.entry, file }))
  expect(refusal).toMatchObject({
    code: 'store-busy',
    remedy: expect.stringContaining('other process') as string,
  })
  other.close()
  expect(versionIn(file)).toBe(1)
})
