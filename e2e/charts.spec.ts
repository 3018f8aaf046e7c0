import { expect, test, type Locator } from '@playwright/test'
import { emptyQueue, live, openPage, PROFILE, request, schedule } from './support/console'
import { shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
const chart = (name: string): Locator => it.page.getByRole('slider', { name: `Moment of ${name}` })
const region = (name: string): Locator => it.page.getByRole('region', { name })
/** What the legend of a chart says of a line. */
const value = (name: string, line: string): Locator =>
  region(name)
    .locator('dt', { hasText: new RegExp(`^${line}$`) })
    .locator('xpath=following-sibling::dd')

test('nothing has run: the page says so, and where to go', async () => {
  const { page } = it
  await openPage(page, 'Activity')
  await expect(page.getByText('Nothing has run yet')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Schedule a job' })).toHaveAttribute('href', '#/schedule')
})

test('jobs show in three charts; a moment is read by keyboard in all of them and leads to its jobs', async () => {
  const { page } = it
  await schedule(page, 'fails', { argument: { fail: 'no stock' } })
  for (let job = 1; job <= 10; job += 1) await schedule(page, `runs:${job}`, { argument: { ms: 20 } })
  await expect.poll(async () => (await live(page)).finishedCount).toBe(11)
  const { rows } = await request(page, 'queue.finished', { profileId: PROFILE, offset: 0, limit: 50 })
  const ends = rows.map(({ finishedAt }) => finishedAt)

  await openPage(page, 'Activity')
  await expect(region('Throughput').getByText('10 done, 1 failed', { exact: false })).toBeAttached({
    timeout: 20_000,
  })
  await expect(page.locator('canvas')).toHaveCount(3)

  // By the keyboard alone, from the last moment back to one with a job; the page asks again meanwhile.
  await chart('Throughput').focus()
  await page.keyboard.press('End')
  await expect(async () => {
    await page.keyboard.press('ArrowLeft')
    await expect(value('Throughput', 'Done')).toHaveText(/[1-9].*\/s$/, { timeout: 200 })
  }).toPass({ intervals: [10] })
  await expect(value('Throughput', 'Done')).toHaveText(/^\d+(\.\d+)?\/s$/)
  await expect(value('Wait and run time', 'Run p50')).toHaveText(/ m?s$/)
  await expect(value('Queue length', 'Waiting')).toHaveText(/^\d+$/)
  await expect(chart('Queue length')).toHaveAttribute(
    'aria-valuenow',
    (await chart('Throughput').getAttribute('aria-valuenow')) ?? '',
  )
  await expect(chart('Throughput')).toHaveAttribute('aria-valuetext', /Done .*Failed .*Schedules failed/)

  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Queue' })).toBeVisible()
  const [, from, to] = /finished-from=(\d+)&finished-to=(\d+)$/.exec(page.url()) ?? []
  expect(ends.some((end) => Number(from) <= end && end < Number(to))).toBe(true)
  expect(Number(to) - Number(from)).toBe(5_000)
})

test('the pointer reads a moment and a click leads to its jobs; a longer span has longer moments', async () => {
  const { page } = it
  await schedule(page, 'pointed')
  await openPage(page, 'Activity')
  await expect(region('Queue length').locator('.u-over')).toBeVisible({ timeout: 20_000 })
  await page.getByText('24 h', { exact: true }).click()
  await expect(page.getByText('Latest values of the last 24 hours')).toBeVisible()
  const box = await region('Queue length').locator('.u-over').boundingBox()
  if (!box) throw new Error('The chart has no plot.')
  await page.mouse.move(box.x + box.width - 1, box.y + 20)
  await expect(page.getByText('click or Enter shows its jobs')).toBeVisible()
  await page.mouse.click(box.x + box.width - 1, box.y + 20)
  await expect(page).toHaveURL(/#\/queue\?finished-from=\d+&finished-to=\d+$/)
  const [, from, to] = /finished-from=(\d+)&finished-to=(\d+)$/.exec(page.url()) ?? []
  expect(Number(to) - Number(from)).toBe(300_000)
  await emptyQueue(page)
})
