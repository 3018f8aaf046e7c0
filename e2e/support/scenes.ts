import { expect, type Page } from '@playwright/test'
import {
  bodyRows,
  closeDrawer,
  drawer,
  openPage,
  outcome,
  pauseQueue,
  PROFILE,
  request,
  rowOf,
  schedule,
  submitJob,
} from './console'
import { auditScenes } from './audit-scenes'
import { handlerScenes } from './handler-scenes'
import { historyScenes } from './history-scenes'
import { importScenes } from './import-scenes'
import { queueScenes } from './queue-scenes'
import type { Scene } from './scene'
import { scheduleScenes } from './schedule-scenes'
import { shareKeyhold, type SharedKeyhold } from './shared-keyhold'
import { shellScenes } from './shell-scenes'
import { furnishRetry, tryScenes } from './try-scenes'

const PREFIX = 'e2e:goio.bgProcessor.dedupKey:gen'

/** An app with something to see on every page: jobs of each kind, holds of each owner, outcomes of each sort. */
export function shareFurnishedKeyhold(): SharedKeyhold {
  return shareKeyhold({
    async seed(client) {
      await client.set('e2e:goio.bgProcessor.generation', '3')
      for (const id of [42, 43, 44, 45]) {
        const key = `seller:${id}:catalog`
        await client.set(`${PREFIX}:3:jobKey:${key}`, JSON.stringify(key), 'PX', 3_000_000 + id * 10_000)
      }
      const value = { v: 1, token: 'f00d.7', host: 'api-7', at: Date.now() - 90_000, backoff: 600_000 }
      await client.set(`${PREFIX}:3:jobKey:seller:99:catalog`, JSON.stringify(value), 'PX', 510_000)
      await client.set(`${PREFIX}:2:jobKey:seller:42:catalog`, '"seller:42:catalog"', 'PX', 60_000_000)
      await client.set(`${PREFIX}:4:jobKey:seller:7:catalog`, '"seller:7:catalog"', 'PX', 60_000_000)
      await client.set(`${PREFIX}:3:jobKey:${'tenant:a-rather-long-name:'.repeat(4)}catalog`, 'no JSON')
    },
  })
}

/** Fills the queue: ended jobs, one that runs for longer than the tests, many that wait. */
export async function furnishQueue(page: Page): Promise<void> {
  // The first steps would be on every picture of the queue; they have one of their own.
  await page.getByRole('button', { name: 'Got it' }).click()
  await schedule(page, 'seller:1:catalog', { argument: { pauseMs: 5 } })
  await schedule(page, 'seller:2:catalog', { argument: { fail: 'The catalog of seller 2 is locked' } })
  await expect
    .poll(async () => (await request(page, 'live.open', { profileId: PROFILE })).finishedCount)
    .toBe(2)
  await furnishRetry(page)
  const argument = { order: 77, ms: 55_000, progress: 0.42, doing: 'page 42 of 100' }
  await schedule(page, 'order:77:export', { argument })
  await request(page, 'schedule.repeat', {
    profileId: PROFILE,
    key: 'order:{n}:export',
    backoffMs: 5_400_000,
    // Each runs for as long as the first: the queue looks the same for an hour.
    argument: '{"order": {n}, "ms": 55000}',
    count: 1_200,
  })
  await schedule(page, 'seller:42:catalog')
}

const escape = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
}

