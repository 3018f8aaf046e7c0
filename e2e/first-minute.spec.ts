import { expect, test } from '@playwright/test'
import { counter, detail, drawer, openPage, rowOf, rowsWith } from './support/console'
import { launchKeyhold, type Keyhold } from './support/launch-keyhold'

test.describe('The first minute, on the embedded Redis', () => {
  test.describe.configure({ mode: 'serial' })
  let keyhold: Keyhold

  test.beforeAll(async () => {
    keyhold = await launchKeyhold()
  })
  test.afterAll(async () => {
    await keyhold.close()
    expect(keyhold.pageErrors).toEqual([])
  })

  test('opens on an empty Queue page, connected to a Redis of its own', async () => {
    const { page } = keyhold
    await expect(page.getByRole('heading', { level: 1, name: 'Queue' })).toBeVisible()
    await expect(page.getByRole('banner').first().getByText('Redis ready')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Embedded Redis' })).toBeVisible()
    await expect(page.getByText('Nothing has been scheduled yet')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Schedule 20 sample jobs' })).toBeEnabled()
    await expect(page).toHaveTitle('Queue – Keyhold')
    await expect(page.getByText('No job has finished')).toBeVisible()
    await page.getByRole('tab', { name: 'Refused' }).click()
    await expect(page.getByText('Nothing was refused')).toBeVisible()
    await page.getByRole('tab', { name: 'Errors' }).click()
    await expect(page.getByText('No errors')).toBeVisible()
    await page.getByRole('tab', { name: 'Finished' }).click()
  })

  test('logs each step up to ready, with the address of its Redis', async () => {
    await expect.poll(() => keyhold.output()).toMatch(/ready redis=\S*(redis\.sock|127\.0\.0\.1:\d+)/)
    // Its very first line may come before anybody listens.
    expect(keyhold.output()).toMatch(/starting the embedded Redis|embedded Redis runs at/)
    expect(keyhold.output()).toContain('starting the processor')
  })

  test('shows the whole life of the sample jobs', async () => {
    const { page } = keyhold
    await page.getByRole('button', { name: 'Schedule 20 sample jobs' }).click()

    const last = rowOf(page, 'Waiting jobs', 'sample:seller:20')
    await expect(last).toBeVisible()
    await expect(counter(page, 'Refused here')).toHaveText('3')
    await last.click()
    await expect(detail(drawer(page), 'State')).toHaveText('Waiting')
    await expect(detail(drawer(page), 'Expected wait')).toHaveText(/under 1 s|about \d+s/)

    await expect(detail(drawer(page), 'State')).toHaveText(/Done|Failed/, { timeout: 30_000 })
    await expect(counter(page, 'Waiting')).toHaveText('0')
    await expect(counter(page, 'Running')).toHaveText('0')
    await expect(counter(page, 'Done')).toHaveText('17')
    await expect(rowOf(page, 'Finished jobs', 'sample:seller:20')).toContainText('Done')
    await page.keyboard.press('Escape')
    await expect(drawer(page)).toBeHidden()

    await page.getByRole('tab', { name: 'Refused' }).click()
    await expect(rowsWith(page, 'Refused schedules', 'Already queued here')).toHaveCount(3)
  })

  test('shows what the sample jobs still hold', async () => {
    const { page } = keyhold
    await openPage(page, 'Held keys')
    await expect(rowOf(page, 'Held keys', 'sample:seller:5')).toContainText('this app')
  })
})
