import { expect, type Page } from '@playwright/test'
import { openPage } from './console'
import type { Scene } from './scene'

const ROWS = [
  'key,backoff,argument,shop',
  ...Array.from({ length: 40 }, (_, n) =>
    n % 9 === 5
      ? `seller:${n}:catalog,soon,{},north`
      : `seller:${n % 7 === 6 ? n - 1 : n}:catalog,1h 30m,"{""seller"": ${n}, ""full"": true}",north`,
  ),
].join('\n')

async function openFile(page: Page, content: string | Uint8Array): Promise<void> {
  await openPage(page, 'Schedule')
  await page.getByRole('button', { name: 'From a file…' }).click()
  const file = { name: 'orders-of-november.csv', mimeType: 'text/csv', buffer: Buffer.from(content) }
  await page.locator('input[type=file]').setInputFiles(file)
}

async function close(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('button', { name: 'From a file…' })).toBeFocused()
}

export const importScenes: readonly Scene[] = [
  {
    name: 'import-source',
    async show(page) {
      await openFile(page, new Uint8Array([0x6b, 0x0a, 0xff]))
      await expect(page.getByText('not UTF-8')).toBeVisible()
    },
    leave: close,
  },
  {
    name: 'import-rows',
    async show(page) {
      await openFile(page, ROWS)
      await expect(page.getByText(/ good.* \+ .* bad = /)).toBeVisible()
      await page.getByLabel('Argument', { exact: true }).selectOption('object')
      await page.getByLabel('Key', { exact: true }).selectOption('template')
      await expect(page.getByRole('gridcell', { name: 'seller:1:catalog', exact: true })).toBeVisible()
    },
    leave: close,
  },
  {
    name: 'import-dialog',
    async show(page) {
      await openFile(page, ROWS)
      await page.getByRole('button', { name: /^Schedule \d+ jobs/ }).click()
      await expect(page.getByRole('dialog')).toContainText('are left out')
    },
    async leave(page) {
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
      await close(page)
    },
  },
]
