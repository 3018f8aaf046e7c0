import Database from 'libsql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditRecord } from '../../src/store/records'
import { buildStore, type BuiltStore } from './built-store'
import { collect, DAY_MS, openStore, temporaryFile } from './store-bench'

let built: BuiltStore
beforeAll(async () => {
  built = await buildStore()
})
afterAll(() => built.remove())

const bump = (at: number, changes: Partial<AuditRecord> = {}): AuditRecord => ({
  at,
  act: 'bump',
  what: JSON.stringify({ from: `${at}`, to: `${at + 1}`, holds: 12 }),
  operator: 'ada',
  reason: undefined,
  profile: 'production',
  ...changes,
})

test('records come back whole, those added last first, whatever the clock said', async () => {
  const store = await openStore(built)
  const records = [bump(3), bump(1, { reason: 'Seller feed\0was wrong' }), bump(2)]
  await Promise.all(records.map((record) => store.addAudit(record)))
  const { rows, next } = await store.audit({ limit: 10 })
  expect(rows).toEqual(records.toReversed().map((record, at) => ({ ...record, id: 3 - at })))
  expect(next).toBeUndefined()
})

test('pages follow one another, and an export walks them all', async () => {
  const store = await openStore(built)
  await Promise.all(Array.from({ length: 450 }, (_, at) => store.addAudit(bump(at))))
  const first = await store.audit({ limit: 4 })
  const second = await store.audit({ after: first.next, limit: 4 })
  expect([...first.rows, ...second.rows].map((row) => row.at)).toEqual([
    449, 448, 447, 446, 445, 444, 443, 442,
  ])
  const all = await collect(store.everyAudit())
  expect(all.map((row) => row.at)).toEqual(Array.from({ length: 450 }, (_, at) => 449 - at))
})

test('records outlive the retention of jobs', async () => {
  const store = await openStore(built, { retention: { days: 1, jobs: 1 } })
  await store.addAudit(bump(0))
  await store.prune(1_000 * DAY_MS)
  expect((await store.audit({ limit: 10 })).rows).toHaveLength(1)
})

test('the file itself refuses to change or to delete one', async () => {
  const file = temporaryFile()
  const store = await openStore(built, { file })
  await store.addAudit(bump(1))
  await store.close()
  const db = new Database(file)
  expect(() => db.exec("UPDATE audit SET operator = 'eve'")).toThrow('append-only')
  expect(() => db.exec('DELETE FROM audit')).toThrow('append-only')
  db.close()
})
