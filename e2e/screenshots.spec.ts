import { expect, test, type Page } from '@playwright/test'
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { closeLeftApps, launchKeyhold, type Keyhold } from './support/launch-keyhold'
import { furnishQueue, scenes, shareFurnishedKeyhold } from './support/scenes'

const folder = resolve(import.meta.dirname, '../artifacts/screenshots')
const schemes = ['light', 'dark'] as const
const sizes = [
  { width: 1280, height: 800 },
  { width: 800, height: 560 },
] as const

/** Keeps what is on the screen in both sizes and both looks; nothing may be wider than the window. */
async function keep({ app, page }: Keyhold, name: string): Promise<void> {
  for (const size of sizes) {
    await resize({ app, page }, size)
    expect(await overflow(page), `${name} is wider or higher than its window`).toEqual([0, 0])
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
      const path = join(folder, `${name}-${size.width}x${size.height}-${colorScheme}.png`)
      await page.screenshot({ path, animations: 'disabled' })
      expect(statSync(path).size).toBeGreaterThan(5_000)
    }
  }
}

async function resize(
  { app, page }: Pick<Keyhold, 'app' | 'page'>,
  size: (typeof sizes)[number],
): Promise<void> {
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
  }, size)
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([size.width, size.height])
}

function overflow(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement
    return [scrollWidth - clientWidth, scrollHeight - clientHeight]
  })
}

test.beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
})

test.describe('Pictures of', () => {
  const it = shareFurnishedKeyhold()
  test.beforeAll(() => furnishQueue(it.page))

  for (const { name, show, leave } of scenes) {
    test(name, async () => {
      await resize(it.keyhold, sizes[0])
      await show(it.page)
      await keep(it.keyhold, name)
      await leave?.(it.page)
    })
  }

  test('queue-away', async () => {
    await it.redis.kill('SIGKILL')
    await scenes[0]?.show(it.page)
    await expect(it.page.getByText('Redis is away', { exact: true })).toBeVisible()
    await keep(it.keyhold, 'queue-away')
  })
})

test.afterAll(closeLeftApps)

test('Pictures of the empty queue and of the first screen without Redis', async () => {
  const empty = await launchKeyhold()
  await expect(empty.page.getByText('Nothing has been scheduled yet')).toBeVisible()
  await keep(empty, 'queue-empty')
  await empty.close()
  const none = await launchKeyhold({ env: { PATH: '/nowhere', KEYHOLD_REDIS_SERVER: '' } })
  await expect(none.page.getByRole('heading', { name: 'No Redis to hold keys in' })).toBeVisible()
  await keep(none, 'no-redis')
  await none.close()
})
