import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { JobStore, type JobStoreOptions } from '../../src/store/job-store'
import type { JobRecord } from '../../src/store/records'
import { StoreError } from '../../src/store/store-error'
import { endWithTest } from '../support/clean-up'
import type { BuiltStore } from './built-store'

export const DAY_MS = 86_400_000
/** The moment at which the first job of a test ends: recent, so that nothing is past its time. */
export const SOON = Date.now() - 60_000

export function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keyhold-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'jobs.db')
}

/** A store on a real file and a real thread, closed after the test. */
export async function openStore(
  built: BuiltStore,
  options: Partial<JobStoreOptions> = {},
): Promise<JobStore> {
  return endWithTest(await JobStore.open({ entry: built.entry, file: temporaryFile(), ...options }))
}

export function jobRecord(jobId: number, changes: Partial<JobRecord> = {}): JobRecord {
  return {
    run: 'run-a',
    jobId,
    key: `seller:${jobId}`,
    backoffMs: 300_000,
    argument: JSON.stringify({ seller: jobId }),
    handler: 'echo.js',
    handlerVersion: 'a'.repeat(64),
    host: 'api-7',
    scheduledAt: SOON + jobId - 30,
    startedAt: SOON + jobId - 10,
    finishedAt: SOON + jobId,
    waitMs: 20,
    runMs: 10,
    pauseMs: 0,
    outcome: 'done',
    attempt: 1,
    lines: [],
    ...changes,
  }
}

/** Adds jobs 1 … `count` and waits for the disk. */
export async function addJobs(
  store: JobStore,
  count: number,
  changes: (jobId: number) => Partial<JobRecord> = () => ({}),
): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, (_, at) => store.addJob(jobRecord(at + 1, changes(at + 1)))),
  )
}

/** What a promise rejects with, which has to be a StoreError. */
export async function refusalOf(promise: Promise<unknown>): Promise<StoreError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof StoreError) return error
  throw new Error(`Not a StoreError: ${String(error)}`)
}

export async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const collected: Row[] = []
  for await (const row of rows) collected.push(row)
  return collected
}
