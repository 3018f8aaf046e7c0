import { expect, test } from '@playwright/test'
import {
  closeDrawer,
  counter,
  detail,
  drawer,
  emptyQueue,
  openPage,
  pauseQueue,
  rowOf,
  rowsWith,
  schedule,
  table,
} from './support/console'
import { shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
const long = 600_000

test.beforeEach(() => openPage(it.page, 'Queue'))
test.afterEach(async () => {
  await closeDrawer(it.page)
  await emptyQueue(it.page)
})

test('running jobs stand apart from waiting ones, each with what is known of it', async () => {
  const { page } = it
  await schedule(page, 'apart:running', { backoffMs: 90_000, argument: { ms: long } })
  await schedule(page, 'apart:waiting:1', { backoffMs: 5_400_000, argument: { of: 'seller' } })
  await schedule(page, 'apart:waiting:2')

  const running = rowOf(page, 'Running jobs', 'apart:running')
  await expect(running.getByRole('gridcell')).toHaveText([
    '1',
    'apart:running',
    '{"ms":600000}',
    '',
    '1m 30s',
    /^\d+s$/,
    /^\d+s$/,
  ])
  const waiting = rowOf(page, 'Waiting jobs', 'apart:waiting:1')
  await expect(waiting.getByRole('gridcell')).toHaveText([
    '',
    '1',
    'apart:waiting:1',
    '{"of":"seller"}',
    '1h 30m',
    /^\d+s$/,
    /^(–|under 1 s|about .+)$/,
  ])
  await expect(rowOf(page, 'Waiting jobs', 'apart:waiting:2').getByRole('gridcell').nth(1)).toHaveText('2')
  await expect(rowOf(page, 'Waiting jobs', 'apart:running')).toHaveCount(0)
  await expect(counter(page, 'Running')).toHaveText('1')
  await expect(counter(page, 'Waiting')).toHaveText('2')
})

test('the expected wait grows while the job before it runs longer than the last ones did', async () => {
  const { page } = it
  await schedule(page, 'grows:quick', { argument: { ms: 10 } })
  await expect(rowOf(page, 'Finished jobs', 'grows:quick')).toBeVisible()
  await schedule(page, 'grows:running', { argument: { ms: long } })
  await schedule(page, 'grows:waiting')
  const wait = rowOf(page, 'Waiting jobs', 'grows:waiting').getByRole('gridcell').last()
  await expect(wait).toHaveText('under 1 s')
  await expect(wait).toHaveText(/^about \d+s$/, { timeout: 15_000 })
})

test('Pause keeps jobs waiting and Resume lets them go', async () => {
  const { page } = it
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(page.getByText('Paused', { exact: true })).toBeVisible()
  await schedule(page, 'paused:1')
  await expect(rowOf(page, 'Waiting jobs', 'paused:1')).toBeVisible()
  await expect(counter(page, 'Running')).toHaveText('0')

  await page.getByRole('button', { name: 'Resume', exact: true }).click()
  await expect(rowOf(page, 'Finished jobs', 'paused:1')).toBeVisible()
  await expect(counter(page, 'Waiting')).toHaveText('0')
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()
})

test('finished jobs tell outcome, run time, pause and error', async () => {
  const { page } = it
  await schedule(page, 'ends:well', { argument: { ms: 20, pauseMs: 40 } })
  await schedule(page, 'ends:badly', { argument: { fail: 'the seller is unknown' } })

  const done = rowOf(page, 'Finished jobs', 'ends:well').getByRole('gridcell')
  await expect(done).toHaveText([
    '',
    'Done',
    'ends:well',
    '',
    /^\d+ ms$|^\d\.\d s$/,
    '40 ms',
    /^\d\d:\d\d:\d\d$/,
  ])
  const failed = rowOf(page, 'Finished jobs', 'ends:badly').getByRole('gridcell')
  await expect(failed).toHaveText([
    '',
    'Failed',
    'ends:badly',
    /the seller is unknown/,
    /^\d+ ms$|^\d\.\d s$/,
    '0 ms',
    /^\d\d:\d\d:\d\d$/,
  ])
  await expect(counter(page, 'Failed')).not.toHaveText('0')

  await rowOf(page, 'Finished jobs', 'ends:badly').click()
  await expect(detail(drawer(page), 'Handler')).toHaveText('steps.js')
  await expect(detail(drawer(page), 'Error')).toContainText('the seller is unknown')
  await expect(detail(drawer(page), 'Stack')).toContainText('steps.js')
})

test('the counters tell refusals here, holds elsewhere and what is done', async () => {
  const { page, client } = it
  await client.set('e2e:goio.bgProcessor.dedupKey:gen:0:jobKey:counted:held', '"x"', 'PX', 60_000)
  const before = await Promise.all(
    ['Refused here', 'Held in Redis', 'Done'].map(async (name) =>
      Number(await counter(page, name).innerText()),
    ),
  )
  await pauseQueue(page)
  await schedule(page, 'counted:twice')
  await schedule(page, 'counted:twice')
  await schedule(page, 'counted:held')
  await expect(counter(page, 'Refused here')).toHaveText(String((before[0] ?? 0) + 1))
  await expect(counter(page, 'Held in Redis')).toHaveText(String((before[1] ?? 0) + 1))
  await page.getByRole('button', { name: 'Resume', exact: true }).click()
  await expect(counter(page, 'Done')).toHaveText(String((before[2] ?? 0) + 1))
  await expect(counter(page, 'Schedules failed')).toHaveText('0')
  await expect(counter(page, 'Jobs/s')).toHaveText(/^\d+\.\d$/)

  await page.getByRole('tab', { name: 'Refused' }).click()
  await expect(rowsWith(page, 'Refused schedules', 'counted:twice')).toContainText(
    /Already queued here: job \d+ is waiting/,
  )
  await expect(rowsWith(page, 'Refused schedules', 'counted:held')).toContainText('by a go-io client')
  await page.getByRole('tab', { name: 'Finished' }).click()
})

test('a waiting job is looked into and cancelled from its drawer, and its key is free again', async () => {
  const { page, client } = it
  await pauseQueue(page)
  await schedule(page, 'cancel:waiting', { argument: { deep: { list: [1, 2, 3] } } })
  const name = 'e2e:goio.bgProcessor.dedupKey:gen:0:jobKey:cancel:waiting'
  expect(await client.exists(name)).toBe(1)

  await rowOf(page, 'Waiting jobs', 'cancel:waiting').click()
  await expect(detail(drawer(page), 'State')).toHaveText('Waiting')
  const tree = drawer(page).getByRole('tree', { name: 'Argument' })
  await expect(tree.getByRole('treeitem')).toHaveText(['{1}', 'deep:{1}', 'list:[3]', '0:1', '1:2', '2:3'])
  await drawer(page).getByRole('button', { name: 'Cancel job' }).click()

  await expect(page.getByText(/Job \d+ is cancelled/)).toBeVisible()
  await expect(rowOf(page, 'Waiting jobs', 'cancel:waiting')).toHaveCount(0)
  await expect.poll(() => client.exists(name)).toBe(0)
})

test('a running job is aborted from its drawer and ends as cancelled', async () => {
  const { page } = it
  await schedule(page, 'cancel:running', { argument: { ms: long } })
  await rowOf(page, 'Running jobs', 'cancel:running').click()
  await expect(detail(drawer(page), 'State')).toHaveText('Running')
  await drawer(page).getByRole('button', { name: 'Cancel job' }).click()
  await expect(detail(drawer(page), 'State')).toHaveText('Cancelled')
  await expect(rowOf(page, 'Finished jobs', 'cancel:running')).toContainText('Cancelled')
})

test('an empty queue says so and offers sample jobs', async () => {
  const { page } = it
  await expect(page.getByText('No job waits', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Schedule 20 sample jobs' })).toBeVisible()
  await expect(table(page, 'Running jobs').getByText('idle')).toBeVisible()
})