export const scenes: readonly Scene[] = [
  { name: 'queue', show: (page) => openPage(page, 'Queue') },
  {
    name: 'queue-job',
    async show(page) {
      await openPage(page, 'Queue')
      await tab(page, 'Finished')
      await rowOf(page, 'Finished jobs', 'seller:2:catalog').click()
      await expect(drawer(page)).toContainText('is locked')
    },
    leave: closeDrawer,
  },
  {
    name: 'queue-refused',
    async show(page) {
      await openPage(page, 'Queue')
      await tab(page, 'Refused')
    },
    leave: (page) => tab(page, 'Finished'),
  },
  {
    name: 'queue-paused',
    async show(page) {
      await openPage(page, 'Queue')
      await pauseQueue(page)
      await expect(page.getByText('Paused', { exact: true })).toBeVisible()
    },
    leave: (page) => request(page, 'queue.resume', { profileId: PROFILE }).then(() => undefined),
  },
  ...queueScenes,
  {
    name: 'activity',
    async show(page) {
      await openPage(page, 'Activity')
      await expect(page.getByRole('slider', { name: 'Moment of Throughput' })).toBeVisible({
        timeout: 15_000,
      })
      await expect(page.locator('canvas')).toHaveCount(3)
    },
  },
  {
    name: 'schedule',
    async show(page) {
      await openPage(page, 'Schedule')
      await submitJob(page, { key: 'order:900:export', backoff: '1h 30m', argument: '{"order": 900}' })
      await expect(outcome(page)).toContainText('Already queued here')
      await submitJob(page, { key: 'seller:42:catalog', argument: '{"seller": 42}' })
      await expect(outcome(page)).toContainText('by a go-io client')
    },
  },
  {
    name: 'schedule-refused-input',
    async show(page) {
      await openPage(page, 'Schedule')
      await submitJob(page, { key: 'seller:42:catalog', argument: '{"seller": }' })
      await expect(page.getByLabel('Argument (JSON)')).toHaveAttribute('aria-invalid', 'true')
    },
    leave: (page) => page.getByLabel('Argument (JSON)').fill('{}'),
  },
  {
    name: 'held-keys',
    async show(page) {
      await openPage(page, 'Held keys')
      await filterHeldKeys(page, 'catalog')
      await expect(rowOf(page, 'Held keys', 'seller:99:catalog')).toBeVisible()
    },
  },
  {
    name: 'held-keys-hold',
    async show(page) {
      await lookUp(page, 'seller:99:catalog')
      await expect(drawer(page).getByRole('heading', { name: 'Held key' })).toBeVisible()
    },
    leave: closeDrawer,
  },
  {
    name: 'held-keys-not-held',
    async show(page) {
      await lookUp(page, 'nobody:holds:this')
      await expect(drawer(page).getByRole('heading', { name: 'Not held' })).toBeVisible()
    },
    leave: closeDrawer,
  },
  {
    name: 'held-keys-no-match',
    async show(page) {
      await openPage(page, 'Held keys')
      await filterHeldKeys(page, 'nowhere')
      await expect(page.getByText('No held key matches the filter')).toBeVisible()
    },
    leave: (page) => filterHeldKeys(page, ''),
  },
  {
    name: 'release-dialog',
    async show(page) {
      await openPage(page, 'Held keys')
      await filterHeldKeys(page, ':99:')
      await rowOf(page, 'Held keys', 'seller:99:catalog').getByRole('button', { name: 'Release' }).click()
      await expect(page.getByRole('dialog', { name: 'Release key' })).toBeVisible()
    },
    async leave(page) {
      await escape(page)
      await filterHeldKeys(page, '')
    },
  },
  ...historyScenes,
  ...importScenes,
  ...scheduleScenes,
  {
    name: 'held-keys-release-many',
    async show(page) {
      await openPage(page, 'Held keys')
      await filterHeldKeys(page, 'catalog')
      await page.getByRole('button', { name: /^Release all matching \([1-9]/ }).click()
      await expect(page.getByRole('dialog', { name: 'Release keys' })).toContainText('would be deleted')
    },
    leave: escape,
  },
  {
    name: 'held-keys-extend',
    async show(page) {
      await openPage(page, 'Held keys')
      await filterHeldKeys(page, 'seller:99:')
      await expect(bodyRows(page, 'Held keys')).toHaveCount(1)
      await expect(rowOf(page, 'Held keys', 'seller:99:catalog')).toBeVisible()
      await page.getByRole('columnheader').first().click()
      await page.getByRole('button', { name: 'Extend selected (1)' }).click()
      await expect(page.getByRole('dialog', { name: 'Extend holds' })).toContainText('kept for longer')
    },
    async leave(page) {
      await escape(page)
      await page.getByRole('button', { name: 'Clear', exact: true }).click()
      await filterHeldKeys(page, '')
    },
  },
  {
    name: 'held-keys-purge',
    async show(page) {
      await openPage(page, 'Held keys')
      await page.getByRole('button', { name: 'Purge stale' }).click()
      await expect(page.getByRole('dialog', { name: 'Purge stale holds' })).toContainText('of generation 2')
    },
    leave: escape,
  },
  ...handlerScenes,
  ...tryScenes,
  {
    name: 'bump-dialog',
    async show(page) {
      await openPage(page, 'Queue')
      await page.getByRole('banner').first().getByRole('button', { name: 'Bump generation' }).click()
      await expect(page.getByRole('dialog')).toContainText('Generation 4 already has 1 hold')
    },
    leave: escape,
  },
  ...shellScenes,
  {
    name: 'connection-dialog',
    async show(page) {
      await openPage(page, 'Queue')
      await page
        .getByRole('banner')
        .first()
        .getByRole('button', { name: /Redis at/ })
        .click()
      await expect(page.getByRole('dialog', { name: 'Connection' })).toBeVisible()
    },
    leave: escape,
  },
  ...auditScenes,
  {
    name: 'bump-notice',
    // The last one: those before it are of generation 3.
    async show(page) {
      await openPage(page, 'Queue')
      await request(page, 'bump.confirm', { profileId: PROFILE, from: '3' })
      await expect(page.getByText(/held again by go-io clients|No key that was held before/)).toBeVisible()
    },
    leave: (page) => page.getByRole('button', { name: 'Dismiss the notice' }).click(),
  },
]

async function tab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name }).click()
  await expect(page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true')
}

async function filterHeldKeys(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Filter' }).fill(text)
}

async function lookUp(page: Page, key: string): Promise<void> {
  await openPage(page, 'Held keys')
  await page.getByRole('textbox', { name: 'Exact key' }).fill(key)
  await page.getByRole('textbox', { name: 'Exact key' }).press('Enter')
}
