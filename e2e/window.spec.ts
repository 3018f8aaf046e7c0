import { expect, test } from '@playwright/test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startRedisServer, type RedisServer } from '../tests/support/redis-server'
import { openPage } from './support/console'
import { environment, launchArguments, launchKeyhold, type Keyhold } from './support/launch-keyhold'

let redis: RedisServer
let userData: string
let keyhold: Keyhold

test.beforeAll(async () => {
  redis = await startRedisServer()
})
test.afterAll(() => redis.stop())
test.beforeEach(() => {
  userData = mkdtempSync(join(tmpdir(), 'keyhold-e2e-'))
})
test.afterEach(async () => {
  await keyhold.close()
  rmSync(userData, { recursive: true, force: true })
})

async function launch(): Promise<void> {
  keyhold = await launchKeyhold({ redisUrl: redis.url, userData })
}

function bounds(): Promise<Electron.Rectangle | undefined> {
  return keyhold.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
}

function savedSettings(): string {
  const file = join(userData, 'settings.json')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

test('size and place of the window are remembered', async () => {
  await launch()
  expect(await bounds()).toMatchObject({ width: 1280, height: 800 })
  const wanted = { x: 40, y: 30, width: 1000, height: 640 }
  await keyhold.app.evaluate(({ BrowserWindow }, place) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(place)
  }, wanted)
  await expect.poll(bounds).toEqual(wanted)
  await expect.poll(savedSettings).toMatch(/"width":\s*1000/)
  await keyhold.close()
  await launch()
  await expect.poll(bounds).toEqual(wanted)
})

test('a second start with the same user data ends at once and shows the window of the first', async () => {
  await launch()
  await keyhold.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  const electron: unknown = createRequire(import.meta.url)('electron')
  const second = spawn(String(electron), launchArguments(), {
    cwd: resolve(import.meta.dirname, '..'),
    env: environment({ redisUrl: redis.url }, userData),
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let output = ''
  second.stdout.on('data', (data) => (output += String(data)))
  await once(second, 'exit')
  expect(second.exitCode).toBe(0)
  expect(output).toContain('already runs with this user data')
  const shown = (): Promise<boolean | undefined> =>
    keyhold.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
  await expect.poll(shown).toBe(true)
  expect(keyhold.app.windows()).toHaveLength(1)
})

test('the window has the standard menu and gets no smaller than 800 by 560', async () => {
  await launch()
  const smallest = await keyhold.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getMinimumSize(),
  )
  expect(smallest).toEqual([800, 560])
  const labels = await keyhold.app.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()?.items.map(({ label, role }) => role ?? label),
  )
  expect(labels?.map((label) => label.toLowerCase())).toEqual(
    expect.arrayContaining(['file', 'editmenu', 'view', 'windowmenu', 'help']),
  )
})

test('a broken settings file is kept aside and reported, and the app starts', async () => {
  const broken = '{"version": 1, "profiles":'
  writeFileSync(join(userData, 'settings.json'), broken)
  await launch()
  const { page } = keyhold
  await expect(page.getByRole('alert').filter({ hasText: 'At the start' })).toContainText('settings')
  const aside = readdirSync(userData).filter(
    (name) => name.startsWith('settings') && name !== 'settings.json',
  )
  expect(aside.map((name) => readFileSync(join(userData, name), 'utf8'))).toEqual([broken])
})

test('a page that breaks says so, with a report to copy, and comes back', async () => {
  await launch()
  const { page, app } = keyhold
  await openPage(page, 'Queue')
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    // A state that no main process sends: the page has no way to draw it.
    window?.webContents.send('live', { profileId: 'default', sequence: 1_000_000, counters: null })
  })
  await expect(page.getByRole('heading', { name: 'This page broke' })).toBeVisible()
  await expect(page.getByRole('group', { name: 'Report' })).toContainText('TypeError')
  await page.getByRole('button', { name: 'Copy report' }).click()
  const copied = (): Promise<string> => app.evaluate(({ clipboard }) => clipboard.readText())
  await expect.poll(copied).toContain('TypeError')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Queue' })).toBeVisible()
})

test('without a Redis to start, the first screen says how to get one or connect elsewhere', async () => {
  keyhold = await launchKeyhold({ userData, env: { PATH: '/nowhere', KEYHOLD_REDIS_SERVER: '' } })
  const { page } = keyhold
  await expect(page.getByRole('heading', { name: 'No Redis to hold keys in' })).toBeVisible()
  await expect(page.getByRole('button', { name: /apt.* install .*redis-server/ })).toBeVisible()
  await page.getByRole('button', { name: 'Connect to another Redis' }).click()
  const dialog = page.getByRole('dialog', { name: 'Connection' })
  await dialog.getByLabel('Address').fill(redis.url)
  await dialog.getByRole('button', { name: 'Save and connect' }).click()
  await expect(page.getByRole('banner').first().getByText('Redis ready')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: 'Queue' })).toBeVisible()
})
