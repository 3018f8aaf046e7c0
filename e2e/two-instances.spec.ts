import { expect, test } from '@playwright/test'
import { hostname } from 'node:os'
import { emptyQueue, openPage, outcome, pauseQueue, rowOf, submitJob } from './support/console'
import { launchKeyhold, type Keyhold } from './support/launch-keyhold'
import { NAMESPACE, shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
let other: Keyhold

test.beforeAll(async () => {
  other = await launchKeyhold({
    redisUrl: it.redis.url,
    env: {
      KEYHOLD_NAMESPACE: NAMESPACE,
      KEYHOLD_HANDLER_FOLDER: it.handlerFolder,
      KEYHOLD_HANDLER: 'steps.js',
    },
  })
})
test.afterAll(async () => {
  await other.close()
  expect(other.pageErrors).toEqual([])
})
test.afterEach(() => emptyQueue(it.page))

test('a key that one instance holds is refused by the other, which names its owner', async () => {
  await pauseQueue(it.page)
  await openPage(it.page, 'Schedule')
  await submitJob(it.page, { key: 'both:want', backoff: '10m' })
  await expect(outcome(it.page)).toContainText('Scheduled')

  await openPage(other.page, 'Schedule')
  await submitJob(other.page, { key: 'both:want', backoff: '10m' })
  await expect(outcome(other.page)).toContainText(/Held for another (9m 5\ds|10m 0s) by/)
  await expect(outcome(other.page)).toContainText(`by ${hostname()} (Keyhold `)
  await expect(outcome(other.page)).toContainText(
    `${NAMESPACE}:goio.bgProcessor.dedupKey:gen:0:jobKey:both:want`,
  )

  await openPage(other.page, 'Held keys')
  await expect(rowOf(other.page, 'Held keys', 'both:want')).toContainText(hostname())
})

test('a bump of one is seen by the other within 2 s, and counts both', async () => {
  await pauseQueue(it.page)
  await openPage(it.page, 'Schedule')
  await submitJob(it.page, { key: 'bumped:over', backoff: '10m' })
  await it.page.getByRole('banner').first().getByRole('button', { name: 'Bump generation' }).click()
  const dialog = it.page.getByRole('dialog', { name: 'Bump generation' })
  await expect(dialog).toContainText('2 Keyhold instances are seen')
  await dialog.getByRole('button', { name: 'Bump generation' }).click()
  await expect(it.page.getByRole('banner').first()).toContainText('Generation 1')
  await expect
    .poll(() => other.page.getByRole('banner').first().innerText(), { timeout: 2_000 })
    .toMatch(/Generation\s*1/)
  await expect(other.page.getByText(/The generation went from 0 to 1 by someone else/)).toBeVisible()

  // The job waits there without protection: its key is free here.
  await openPage(other.page, 'Schedule')
  await submitJob(other.page, { key: 'bumped:over' })
  await expect(outcome(other.page)).toContainText('Scheduled')
})
