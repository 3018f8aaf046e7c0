import { expect, type Page } from '@playwright/test'
import { bodyRows, closeDrawer, drawer, openPage, PROFILE, request, rowsWith } from './console'
import type { Scene } from './scene'

/** Does something of several kinds. */
async function act(page: Page): Promise<void> {
  const of = { profileId: PROFILE }
  const key = 'seller:7:catalog'
  const times = { kind: 'cron', expression: '0 3 * * *', zone: 'utc' } as const
  const entry = { id: null, on: false, key, backoffMs: 0, argument: '{}', times }
  const { entries } = await request(page, 'recurring.save', { ...of, entry })
  const id = entries.find((one) => one.key === key)?.id ?? ''
  await request(page, 'recurring.remove', { ...of, id })
  const { rows } = await request(page, 'queue.waiting', { ...of, offset: 0, limit: 6 })
  const jobIds = [...rows.slice(1).map(({ jobId }) => jobId), 987_654]
  await request(page, 'queue.run-next', { ...of, jobId: jobIds[2] ?? 0 })
  const reason = 'Orders of the export partner come twice since this morning, see incident 4711'
  await request(page, 'queue.cancel-jobs', { ...of, jobIds, reason })
  await request(page, 'queue.pause', { ...of, reason: 'Maintenance of the catalog service' })
  await request(page, 'queue.resume', of)
}

async function show(page: Page): Promise<void> {
  await openPage(page, 'Audit')
  await expect(bodyRows(page, 'Acts').first()).toBeVisible()
}

/** What operators did. */
export const auditScenes: readonly Scene[] = [
  {
    name: 'audit',
    async show(page) {
      await act(page)
      await show(page)
      await expect(rowsWith(page, 'Acts', 'Maintenance of the catalog service')).toBeVisible()
    },
  },
  {
    name: 'audit-entry',
    async show(page) {
      await show(page)
      await rowsWith(page, 'Acts', 'incident 4711').first().click()
      await expect(drawer(page)).toContainText('As it is kept')
    },
    leave: closeDrawer,
  },
  {
    name: 'audit-no-match',
    async show(page) {
      await show(page)
      await page.getByRole('textbox', { name: 'Text in the entry' }).fill('nobody did this')
      await expect(page.getByText('No act matches')).toBeVisible()
    },
    leave: (page) => page.getByRole('button', { name: 'Clear the filter' }).click(),
  },
]
