import { expect, test } from '@playwright/test'
import { bodyRows, counter, emptyQueue, openPage, pauseQueue, schedule, table } from './support/console'
import { shareKeyhold } from './support/shared-keyhold'

const app = shareKeyhold()

test.beforeEach(async () => {
  await openPage(app.page, 'Queue')
  await pauseQueue(app.page)
})

test.afterEach(async () => {
  await app.page.mouse.move(0, 0)
  await emptyQueue(app.page)
})

test('rows stay while the pointer is on the table, and a button says what came', async () => {
  const { page } = app
  await schedule(page, 'still:1')
  await expect(bodyRows(page, 'Waiting jobs')).toHaveCount(1)
  await table(page, 'Waiting jobs').hover()
  await expect(page.getByText('Held still')).toBeVisible()
  for (const id of [2, 3, 4]) await schedule(page, `still:${id}`)
  await expect(counter(page, 'Waiting')).toHaveText('4')
  await expect(page.getByRole('button', { name: '+3 new' })).toBeVisible()
  await expect(bodyRows(page, 'Waiting jobs')).toHaveCount(1)

  await page.getByRole('button', { name: '+3 new' }).click()
  await expect(bodyRows(page, 'Waiting jobs')).toHaveCount(4)
  await page.mouse.move(0, 0)
  await schedule(page, 'still:5')
  await expect(bodyRows(page, 'Waiting jobs')).toHaveCount(5)
})

test('a table that is not refreshed by itself is read again when asked', async () => {
  const { page } = app
  await expect(bodyRows(page, 'Waiting jobs')).toHaveCount(0)
  await page.getByLabel('Refresh', { exact: true }).selectOption('Off')
  await schedule(page, 'asked:1')
  await expect(counter(page, 'Waiting')).toHaveText('1')
  await expect(bodyRows(page, 'Waiting jobs')).toHaveCount(0)
  await page.getByRole('button', { name: 'Refresh now' }).click()
  await expect(bodyRows(page, 'Waiting jobs')).toHaveCount(1)

  await page.getByLabel('Refresh', { exact: true }).selectOption('Live')
  await schedule(page, 'asked:2')
  await expect(bodyRows(page, 'Waiting jobs')).toHaveCount(2)
})
