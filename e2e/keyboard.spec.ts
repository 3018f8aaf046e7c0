import { expect, test, type Locator } from '@playwright/test'
import { drawer, emptyQueue, openPage, outcome, pauseQueue, schedule, table } from './support/console'
import { editorOf, scriptRow, scriptText } from './support/editor'
import { NAMESPACE, shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
/** More than any page has stops. */
const STOPS = 60

/** Presses Tab until this has the focus, as an operator without a mouse does. */
async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let stop = 0; stop < STOPS; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await it.page.keyboard.press(key)
  }
  throw new Error(`${String(target)} is not reached by ${key}.`)
}

async function follow(title: string): Promise<void> {
  const { page } = it
  await tabTo(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: title }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
}

test.afterEach(() => emptyQueue(it.page))

test('a job is scheduled, paused, looked into and cancelled by keyboard alone', async () => {
  const { page } = it
  await openPage(page, 'Queue')
  await tabTo(page.getByRole('button', { name: 'Pause', exact: true }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('Paused', { exact: true })).toBeVisible()

  await follow('Schedule')
  await tabTo(page.getByLabel('Key', { exact: true }))
  await page.keyboard.type('by:keyboard')
  await page.keyboard.press('Tab')
  await expect(page.getByLabel('Backoff', { exact: true })).toBeFocused()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('1h 30m')
  await tabTo(page.getByLabel('Argument (JSON)'))
  await page.keyboard.press('Control+A')
  await page.keyboard.type('{"by": "hand"}')
  await page.keyboard.press('Control+Enter')
  await expect(outcome(page)).toContainText('Scheduled')

  await follow('Queue')
  await tabTo(table(page, 'Waiting jobs'))
  await page.keyboard.press('Enter')
  await expect(drawer(page)).toContainText('by:keyboard')
  await tabTo(drawer(page).getByRole('button', { name: 'Cancel job' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText(/Job \d+ is cancelled/)).toBeVisible()
})

test('a table is walked by arrows; Enter opens a row, Escape closes it and gives the focus back', async () => {
  const { page } = it
  await pauseQueue(page)
  for (const n of [1, 2, 3]) await schedule(page, `walk:${n}`)
  await openPage(page, 'Queue')
  const waiting = table(page, 'Waiting jobs')
  await tabTo(waiting)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(drawer(page)).toContainText('walk:3')
  await page.keyboard.press('Escape')
  await expect(drawer(page)).toBeHidden()
  await expect(waiting).toBeFocused()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(drawer(page)).toContainText('walk:1')
  await page.keyboard.press('Escape')
})

test('a held key is found and released by keyboard alone', async () => {
  const { page, client } = it
  const name = `${NAMESPACE}:goio.bgProcessor.dedupKey:gen:0:jobKey:held:by-hand`
  await client.set(name, '"held:by-hand"')
  await openPage(page, 'Queue')
  await follow('Held keys')
  await tabTo(page.getByRole('textbox', { name: 'Filter' }))
  await page.keyboard.type('by-hand')
  await expect(table(page, 'Held keys').getByRole('row')).toHaveCount(2)
  await tabTo(table(page, 'Held keys').getByRole('button', { name: 'Release' }))
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Release key' })
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await tabTo(dialog.getByRole('button', { name: 'Release', exact: true }))
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  expect(await client.exists(name)).toBe(0)
})

test('the generation is bumped by keyboard alone; Escape leaves it as it is', async () => {
  const { page, client } = it
  const button = page.getByRole('banner').first().getByRole('button', { name: 'Bump generation' })
  const dialog = page.getByRole('dialog', { name: 'Bump generation' })
  await openPage(page, 'Queue')
  await tabTo(button, 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(button).toBeFocused()

  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('button', { name: 'Bump generation' })).toBeEnabled()
  await tabTo(dialog.getByRole('button', { name: 'Bump generation' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('banner').first()).toContainText('Generation 1')
  expect(await client.get(`${NAMESPACE}:goio.bgProcessor.generation`)).toBe('1')
})

test('a handler is chosen, changed, saved and used by keyboard alone', async () => {
  const { page } = it
  await openPage(page, 'Queue')
  await follow('Handlers')
  await tabTo(scriptRow(page, 'steps.js'))
  for (const key of ['Home', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
  const editor = editorOf(page, 'echo.js')
  await tabTo(scriptText(page, 'echo.js'))
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.type('// By hand.')
  await page.keyboard.press('Enter')
  await page.keyboard.press('ControlOrMeta+S')
  await expect(scriptRow(page, 'echo.js')).toContainText('By hand.')
  await page.keyboard.press('Escape')
  await tabTo(editor.getByRole('button', { name: 'Use this handler' }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(scriptRow(page, 'echo.js')).toContainText('Active')
})
