import { expect, type Page } from '@playwright/test'
import { openPage, table } from './console'
import type { Scene } from './scene'

const field = (page: Page) => page.getByRole('textbox', { name: 'Text in the key' })
const cancelAll = (page: Page) => page.getByRole('button', { name: /^Cancel all matching/ })

async function filterQueue(page: Page): Promise<void> {
  await openPage(page, 'Queue')
  // In a low window the waiting jobs are behind a tab.
  const tab = page.getByRole('tab', { name: 'Waiting' })
  if (await tab.isVisible()) await tab.click()
  await field(page).fill('order:4')
  await expect(cancelAll(page)).toBeEnabled()
}

async function unfilterQueue(page: Page): Promise<void> {
  await field(page).fill('')
  await expect(cancelAll(page)).toBeHidden()
}

/** The Queue page with a filter, and what is asked before an act on many jobs. */
export const queueScenes: readonly Scene[] = [
  {
    name: 'queue-filter',
    async show(page) {
      await filterQueue(page)
      await table(page, 'Waiting jobs').focus()
      await page.keyboard.press('Shift+ArrowDown')
      await page.getByRole('button', { name: 'Filter', exact: true }).click()
      await expect(page.getByRole('checkbox', { name: 'Timeout' })).toBeVisible()
    },
    async leave(page) {
      await page.keyboard.press('Escape')
      await expect(page.getByRole('checkbox', { name: 'Timeout' })).toBeHidden()
      await unfilterQueue(page)
    },
  },
  {
    name: 'queue-cancel-matching',
    async show(page) {
      await filterQueue(page)
      await cancelAll(page).click()
      await expect(page.getByRole('dialog')).toContainText('the key contains “order:4”')
    },
    async leave(page) {
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
      await unfilterQueue(page)
    },
  },
]
