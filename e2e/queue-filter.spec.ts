import { expect, test } from '@playwright/test'
import {
  bodyRows,
  counter,
  emptyQueue,
  live,
  openPage,
  pauseQueue,
  request,
  resumeQueue,
  rowOf,
  rowsWith,
  schedule,
  table,
  PROFILE,
} from './support/console'
import { resizeWindow } from './support/resize-window'
import { shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
const field = () => it.page.getByRole('textbox', { name: 'Text in the key' })
const dialog = () => it.page.getByRole('dialog')

async function repeat(key: string, count: number): Promise<void> {
  const before = (await live(it.page)).counters.waiting
  await request(it.page, 'schedule.repeat', {
    ...{ profileId: PROFILE, key, backoffMs: 60_000, argument: '{}', count },
  })
  await expect
    .poll(async () => (await live(it.page)).counters.waiting, { timeout: 20_000 })
    .toBe(before + count)
}

test.beforeEach(() => openPage(it.page, 'Queue'))
test.afterEach(() => emptyQueue(it.page))

test('waiting jobs are filtered by key, found as they come, and cancelled: the selected, then all that match', async () => {
  const { page, client } = it
  await pauseQueue(page)
  await repeat('order:{n}', 3_000)
  await repeat('seller:{n}', 700)
  await field().fill('seller:')
  await expect(page.getByText('match, of 3,700')).toBeVisible()
  await expect(page).toHaveURL(/#\/queue\?key=seller%3A$/)
  const first = rowOf(page, 'Waiting jobs', 'seller:1')
  await expect(first.getByRole('gridcell').nth(1)).toHaveText('3,001')
  await expect(rowsWith(page, 'Waiting jobs', 'order:')).toHaveCount(0)
  await schedule(page, 'seller:late')
  await expect(page.getByText('701 jobs', { exact: true })).toBeVisible()

  // By keyboard: two are selected, and cancelled.
  await table(page, 'Waiting jobs').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await page.getByRole('button', { name: 'Cancel selected (2)' }).click()
  await expect(dialog()).toContainText('seller:1')
  await expect(dialog()).toContainText('namespace e2e')
  await dialog().getByRole('button', { name: 'Cancel 2 jobs' }).click()
  await expect(page.getByText('Done: 2 jobs cancelled.')).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()

  await page.getByRole('button', { name: 'Cancel all matching (699)' }).click()
  await expect(dialog()).toContainText('the key contains “seller:”')
  await dialog().getByRole('button', { name: 'Cancel 699 jobs' }).click()
  await expect(page.getByText('Done: 699 jobs cancelled.')).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(counter(page, 'Waiting')).toHaveText('3,000')
  await expect.poll(() => client.keys('*jobKey:seller:*')).toEqual([])

  await expect(page.getByText('No waiting job matches the filter')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filter' }).first().click()
  await expect(field()).toHaveValue('')
  await expect(rowOf(page, 'Waiting jobs', 'order:1')).toBeVisible()

  await field().fill('order:')
  await page.getByRole('button', { name: 'Cancel all matching (3,000)' }).click()
  await dialog().getByRole('button', { name: 'Cancel 3,000 jobs' }).click()
  await expect(counter(page, 'Waiting')).toHaveText('0')
})

test('what is asked before an act, and the marks, stay when the window becomes low; what comes meanwhile is left', async () => {
  const { page, keyhold } = it
  await pauseQueue(page)
  await repeat('seller:{n}', 30)
  await field().fill('seller:')
  await expect(page.getByText('match, of 30')).toBeVisible()
  await table(page, 'Waiting jobs').focus()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Cancel selected (1)' })).toBeVisible()
  await page.getByRole('button', { name: 'Cancel all matching (30)' }).click()
  await expect(dialog()).toContainText('the key contains “seller:”')
  await resizeWindow(keyhold, { width: 800, height: 560 })
  try {
    await expect(page.getByRole('tab', { name: 'Waiting' })).toBeVisible()
    await expect(dialog()).toContainText('the key contains “seller:”')
    await expect(page.getByText('Cancel selected (1)')).toBeVisible()
    await repeat('seller:late:{n}', 5)
    await expect.poll(async () => (await live(page)).search?.matches).toBe(35)
    await dialog().getByRole('button', { name: 'Cancel 30 jobs' }).click()
    await expect(page.getByText('Done: 30 jobs cancelled.')).toBeVisible()
    await expect(counter(page, 'Waiting')).toHaveText('5')
  } finally {
    await resizeWindow(keyhold, { width: 1_280, height: 800 })
  }
})

test('finished jobs are filtered by outcome and time, from the address too, and scheduled again', async () => {
  const { page } = it
  await resumeQueue(page)
  await schedule(page, 'again:well', { backoffMs: 0, argument: { ms: 5 } })
  await schedule(page, 'again:badly', { backoffMs: 0, argument: { fail: 'no stock' } })
  await schedule(page, 'again:held', { backoffMs: 600_000, argument: { fail: 'no stock' } })
  await expect(rowOf(page, 'Finished jobs', 'again:held')).toBeVisible()
  const now = Date.now()
  await page.evaluate(
    (hash) => (window.location.hash = hash),
    `#/queue?outcome=failed&finished-from=${now - 60_000}&key=again`,
  )
  await expect(rowOf(page, 'Finished jobs', 'again:badly')).toBeVisible()
  await expect(rowOf(page, 'Finished jobs', 'again:well')).toHaveCount(0)
  await expect(bodyRows(page, 'Finished jobs')).toHaveCount(2)

  await page.getByRole('button', { name: 'Filter (2)' }).click()
  await expect(page.getByRole('checkbox', { name: 'Failed' })).toBeChecked()
  const from = page.getByRole('textbox', { name: 'Ended from' })
  await expect(from).toHaveValue(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  await from.fill('yesterday')
  await from.blur()
  await expect(from).toHaveAccessibleDescription('Write a date and a time: 2026-11-24 19:30.')
  await from.fill('2026-01-02 03:04')
  await expect(page).toHaveURL(/finished-from=\d+/)
  await page.getByRole('checkbox', { name: 'Done' }).check()
  await expect(rowOf(page, 'Finished jobs', 'again:well')).toBeVisible()
  await page.keyboard.press('Escape')

  await table(page, 'Finished jobs').focus()
  await page.keyboard.press('Control+A')
  await page.getByRole('button', { name: 'Schedule again (3)' }).click()
  await dialog().getByRole('button', { name: 'Schedule 3 jobs again' }).click()
  await expect(page.getByText('Done: 2 jobs scheduled again, 1 not.')).toBeVisible()
  await page.getByRole('button', { name: 'Show why' }).click()
  await expect(dialog()).toContainText('again:held')
  await expect(dialog()).toContainText('Its key is held in Redis.')
  await page.keyboard.press('Escape')
})

test('a filter that is shown begins its search anew when the profile was started again', async () => {
  const { page } = it
  await pauseQueue(page)
  await schedule(page, 'seller:before')
  await field().fill('seller:')
  await expect(rowOf(page, 'Waiting jobs', 'seller:before')).toBeVisible()
  const { search } = await live(page)
  const { profile } = await request(page, 'app.info', null)
  await request(page, 'profile.save', { profile })
  await pauseQueue(page)
  await expect(page.getByText('No waiting job matches the filter')).toBeVisible()
  await schedule(page, 'seller:after')
  await expect(rowOf(page, 'Waiting jobs', 'seller:after')).toBeVisible()
  expect((await live(page)).search?.searchId).not.toBe(search?.searchId)
})
