import { expect } from '@playwright/test'
import { openPage, table } from './console'
import type { Scene } from './scene'

/** The Queue page with a filter, and what is asked before an act on many jobs. */
export const queueScenes: readonly Scene[] = [
  {
    name: 'queue-filter',
    async show(page) {
      await openPage(page, 'Queue')
      await page.getByRole('textbox', { name: 'Text in the key' }).fill('order:4')
      await expect(page.getByText(/^match, of/)).toBeVisible()
      await table(page, 'Waiting jobs').focus()
      await page.keyboard.press('Shift+ArrowDown')
      await page.getByRole('button', { name: 'Filter', exact: true }).click()
      await expect(page.getByRole('checkbox', { name: 'Timeout' })).toBeVisible()
    },
    async leave(page) {
      await page.keyboard.press('Escape')
      await expect(page.getByRole('checkbox', { name: 'Timeout' })).toBeHidden()
    },
  },
  {
    name: 'queue-cancel-matching',
    async show(page) {
      await page.getByRole('button', { name: /^Cancel all matching/ }).click()
      await expect(page.getByRole('dialog')).toContainText('the key contains “order:4”')
    },
    async leave(page) {
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
      await page.getByRole('textbox', { name: 'Text in the key' }).fill('')
      await expect(page.getByText(/^match, of/)).toBeHidden()
    },
  },
]
