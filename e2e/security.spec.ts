import { expect, test } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROFILE } from './support/console'
import { launchKeyhold, type Keyhold } from './support/launch-keyhold'
import { startRedisServer, type RedisServer } from '../tests/support/redis-server'

let redis: RedisServer
let keyhold: Keyhold

test.beforeAll(async () => {
  redis = await startRedisServer()
  keyhold = await launchKeyhold({ redisUrl: redis.url })
})
test.afterAll(async () => {
  await keyhold.close()
  await redis.stop()
})

test('the page is served with a strict policy', async () => {
  const { page } = keyhold
  const policy = await page.evaluate(async () => {
    const response = await fetch(location.href)
    return response.headers.get('content-security-policy')
  })
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("object-src 'none'")
  expect(policy).not.toContain('unsafe')
  expect(policy).not.toContain('http')
})

test('a script in the page that is not its own file does not run', async () => {
  const { page } = keyhold
  const before = keyhold.pageErrors.length
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'document.title = "it ran"'
    document.head.append(script)
  })
  await expect.poll(() => keyhold.pageErrors.slice(before).join()).toContain('Content Security Policy')
  await expect(page).toHaveTitle('Queue – Keyhold')
})

test('a new window is refused', async () => {
  const { page, app } = keyhold
  expect(await page.evaluate(() => window.open('app://keyhold/index.html'))).toBeNull()
  expect(await page.evaluate(() => window.open('https://example.com/'))).toBeNull()
  expect(app.windows()).toHaveLength(1)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('permissions are refused', async () => {
  const { page } = keyhold
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied')
  const location = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        navigator.geolocation.getCurrentPosition(
          () => resolve('given'),
          () => resolve('refused'),
        )
      }),
  )
  expect(location).toBe('refused')
})

test('the page reaches two functions of the app and nothing of Node', async () => {
  const { page, app } = keyhold
  expect(await page.evaluate(() => Object.keys(window.keyhold ?? {}).sort())).toEqual(['on', 'request'])
  const reachable = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
      (name) => name in window,
    ),
  )
  expect(reachable).toEqual([])
  const preferences = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      const read: unknown = Reflect.get(contents, 'getLastWebPreferences')
      return typeof read === 'function' ? (read.call(contents) as Electron.WebPreferences) : undefined
    }),
  )
  expect(preferences).toEqual([
    expect.objectContaining({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
    }),
  ])
})

test('calls and payloads outside of the contract are refused', async () => {
  const { page } = keyhold
  const replies = await page.evaluate(async (profileId) => {
    // Without the types that keep the page to the contract.
    const bridge: { request(name: string, payload: unknown): Promise<unknown> } | undefined = window.keyhold
    if (!bridge) throw new Error('The page has no bridge.')
    const call = (name: string, payload: unknown): Promise<unknown> => bridge.request(name, payload)
    return [
      await call('no.such-call', null),
      await call('toString', null),
      await call('queue.waiting', { profileId, offset: -1, limit: 1_000_000 }),
      await call('schedule.job', { profileId, key: 7, backoffMs: 'soon', argument: {} }),
      await call('queue.pause', { profileId: 'another' }),
    ]
  }, PROFILE)
  expect(replies).toMatchObject([
    { ok: false, error: { code: 'bad-request' } },
    { ok: false, error: { code: 'bad-request' } },
    { ok: false, error: { code: 'bad-request' } },
    { ok: false, error: { code: 'bad-request' } },
    { ok: false, error: { code: 'unknown-profile' } },
  ])
})

test('no file outside of the page is served', async () => {
  const { page } = keyhold
  const served = await page.evaluate(async () => {
    const paths = [
      '/..%2fpackage.json',
      '/%2e%2e/package.json',
      '/assets/..%5c..%5cpackage.json',
      '/../main.cjs',
    ]
    const answers = await Promise.all(
      paths.map((path) =>
        fetch(`app://keyhold${path}`).then(
          ({ status }) => status,
          () => 0,
        ),
      ),
    )
    return answers.filter((status) => status === 200)
  })
  expect(served).toEqual([])
})

// The last one: Playwright waits for a navigation that began and never comes.
test('a navigation elsewhere is refused', async () => {
  const { page, app, userData } = keyhold
  await page.evaluate(() => {
    location.href = 'https://example.com/'
  })
  const log = (): string => readFileSync(join(userData, 'logs', 'keyhold.log'), 'utf8')
  await expect.poll(log).toContain('shell_navigation_refused')
  const shown = await app.evaluate(({ webContents }) =>
    Promise.all(
      webContents.getAllWebContents().map(async (contents) => {
        const title: unknown = await contents.executeJavaScript('document.querySelector("h1").textContent')
        return [contents.getURL(), title]
      }),
    ),
  )
  expect(shown).toEqual([[expect.stringMatching(/^app:\/\/keyhold\//), 'Queue']])
})
