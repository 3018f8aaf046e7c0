import { expect, type Page } from '@playwright/test'
import { closeDrawer, drawer, openPage, rowOf } from './console'
import type { Scene } from './scene'

const NAME = 'History of jobs'
const search = (page: Page) => page.getByRole('textbox', { name: 'Text in the key' })

/** The History page, one job closely, the timeline of a key, and a filter that lets nothing through. */
export const historyScenes: readonly Scene[] = [
  {
    name: 'history',
    async show(page) {
      await openPage(page, 'History')
      await page.getByRole('button', { name: 'Refresh now' }).click()
      await expect(rowOf(page, NAME, 'seller:2:catalog').first()).toBeVisible()
    },
  },
  {
    name: 'history-job',
    async show(page) {
      await openPage(page, 'History')
      await rowOf(page, NAME, 'seller:2:catalog').first().click()
      await expect(drawer(page).getByRole('list', { name: 'Timeline of this job' })).toBeVisible()
    },
    leave: closeDrawer,
  },
  {
    name: 'history-timeline',
    async show(page) {
      await openPage(page, 'History')
      await page.getByRole('textbox', { name: 'Exact key' }).fill('seller:42:catalog')
      await page.getByRole('textbox', { name: 'Exact key' }).press('Enter')
      await expect(drawer(page).getByRole('list', { name: 'Timeline' })).toContainText('Refused')
    },
    leave: closeDrawer,
  },
  {
    name: 'history-filter',
    async show(page) {
      await openPage(page, 'History')
      await page.getByRole('button', { name: 'Filter', exact: true }).click()
      await expect(page.getByRole('checkbox', { name: 'Interrupted' })).toBeVisible()
    },
    async leave(page) {
      await page.keyboard.press('Escape')
      await expect(page.getByRole('checkbox', { name: 'Interrupted' })).toBeHidden()
    },
  },
  {
    name: 'history-no-match',
    async show(page) {
      await openPage(page, 'History')
      await search(page).fill('nowhere')
      await expect(page.getByText('No job matches the filter')).toBeVisible()
    },
    leave: (page) => search(page).fill(''),
  },
]
