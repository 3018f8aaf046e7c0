import { expect, test, type Locator } from '@playwright/test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  bodyRows,
  closeDrawer,
  detail,
  drawer,
  emptyQueue,
  openPage,
  pauseQueue,
  PROFILE,
  request,
  resumeQueue,
  rowOf,
  schedule,
} from './support/console'
import { shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
const SPEAKS = `export const options = { attempts: 3, retryDelayMs: 600_000 }
export default async ({ fail, pauseMs }, { log, signal }) => {
  console.log('begins')
  log.warn('the seller is slow')
  if (fail) throw new Error('no stock')
  if (pauseMs) return pauseMs
  await new Promise((resolve) => signal.addEventListener('abort', resolve))
  log.error('was aborted')
}`

test.beforeAll(async () => {
  writeFileSync(join(it.handlerFolder, 'speaks.js'), SPEAKS)
  await request(it.page, 'handlers.use', { profileId: PROFILE, file: 'speaks.js' })
})
test.beforeEach(() => openPage(it.page, 'Queue'))
test.afterEach(async () => {
  await closeDrawer(it.page)
  await emptyQueue(it.page)
})

const act = (name: string): Locator => drawer(it.page).getByRole('button', { name, exact: true })
const lines = (): Locator =>
  drawer(it.page).getByRole('list', { name: 'Console lines' }).getByRole('listitem')
const hold = (name: string): Locator =>
  detail(drawer(it.page).getByRole('region', { name: 'Hold in Redis' }), name)
const why = (text: string | RegExp): Locator =>
  it.page.getByRole('region', { name: 'Waiting' }).getByText(text)

test('a running job shows its times, its hold and what it writes, and keeps all of it after its end', async () => {
  const { page } = it
  await schedule(page, 'shown:1', { backoffMs: 90_000, argument: { seller: 42, tags: ['a', 'b'] } })
  await rowOf(page, 'Running jobs', 'shown:1').click()
  await expect(detail(drawer(page), 'Started at')).toHaveText(/^\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \d+s ago$/)
  await expect(lines()).toHaveText([/\d\d:\d\d:\d\d\.\d{3}infobegins$/, /warnthe seller is slow$/])
  await expect(hold('Hold')).toHaveText('Held by this job')
  await expect(hold('Remaining')).toHaveText(/^1m \d+s$/)
  await expect(hold('Owner')).toHaveText('this app')
  await expect(hold('Redis key')).toHaveText('e2e:goio.bgProcessor.dedupKey:gen:0:jobKey:shown:1')

  const tree = drawer(page).getByRole('tree', { name: 'Argument' })
  await expect(tree.getByRole('treeitem')).toHaveText(['{2}', 'seller:42', 'tags:[2]', '0:"a"', '1:"b"'])
  await tree.focus()
  for (const key of ['End', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key)
  await expect(tree.getByRole('treeitem')).toHaveText(['{2}', 'seller:42', 'tags:[2]'])
  await drawer(page).getByText('Raw', { exact: true }).click()
  await expect(drawer(page).getByRole('group', { name: 'Argument' })).toHaveText(
    '{"seller":42,"tags":["a","b"]}',
  )

  await act('Cancel job').focus()
  await page.keyboard.press('Enter')
  await expect(lines().last()).toHaveText(/errorwas aborted$/)
  await expect(detail(drawer(page), 'Run time')).toHaveText(/ms\)?$/)
  await expect(hold('Hold')).toHaveText('Held for the rest of its backoff')
  // The button went with what it did: the focus is in the drawer still, so Escape closes it.
  await page.keyboard.press('Escape')
  await expect(drawer(page)).toBeHidden()
})

test('a waiting job is moved to the head, and its hold is said to be gone or another’s', async () => {
  const { page, client } = it
  await pauseQueue(page)
  for (const key of ['next:a', 'next:b', 'next:c']) await schedule(page, key)
  await expect(why(/^The queue is paused: 3 jobs wait/)).toBeVisible()
  await rowOf(page, 'Waiting jobs', 'next:c').click()
  await act('Run next').click()
  await expect(detail(drawer(page), 'Place')).toHaveText('1')
  await expect(bodyRows(page, 'Waiting jobs').first()).toContainText('next:c')

  const name = 'e2e:goio.bgProcessor.dedupKey:gen:0:jobKey:next:c'
  await client.set(name, '"next:c"', 'PX', 60_000)
  await expect(hold('Hold')).toHaveText('Held by a go-io client', { timeout: 8_000 })
  await client.del(name)
  await expect(hold('Hold')).toHaveText('Gone: it was released, or ran out', { timeout: 8_000 })
  await closeDrawer(page)
  await page.getByRole('button', { name: 'Resume it' }).click()
  await expect(rowOf(page, 'Running jobs', 'next:c')).toBeVisible()
  await expect(why(/^The lane is busy: job \d+ \(next:c\) has run for \d+s\.$/)).toBeVisible()
  await page.getByRole('button', { name: /^Open job \d+$/ }).click()
  await expect(detail(drawer(page), 'State')).toHaveText('Running')
})

test('a job between two attempts runs at once when asked to, and cancelled tells its error', async () => {
  const { page } = it
  await schedule(page, 'fails', { argument: { fail: true } })
  await expect(page.getByText('Waiting to retry', { exact: true })).toBeVisible()
  await expect(why(/^1 job waits for the next attempt, the first in \d+m \d+s\.$/)).toBeVisible()
  await rowOf(page, 'Waiting jobs', 'fails').click()
  await expect(lines()).toHaveCount(2)
  await act('Run next').click()
  await expect(detail(drawer(page), 'Error of attempt 2')).toContainText('no stock')
  await expect(lines()).toHaveCount(4)
  await act('Cancel job').click()
  await expect(detail(drawer(page), 'State')).toHaveText('Cancelled')
  await expect(detail(drawer(page), 'Attempts')).toHaveText('2')
  await expect(detail(drawer(page), 'Error of attempt 2')).toContainText('no stock')
})

test('a job is scheduled again, changed, and the outcome is said with its reason', async () => {
  const { page } = it
  await schedule(page, 'again:1', { backoffMs: 300_000, argument: { pauseMs: 1 } })
  await rowOf(page, 'Finished jobs', 'again:1').click()
  await act('Schedule again').click()
  const dialog = page.getByRole('dialog', { name: 'Schedule again' })
  await expect(dialog.getByLabel('Backoff')).toHaveValue('5m 0s')
  await dialog.getByRole('button', { name: 'Schedule job' }).click()
  await expect(dialog.getByRole('status')).toContainText(/Held for another 4m \d+s by this app/)
  await expect(dialog.getByRole('status')).toContainText('gen:0:jobKey:again:1')
  await expect(dialog.getByRole('button', { name: 'Release and schedule again' })).toBeVisible()
  await dialog.getByLabel('Argument').fill('{')
  await dialog.getByRole('button', { name: 'Schedule job' }).click()
  await expect(dialog.getByRole('status')).toContainText('Nothing was scheduled')
  await expect(dialog.getByRole('button', { name: 'Release and schedule again' })).toBeHidden()
  await dialog.getByLabel('Argument').fill('{"pauseMs":1}')
  await dialog.getByRole('button', { name: 'Schedule job' }).click()
  await expect(dialog.getByRole('status')).toContainText('It is the hold of job')
  await dialog.getByRole('button', { name: 'Release and schedule again' }).click()
  await expect(dialog).toBeHidden()
  await act('Schedule again').click()
  await dialog.getByLabel('Argument').fill('{"pauseMs":30000}')
  await dialog.getByLabel('Key').fill('again:2')
  await dialog.getByRole('button', { name: 'Schedule job' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('alert').filter({ hasText: /It is job \d+/ })).toHaveCount(2)
  await expect(act('Schedule again')).toBeFocused()

  await schedule(page, 'again:3')
  await expect(page.getByText('Between two jobs', { exact: true })).toBeVisible()
  await expect(why(/^speaks\.js asked for a pause of 30s: the next job starts in \d+s\.$/)).toBeVisible()
  await resumeQueue(page)
})
