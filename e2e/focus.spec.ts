import { expect, test, type Locator } from '@playwright/test'
import {
  drawer,
  emptyQueue,
  openPage,
  outcome,
  pauseQueue,
  rowOf,
  rowsWith,
  schedule,
  submitJob,
  table,
} from './support/console'
import { NAMESPACE, shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
const dialog = (): Locator => it.page.getByRole('dialog')
const button = (name: string | RegExp): Locator => it.page.getByRole('button', { name, exact: true })
const key = (): Locator => it.page.getByLabel('Key', { exact: true })

async function hold(name: string): Promise<void> {
  await it.client.set(
    `${NAMESPACE}:goio.bgProcessor.dedupKey:gen:0:jobKey:${name}`,
    `"${name}"`,
    'PX',
    600_000,
  )
}

test.afterEach(() => emptyQueue(it.page))

test('after Schedule job the key has the focus; after a refusal the first field that is bad', async () => {
  const { page } = it
  await openPage(page, 'Schedule')
  await submitJob(page, { key: 'focus:1' })
  await expect(outcome(page)).toContainText('Scheduled')
  await expect(key()).toBeFocused()
  await key().fill('focus:2')
  await button('Schedule job').focus()
  await page.keyboard.press('Enter')
  await expect(outcome(page)).toContainText('focus:2')
  await expect(key()).toBeFocused()

  await submitJob(page, { key: 'focus:3', backoff: 'soon', argument: '{', repeat: '0' })
  const backoff = page.getByLabel('Backoff', { exact: true })
  await expect(backoff).toBeFocused()
  for (const name of ['Backoff', 'Repeat', 'Argument (JSON)'])
    await expect(page.getByLabel(name, { exact: true })).toHaveAttribute('aria-invalid', 'true')
  const tops = async (name: string) => (await page.getByLabel(name, { exact: true }).boundingBox())?.y
  expect(await tops('Repeat')).toBe(await tops('Backoff'))
  await submitJob(page, { key: '', argument: '{' })
  await expect(key()).toBeFocused()
  await expect(page.getByLabel('Argument (JSON)')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Argument (JSON)').fill('{}')
})

test('the first steps are put away by the first job of the operator', async () => {
  await openPage(it.page, 'Preferences')
  await expect(button('Show again')).toBeEnabled()
})

test('a template leaves the focus at the key when it is scheduled, and in its list when it is deleted', async () => {
  const { page } = it
  await openPage(page, 'Schedule')
  await key().fill('template:focus')
  await button('Save as template…').click()
  await expect(dialog().getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Typed over')
  await expect(dialog().getByLabel('Name')).toHaveValue('Typed over')
  await page.keyboard.press('Enter')
  await expect(dialog()).toBeHidden()
  await page.getByRole('tab', { name: 'Templates' }).click()
  await button('Schedule Typed over').focus()
  await page.keyboard.press('Enter')
  await expect(outcome(page)).toContainText('template:focus')
  await expect(key()).toBeFocused()
  await page.getByRole('tab', { name: 'Templates' }).click()
  await button('Delete Typed over').click()
  await dialog().getByRole('button', { name: 'Delete template' }).click()
  await expect(page.getByText('No templates yet')).toBeVisible()
  await expect(page.getByRole('main')).toBeFocused()
})

test('an act on many jobs gives the focus to their table', async () => {
  const { page } = it
  await openPage(page, 'Queue')
  await pauseQueue(page)
  for (const n of [1, 2, 3, 4]) await schedule(page, `many:${n}`)
  const waiting = table(page, 'Waiting jobs')
  await expect(rowsWith(page, 'Waiting jobs', 'many:')).toHaveCount(4)
  await waiting.focus()
  await page.keyboard.press('Space')
  await button('Cancel selected (1)').focus()
  await page.keyboard.press('Enter')
  await dialog().getByRole('button', { name: 'Cancel 1 job' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog()).toBeHidden()
  await expect(waiting).toBeFocused()
  // Nobody went there yet: what the act came to is shown.
  await expect(rowsWith(page, 'Waiting jobs', 'many:')).toHaveCount(3)

  const field = page.getByRole('textbox', { name: 'Text in the key' })
  await field.fill('many:')
  await button('Cancel all matching (3)').click()
  await dialog().getByRole('button', { name: 'Cancel 3 jobs' }).click()
  await expect(dialog()).toBeHidden()
  await expect(waiting).toBeFocused()
  await button('Clear the text').click()
  await expect(field).toBeFocused()

  const finished = table(page, 'Finished jobs')
  await finished.focus()
  await page.keyboard.press('Space')
  await button('Schedule again (1)').click()
  await dialog().getByRole('button', { name: 'Schedule 1 job again' }).click()
  await expect(dialog()).toBeHidden()
  await expect(finished).toBeFocused()
  const told = page.getByRole('region', { name: /^(Cancelling|Scheduling again) \d/ })
  await expect(told).toHaveCount(3)
  await page.mouse.move(1, 1)
  await expect(told).toHaveCount(0, { timeout: 15_000 })
})

test('an act on holds gives the focus to their table; an extension begins with its duration', async () => {
  const { page } = it
  await Promise.all(['a', 'b', 'c', 'd'].map((name) => hold(`hand:${name}`)))
  await openPage(page, 'Held keys')
  await page.getByRole('textbox', { name: 'Filter' }).fill('hand:')
  const held = table(page, 'Held keys')
  await expect(rowsWith(page, 'Held keys', 'hand:')).toHaveCount(4)
  await rowOf(page, 'Held keys', 'hand:a').getByRole('button', { name: 'Release' }).click()
  await dialog().getByRole('button', { name: 'Release', exact: true }).click()
  await expect(dialog()).toBeHidden()
  await expect(held).toBeFocused()

  await rowOf(page, 'Held keys', 'hand:b').getByRole('checkbox').click()
  await button('Extend selected (1)').click()
  await expect(dialog().getByRole('textbox', { name: 'Duration' })).toBeFocused()
  await dialog().getByRole('button', { name: 'Extend 1 hold' }).click()
  await expect(dialog()).toBeHidden()
  await expect(held).toBeFocused()

  await rowOf(page, 'Held keys', 'hand:c').getByRole('checkbox').click()
  await button('Release selected (1)').click()
  await dialog().getByRole('button', { name: 'Release 1 key' }).click()
  await expect(dialog()).toBeHidden()
  await expect(held).toBeFocused()
})

test('what is put away or left gives the focus to the page', async () => {
  const { page } = it
  await openPage(page, 'Preferences')
  await button('Show again').click()
  await openPage(page, 'Queue')
  await button('Got it').click()
  await expect(page.getByRole('grid', { name: 'Running jobs' })).toBeFocused()

  await schedule(page, 'moment')
  await openPage(page, 'Activity')
  await page.getByRole('slider').first().focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Queue' })).toBeVisible()
  await expect(page.getByRole('main')).toBeFocused()
  await page.goto(page.url().replace(/#.*$/, '#/queue'))
})

test('a job is scheduled again from its drawer: the key first, a way out, and done with when it is', async () => {
  const { page } = it
  await openPage(page, 'Queue')
  await schedule(page, 'once', { backoffMs: 0 })
  await rowOf(page, 'Finished jobs', 'once').first().click()
  const again = drawer(page).getByRole('button', { name: 'Schedule again' })
  await again.click()
  await expect(dialog().getByLabel('Key')).toBeFocused()
  await dialog().getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog()).toBeHidden()
  await expect(again).toBeFocused()
  await again.click()
  await expect(dialog().getByLabel('Key')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog()).toBeHidden()
  await expect(page.getByRole('alert').filter({ hasText: /It is job \d+/ })).toBeVisible()
  await expect(again).toBeFocused()
})
