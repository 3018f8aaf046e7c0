import { expect, test } from '@playwright/test'
import {
  bodyRows,
  counter,
  live,
  openPage,
  outcome,
  pauseQueue,
  resumeQueue,
  submitJob,
  table,
} from './support/console'
import { countTraffic, takeTraffic } from './support/ipc-traffic'
import { shareKeyhold } from './support/shared-keyhold'

const JOBS = 100_000
const ROW_PX = 32
const KB = 1_024

test.describe('100,000 waiting jobs', () => {
  test.describe.configure({ mode: 'serial' })
  const it = shareKeyhold()
  /** A row by its place in the list, from 0; the header is row 1. */
  const rowAt = (index: number) => table(it.page, 'Waiting jobs').locator(`[aria-rowindex="${index + 2}"]`)

  test.beforeAll(async () => {
    await countTraffic(it.keyhold)
    await pauseQueue(it.page)
  })

  test('are scheduled by one call, each with its number', async () => {
    const { page, keyhold, client } = it
    await openPage(page, 'Schedule')
    await takeTraffic(keyhold)
    await submitJob(page, { key: 'many:{n}', argument: '{"n":{n}}', repeat: '100000' })
    await expect(page.getByText('Done: 100,000 of 100,000 jobs scheduled.')).toBeVisible({ timeout: 45_000 })
    const { calls, largest, bytes } = await takeTraffic(keyhold)
    expect(calls['schedule.repeat']).toBe(1)
    expect(calls['schedule.job']).toBeUndefined()
    expect(largest).toBeLessThan(32 * KB)
    // Progress is told while it works, and no list with it.
    expect(bytes).toBeLessThan(4 * KB * (1 + (calls['live.acknowledge'] ?? 0)))
    expect(await client.dbsize()).toBeGreaterThanOrEqual(JOBS)
    await expect(outcome(page)).toHaveCount(1)
  })

  test('scroll to the end and to the middle, fetching only the rows in view', async () => {
    const { page, keyhold } = it
    await openPage(page, 'Queue')
    await expect(counter(page, 'Waiting')).toHaveText('100,000')
    await expect(rowAt(0)).toContainText('many:1{"n":1}')
    await takeTraffic(keyhold)

    await table(page, 'Waiting jobs').focus()
    await page.keyboard.press('End')
    await expect(rowAt(JOBS - 1)).toContainText('many:100000{"n":100000}')
    await expect(
      rowAt(JOBS - 1)
        .getByRole('gridcell')
        .first(),
    ).toHaveText('100,000')
    await table(page, 'Waiting jobs').evaluate((grid, top) => grid.scrollTo({ top }), (JOBS / 2) * ROW_PX)
    await expect(rowAt(JOBS / 2)).toContainText('many:50001{"n":50001}')
    await page.keyboard.press('Home')
    await expect(rowAt(0)).toContainText('many:1{"n":1}')

    const { bytes, largest, calls } = await takeTraffic(keyhold)
    expect(largest).toBeLessThan(32 * KB)
    expect(bytes).toBeLessThan(256 * KB)
    expect(calls['queue.waiting'] ?? 0).toBeLessThan(20)
    expect(await bodyRows(page, 'Waiting jobs').count()).toBeLessThan(60)
  })

  test('are run while the page follows at a bounded cost', async () => {
    const { page, keyhold } = it
    await takeTraffic(keyhold)
    const began = Date.now()
    await resumeQueue(page)
    await expect
      .poll(async () => (await live(page)).counters.done, { timeout: 30_000 })
      .toBeGreaterThan(2_000)
    await pauseQueue(page)
    const seconds = (Date.now() - began) / 1_000
    const { bytes, largest, messages } = await takeTraffic(keyhold)
    expect(largest).toBeLessThan(32 * KB)
    expect(messages).toBeLessThanOrEqual(Math.ceil(seconds * 16) + 1)
    expect(bytes).toBeLessThan(128 * KB + 256 * KB * seconds)

    const { counters } = await live(page)
    await expect(counter(page, 'Waiting')).toHaveText(counters.waiting.toLocaleString('en-US'))
    await expect(rowAt(0)).toContainText(`many:${JOBS - counters.waiting + 1}{`)
  })
})
