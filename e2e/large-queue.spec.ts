import { expect, test } from '@playwright/test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  bodyRows,
  counter,
  live,
  openPage,
  outcome,
  pauseQueue,
  PROFILE,
  request,
  resumeQueue,
  rowsWith,
  submitJob,
  table,
} from './support/console'
import { countTraffic, takeTraffic } from './support/ipc-traffic'
import { noteSmoothness } from './support/note-smoothness'
import { shareKeyhold } from './support/shared-keyhold'
import { watchSmoothness } from './support/smoothness'

const JOBS = 1_000_000
const ROW_PX = 32
const KB = 1_024

const REPEAT = 100_000

/** Asks for a pause after each 100 jobs, so that some 5,000 a second go through. */
const paced = `let jobs = 0
export default () => (++jobs % 100 === 0 ? 8 : 0)
`

test.describe('a million waiting jobs', () => {
  test.describe.configure({ mode: 'serial', timeout: 180_000 })
  const it = shareKeyhold()
  /** A row by its place in the list, from 0; the header is row 1. */
  const rowAt = (index: number) => table(it.page, 'Waiting jobs').locator(`[aria-rowindex="${index + 2}"]`)

  test.beforeAll(async () => {
    writeFileSync(join(it.handlerFolder, 'paced.js'), paced)
    await request(it.page, 'handlers.use', { profileId: PROFILE, file: 'paced.js' })
    await countTraffic(it.keyhold)
    await watchSmoothness(it.keyhold)
    await pauseQueue(it.page)
  })

  test('are scheduled by one call for each 100,000, each with its number', async () => {
    const { page, keyhold, client } = it
    await openPage(page, 'Schedule')
    await takeTraffic(keyhold)
    await submitJob(page, { key: 'many:{n}', argument: '{"n":{n}}', repeat: '100000' })
    await expect(page.getByText('Done: 100,000 of 100,000 jobs scheduled.').first()).toBeVisible({
      timeout: 45_000,
    })
    const { calls, largest, bytes } = await takeTraffic(keyhold)
    expect(calls['schedule.repeat']).toBe(1)
    expect(calls['schedule.job']).toBeUndefined()
    expect(largest).toBeLessThan(32 * KB)
    // Progress is told while it works, and no list with it.
    expect(bytes).toBeLessThan(4 * KB * (1 + (calls['live.acknowledge'] ?? 0)))
    await expect(outcome(page)).toHaveCount(1)

    for (let batch = 1; batch < JOBS / REPEAT; batch += 1) {
      const job = { key: `batch${batch}:{n}`, backoffMs: 3_600_000, argument: '{"n":{n}}', count: REPEAT }
      await request(page, 'schedule.repeat', { profileId: PROFILE, ...job })
      await expect
        .poll(async () => (await live(page)).counters.waiting, { timeout: 60_000 })
        .toBe((batch + 1) * REPEAT)
    }
    expect(await client.dbsize()).toBeGreaterThanOrEqual(JOBS)
    await noteSmoothness(it.keyhold, 'scheduling a million jobs')
  })

  test('scroll to the end and to the middle, fetching only the rows in view', async () => {
    const { page, keyhold } = it
    await openPage(page, 'Queue')
    await expect(counter(page, 'Waiting')).toHaveText('1,000,000')
    await expect(rowAt(0)).toContainText('many:1{"n":1}')
    await takeTraffic(keyhold)

    await table(page, 'Waiting jobs').focus()
    await page.keyboard.press('End')
    await expect(rowAt(JOBS - 1)).toContainText('batch9:100000{"n":100000}')
    await expect(
      rowAt(JOBS - 1)
        .getByRole('gridcell')
        .filter({ hasText: '1,000,000' }),
    ).toBeVisible()
    await table(page, 'Waiting jobs').evaluate((grid, top) => grid.scrollTo({ top }), 50_000 * ROW_PX)
    await expect(rowAt(50_000)).toContainText('many:50001{"n":50001}')
    await page.keyboard.press('Home')
    await expect(rowAt(0)).toContainText('many:1{"n":1}')

    const { bytes, largest, calls } = await takeTraffic(keyhold)
    expect(largest).toBeLessThan(32 * KB)
    expect(bytes).toBeLessThan(256 * KB)
    expect(calls['queue.waiting'] ?? 0).toBeLessThan(20)
    expect(await bodyRows(page, 'Waiting jobs').count()).toBeLessThan(60)
    await noteSmoothness(it.keyhold, 'opening and scrolling a million rows')
  })

  test('are filtered by key while the page and the main process stay free', async () => {
    const { page, keyhold } = it
    await takeTraffic(keyhold)
    await noteSmoothness(it.keyhold, 'before the filter')
    await page.getByRole('textbox', { name: 'Text in the key' }).fill('77')
    await expect(page.getByText('match, of 1,000,000')).toBeVisible({ timeout: 30_000 })
    const numbers = Array.from({ length: REPEAT }, (_, index) => index + 1)
    const matches = numbers.filter((n) => String(n).includes('77')).length * (JOBS / REPEAT)
    await expect(page.getByText(`${matches.toLocaleString('en-US')} jobs`, { exact: true })).toBeVisible()
    await expect(rowAt(0)).toContainText('many:77{"n":77}')
    await table(page, 'Waiting jobs').focus()
    await page.keyboard.press('End')
    await expect(rowsWith(page, 'Waiting jobs', 'batch9:99977').first()).toBeVisible()
    await noteSmoothness(it.keyhold, 'filtering a million jobs by key')
    const { largest, bytes } = await takeTraffic(keyhold)
    expect(largest).toBeLessThan(64 * KB)
    expect(bytes).toBeLessThan(512 * KB)
    await page.getByRole('textbox', { name: 'Text in the key' }).fill('')
    await expect(rowAt(0)).toContainText('many:1{"n":1}')
    await table(page, 'Waiting jobs').blur()
  })

  test('are run while the page follows at a bounded cost', async () => {
    const { page, keyhold } = it
    // The table follows its head while neither pointer nor keyboard is on it.
    await table(page, 'Waiting jobs').blur()
    await takeTraffic(keyhold)
    const began = Date.now()
    await resumeQueue(page)
    await expect
      .poll(async () => (await live(page)).counters.done, { timeout: 30_000 })
      .toBeGreaterThan(15_000)
    await pauseQueue(page)
    const seconds = (Date.now() - began) / 1_000
    const { done } = (await live(page)).counters
    const { bytes, largest, messages } = await takeTraffic(keyhold)
    expect(largest).toBeLessThan(32 * KB)
    expect(messages).toBeLessThanOrEqual(Math.ceil(seconds * 16) + 1)
    expect(bytes).toBeLessThan(128 * KB + 256 * KB * seconds)
    await noteSmoothness(it.keyhold, `running ${Math.round(done / seconds)} jobs/s`)

    const { counters } = await live(page)
    await expect(counter(page, 'Waiting')).toHaveText(counters.waiting.toLocaleString('en-US'))
    await expect(rowAt(0)).toContainText(`many:${JOBS - counters.waiting + 1}{`)
  })

  test('hold a million keys, which are scanned with a bounded number of rows', async () => {
    const { page } = it
    await openPage(page, 'Held keys')
    await expect(bodyRows(page, 'Held keys').first()).toBeVisible()
    await expect.poll(async () => (await live(page)).scan?.state, { timeout: 90_000 }).toBe('done')
    const { scan } = await live(page)
    expect(scan?.matches).toBeGreaterThan(900_000)
    expect(scan?.rows).toBe(100_000)
    await table(page, 'Held keys').focus()
    await page.keyboard.press('End')
    await expect(table(page, 'Held keys').locator('[aria-rowindex="100001"]')).toBeVisible()
    await noteSmoothness(it.keyhold, 'scanning a million holds')
  })
})
