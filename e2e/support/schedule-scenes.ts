import { expect, type Page } from '@playwright/test'
import type { RecurringTimes } from '../../src/contract/recurring'
import { openPage, outcome, PROFILE, request } from './console'
import type { Scene } from './scene'

const escape = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
}

/** What the tabs of the Schedule page show. */
export const scheduleScenes: readonly Scene[] = [
  {
    name: 'schedule-templates',
    async show(page) {
      await template(page, 'Nightly catalog', 'seller:42:catalog')
      await template(page, 'Export of the last orders', 'order:900:export')
      await request(page, 'templates.pin', { profileId: PROFILE, name: 'Nightly catalog', pinned: true })
      await reopen(page, 'Templates')
      await expect(page.getByRole('list', { name: 'Templates' }).getByRole('listitem')).toHaveCount(2)
    },
  },
  {
    name: 'schedule-save-template',
    async show(page) {
      await reopen(page, 'Now')
      await page.getByRole('button', { name: 'Save as template…' }).click()
      await page.getByRole('dialog').getByLabel('Name').fill('Nightly catalog')
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
      await expect(page.getByRole('dialog').getByRole('alert')).toContainText('already')
    },
    leave: escape,
  },
  {
    name: 'schedule-forecast',
    async show(page) {
      await reopen(page, 'Now')
      await page.getByLabel('Key', { exact: true }).fill('order:900:export')
      await expect(page.getByRole('group', { name: 'Forecast' })).toContainText('This key waits here now')
      await expect(outcome(page)).toBeAttached()
    },
  },
  {
    name: 'schedule-recurring',
    async show(page) {
      await recurring(page, 'catalog:nightly', { kind: 'cron', expression: '30 3 1 * *', zone: 'utc' })
      await recurring(page, 'prices:page', { kind: 'every', everyMs: 3_600_000 })
      await reopen(page, 'Recurring')
      await expect(page.getByRole('list', { name: 'Recurring jobs' })).toContainText('prices:page')
    },
  },
  {
    name: 'schedule-recurring-dialog',
    async show(page) {
      await reopen(page, 'Recurring')
      await page.getByRole('button', { name: 'New recurring job' }).click()
      await page.getByText('By a cron expression').click()
      await page.getByRole('dialog').getByRole('textbox', { name: 'Cron expression' }).fill('0 25 * * *')
      await expect(page.getByRole('status', { name: 'Next times' })).toContainText('invalid value for hour')
    },
    leave: escape,
  },
]

async function reopen(page: Page, tab: string): Promise<void> {
  await openPage(page, 'Schedule')
  await page.getByRole('tab', { name: tab }).click()
  await expect(page.getByRole('tab', { name: tab })).toHaveAttribute('aria-selected', 'true')
}

function template(page: Page, name: string, key: string): Promise<unknown> {
  const form = { key, backoff: '5m', argument: '{}', repeat: '1' }
  return request(page, 'templates.save', { profileId: PROFILE, name, form, replace: true })
}

async function recurring(page: Page, key: string, times: RecurringTimes): Promise<void> {
  const { entries } = await request(page, 'recurring.list', { profileId: PROFILE })
  if (entries.some((entry) => entry.key === key)) return
  const entry = { id: null, on: true, key, backoffMs: 60_000, argument: '{}', times }
  await request(page, 'recurring.save', { profileId: PROFILE, entry })
}
