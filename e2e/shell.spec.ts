import { expect, test, type Page } from '@playwright/test'
import { emptyQueue, openPage, pauseQueue, resumeQueue } from './support/console'
import { shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold({ env: { TZ: 'Asia/Kolkata' } })

/** Finds a command by name and does it, as an operator without a mouse does. */
async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+K')
  await page.getByRole('combobox', { name: 'Command' }).fill(words)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Command' })).toBeHidden()
}

function heading(page: Page, name: string) {
  return page.getByRole('heading', { level: 1, name })
}

function setting(): Promise<{ readonly zoom: number; readonly theme: string }> {
  return it.keyhold.app.evaluate(({ BrowserWindow, nativeTheme }) => ({
    zoom: BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor() ?? 0,
    theme: nativeTheme.themeSource,
  }))
}

test.afterEach(() => emptyQueue(it.page))

test('every page and act is reached from the palette; one that could harm opens its dialog', async () => {
  const { page } = it
  await openPage(page, 'Queue')
  await command(page, 'pause')
  await expect(page.getByText('Paused', { exact: true })).toBeVisible()
  await command(page, 'resume')
  await expect(page.getByText('Paused', { exact: true })).toBeHidden()
  for (const title of ['Schedule', 'Held keys', 'Handlers', 'Queue']) {
    await command(page, `go to ${title}`)
    await expect(heading(page, title)).toBeVisible()
  }
  for (const [words, title] of [
    ['bump', 'Bump generation'],
    ['connection', 'Connection'],
    ['new handler', 'New handler'],
    ['shortcuts', 'Keyboard shortcuts'],
  ] as const) {
    await command(page, words)
    await expect(page.getByRole('dialog', { name: title })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  }
  await command(page, 'scan held keys')
  await expect(heading(page, 'Held keys')).toBeVisible()
})

test('keys lead to pages, to the search field and to the sheet, and are text in a field', async () => {
  const { page } = it
  await openPage(page, 'Queue')
  await page.keyboard.press('g')
  await page.keyboard.press('k')
  await expect(heading(page, 'Held keys')).toBeVisible()
  await page.keyboard.press('/')
  const filter = page.getByRole('textbox', { name: 'Filter' })
  await expect(filter).toBeFocused()
  await page.keyboard.type('g q?')
  await expect(filter).toHaveValue('g q?')
  await expect(heading(page, 'Held keys')).toBeVisible()
  await filter.fill('')
  await page.getByRole('grid', { name: 'Held keys' }).focus()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet).toContainText('Go to Held keys')
  // Under a dialog the page stays where it is.
  await page.keyboard.press('g')
  await page.keyboard.press('q')
  await expect(sheet).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(heading(page, 'Held keys')).toBeVisible()
  await openPage(page, 'Queue')
  await page.keyboard.press('ControlOrMeta+A')
  expect(await page.evaluate(() => window.getSelection()?.toString())).toBe('')
})

test('the search key leads to the key of Schedule and to the list of Handlers', async () => {
  const { page } = it
  await openPage(page, 'Schedule')
  const key = page.getByLabel('Key', { exact: true })
  await expect(key).toBeFocused()
  await heading(page, 'Schedule').click()
  await expect(key).not.toBeFocused()
  await page.keyboard.press('/')
  await expect(key).toBeFocused()
  await openPage(page, 'Handlers')
  const scripts = page.getByRole('list', { name: 'Handler scripts' })
  await expect(scripts.locator('[aria-current]')).toBeVisible()
  await page.keyboard.press('/')
  await expect(scripts.locator('[aria-current]')).toBeFocused()
})

test('the palette opens right after the sheet of keys was closed', async () => {
  const { page } = it
  await openPage(page, 'Queue')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+K')
  await expect(page.getByRole('combobox', { name: 'Command' })).toBeFocused()
  await page.keyboard.type('go to held')
  await page.keyboard.press('Enter')
  await expect(heading(page, 'Held keys')).toBeVisible()
})

test('times are told in UTC or local time on every page at once, with their zone on hover', async () => {
  const { page } = it
  await openPage(page, 'Preferences')
  await expect(page.getByText(/^Now: .* UTC\+05:30$/)).toBeVisible()
  await page.getByRole('radiogroup', { name: 'Show times in' }).getByText('UTC').click()
  await expect(page.getByText(/^Now: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/)).toBeVisible()
  const toggle = page.getByRole('navigation').getByRole('button', { name: 'UTC times' })
  await expect(toggle).toBeVisible()
  await page.keyboard.press('ControlOrMeta+K')
  await page.getByRole('combobox', { name: 'Command' }).fill('local time')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('navigation').getByRole('button', { name: 'Local times' })).toBeVisible()
})

test('theme and zoom are chosen, kept in the settings, and drawn', async () => {
  const { page } = it
  await openPage(page, 'Preferences')
  await page.getByRole('radiogroup', { name: 'Theme' }).getByText('Dark').click()
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await expect(page.getByRole('button', { name: '110 %' })).toBeVisible()
  await expect.poll(async () => (await setting()).theme).toBe('dark')
  await expect.poll(async () => (await setting()).zoom).toBeCloseTo(1.1)
  await page.reload()
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked()
  await expect.poll(async () => (await setting()).zoom).toBeCloseTo(1.1)
  await page.getByRole('button', { name: '110 %' }).click()
  await page.getByRole('radiogroup', { name: 'Theme' }).getByText('As the system').click()
  await expect.poll(setting).toEqual({ zoom: 1, theme: 'system' })
})

test('the first steps are put away for good, and shown again when asked for', async () => {
  const { page } = it
  const steps = page.getByRole('heading', { name: 'First steps' })
  await openPage(page, 'Queue')
  await page.getByRole('button', { name: 'Got it' }).click()
  await expect(steps).toBeHidden()
  await page.reload()
  await expect(heading(page, 'Queue')).toBeVisible()
  await expect(steps).toBeHidden()
  await openPage(page, 'Preferences')
  await page.getByRole('button', { name: 'Show again' }).click()
  await openPage(page, 'Queue')
  await expect(steps).toBeVisible()
})

test('About tells versions and licences, and copies diagnostics from the menu', async () => {
  const { page, keyhold } = it
  await pauseQueue(page)
  await keyhold.app.evaluate(({ Menu }) => {
    const help = Menu.getApplicationMenu()?.items.find(({ role }) => role === 'help')
    help?.submenu?.items.find(({ label }) => label === 'Copy Diagnostics')?.click()
  })
  const copied = () => keyhold.app.evaluate(({ clipboard }) => clipboard.readText())
  await expect.poll(copied).toContain('processor: paused')
  await resumeQueue(page)
  await command(page, 'about')
  await expect(page.locator('dt', { hasText: 'Redis server' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Search licences' }).fill('ioredis')
  await expect(page.getByRole('grid', { name: 'Licences' })).toContainText('MIT')
})
