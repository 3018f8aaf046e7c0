import { expect, test, type Locator } from '@playwright/test'
import {
  counter,
  detail,
  drawer,
  closeDrawer,
  emptyQueue,
  live,
  openPage,
  outcome,
  pauseQueue,
  resumeQueue,
  rowOf,
  rowsWith,
  schedule,
  submitJob,
} from './support/console'
import { NAMESPACE, shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
/** A call fails within the command timeout of 1 s; the rest is for the page. */
const FAILS_WITHIN_MS = 2_500
/** Until the connection is tried again. */
const BACK_WITHIN_MS = 10_000
const holdName = (key: string): string => `${NAMESPACE}:goio.bgProcessor.dedupKey:gen:0:jobKey:${key}`
const header = (): Locator => it.page.getByRole('banner').first()

async function comeBack(): Promise<void> {
  await it.redis.restart()
  await expect(header().getByText('Redis ready')).toBeVisible({ timeout: BACK_WITHIN_MS })
}

test.afterEach(() => emptyQueue(it.page))

test('killed under the app: the header says so, a schedule fails in words, and it comes back', async () => {
  const { page, redis } = it
  await openPage(page, 'Schedule')
  await redis.kill('SIGKILL')
  await expect(header()).toContainText(/Redis away since \d\d:\d\d:\d\d/)
  await submitJob(page, { key: 'away:refused' })
  await expect(outcome(page)).toContainText('Redis error', { timeout: FAILS_WITHIN_MS })
  await expect(outcome(page)).toContainText('Nothing was scheduled.')
  await openPage(page, 'Queue')
  await expect(page.getByText('Redis is away', { exact: true })).toBeVisible()
  await expect(counter(page, 'Schedules failed')).not.toHaveText('0')
  await page.getByRole('tab', { name: 'Errors' }).click()
  await expect(rowsWith(page, 'Errors', /./).first()).toBeVisible()
  await page.getByRole('tab', { name: 'Finished' }).click()

  await comeBack()
  await expect(page.getByText('Ready', { exact: true })).toBeVisible()
  expect((await schedule(page, 'away:refused')).outcome).toBe('scheduled')
})

test('jobs that wait keep their holds through a restart that keeps the data', async () => {
  const { page, redis, client } = it
  await pauseQueue(page)
  await schedule(page, 'away:waiting')
  await redis.kill('SIGKILL')
  await expect(header()).toContainText('Redis away')
  await comeBack()
  await expect.poll(() => client.exists(holdName('away:waiting'))).toBe(1)
  await resumeQueue(page)
  await openPage(page, 'Queue')
  await expect(rowOf(page, 'Finished jobs', 'away:waiting')).toContainText('Done')
})

test('jobs that wait run while Redis is away, and settle when it is back', async () => {
  const { page, redis, client } = it
  await openPage(page, 'Queue')
  await pauseQueue(page)
  await schedule(page, 'away:runs', { backoffMs: 0 })
  await redis.kill('SIGKILL')
  await expect(header()).toContainText('Redis away')
  await resumeQueue(page)
  await expect(rowOf(page, 'Finished jobs', 'away:runs')).toContainText('Done')
  await comeBack()
  await expect.poll(() => client.exists(holdName('away:runs')), { timeout: BACK_WITHIN_MS }).toBe(0)
})

test('a server that hangs: a schedule fails within the timeout, and what lands late is released', async () => {
  const { page, redis, client } = it
  await openPage(page, 'Schedule')
  redis.suspend()
  await submitJob(page, { key: 'hang:late' })
  await expect(outcome(page)).toContainText('Redis error', { timeout: FAILS_WITHIN_MS })
  await expect(outcome(page)).toContainText('hang:late')
  await submitJob(page, { key: 'hang:second' })
  await expect(outcome(page)).toContainText('hang:second', { timeout: FAILS_WITHIN_MS })
  await expect(outcome(page)).toContainText('not-answering')
  redis.continue()
  await expect(header().getByText('Redis ready')).toBeVisible({ timeout: BACK_WITHIN_MS })
  await expect.poll(() => client.exists(holdName('hang:late'), holdName('hang:second'))).toBe(0)
  expect((await live(page)).counters.waiting).toBe(0)
  expect((await schedule(page, 'hang:late')).outcome).toBe('scheduled')
})

test('a job that waited through a loss of all data still runs', async () => {
  const { page, redis, client } = it
  await openPage(page, 'Queue')
  await pauseQueue(page)
  await schedule(page, 'lost:data')
  await redis.restart({ keepData: false })
  await expect.poll(() => client.ping(), { timeout: BACK_WITHIN_MS }).toBe('PONG')
  await expect(header().getByText('Redis ready')).toBeVisible({ timeout: BACK_WITHIN_MS })
  await resumeQueue(page)
  await rowOf(page, 'Finished jobs', 'lost:data').click()
  await expect(detail(drawer(page), 'State')).toHaveText('Done')
  await closeDrawer(page)
})
