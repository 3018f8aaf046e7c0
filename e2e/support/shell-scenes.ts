import { expect, type Page } from '@playwright/test'
import { closeDrawer, openPage, PROFILE, request, rowOf } from './console'
import type { Scene } from './scene'

const escape = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
}

const toast = (page: Page) => page.getByRole('alert').filter({ hasText: 'Key copied' })

/** The app around the pages: its own pages, the palette, the sheet of keys, a notice. */
export const shellScenes: readonly Scene[] = [
  { name: 'preferences', show: (page) => openPage(page, 'Preferences') },
  {
    name: 'about',
    async show(page) {
      await openPage(page, 'About')
      await expect(page.getByText(/^\d+ packages$/)).toBeVisible()
    },
  },
  {
    name: 'about-licence',
    async show(page) {
      await openPage(page, 'About')
      await page.getByRole('textbox', { name: 'Search licences' }).fill('ioredis')
      await licence(page).click()
      await expect(page.getByRole('complementary')).toContainText('Permission is hereby granted')
    },
    async leave(page) {
      await closeDrawer(page)
      await page.getByRole('textbox', { name: 'Search licences' }).fill('')
    },
  },
  {
    name: 'palette',
    async show(page) {
      await openPage(page, 'Queue')
      await page.keyboard.press('Control+K')
      await expect(page.getByRole('combobox', { name: 'Command' })).toBeFocused()
    },
    leave: escape,
  },
  {
    name: 'palette-nothing-found',
    async show(page) {
      await openPage(page, 'Queue')
      await page.keyboard.press('Control+K')
      await page.getByRole('combobox', { name: 'Command' }).fill('nothing is called so')
      await expect(page.getByText('No command is called so.')).toBeVisible()
    },
    leave: escape,
  },
  {
    name: 'shortcuts',
    async show(page) {
      await openPage(page, 'Queue')
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
    },
    leave: escape,
  },
  {
    name: 'quit-asked',
    async show(page) {
      await openPage(page, 'Queue')
      await request(page, 'queue.pause', { profileId: PROFILE })
      await request(page, 'app.leave', null)
      await expect(page.getByRole('dialog', { name: /^Quit with/ })).toBeVisible()
      await expect(page.getByRole('radio', { name: 'Keep them for the next start' })).toBeChecked()
    },
    leave: escape,
  },
  {
    name: 'quit-drop',
    async show(page) {
      await request(page, 'app.leave', null)
      await page.getByRole('radio', { name: 'Drop them' }).check()
    },
    async leave(page) {
      await escape(page)
      await request(page, 'queue.resume', { profileId: PROFILE })
    },
  },
  {
    name: 'quit-finishing',
    async show(page) {
      await request(page, 'app.leave', null)
      await page.getByRole('radio', { name: 'Finish them, then quit' }).check()
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^Finish [\d,]+ jobs$/ })
        .click()
      await expect(page.getByRole('dialog', { name: 'Finishing, then quitting' })).toBeVisible()
    },
    leave: escape,
  },
  {
    name: 'toast',
    async show(page) {
      await openPage(page, 'Queue')
      const finished = page.getByRole('tab', { name: 'Finished' })
      await finished.click()
      const row = rowOf(page, 'Finished jobs', 'seller:2:catalog')
      await row.getByRole('button', { name: 'seller:2:catalog' }).click()
      // It stays as long as the pointer is on it.
      await toast(page).hover()
    },
    async leave(page) {
      await page.mouse.move(1, 1)
      await expect(toast(page)).toBeHidden()
    },
  },
]

function licence(page: Page) {
  return page.getByRole('grid', { name: 'Licences' }).getByRole('row').filter({ hasText: 'ioredis' }).first()
}
