import { expect, test, type Page } from '@playwright/test'
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openPage } from './support/console'
import { prepareAxe, violations } from './support/axe'
import { closeLeftApps, launchKeyhold, type Keyhold } from './support/launch-keyhold'
import { resizeWindow } from './support/resize-window'
import { furnishQueue, scenes, shareFurnishedKeyhold } from './support/scenes'

const folder = resolve(import.meta.dirname, '../artifacts/screenshots')
const schemes = ['light', 'dark'] as const
const sizes = [
  { width: 1280, height: 800 },
  { width: 800, height: 560 },
] as const

type Shown = Pick<Keyhold, 'app' | 'page'>

/**
 * Looks at what is on the screen in both sizes and both looks: keeps a picture, lets axe judge it, and nothing may
 * be wider than the window. Whatever a theme cannot change is judged in the first one alone.
 */
async function look({ app, page }: Shown, name: string): Promise<void> {
  for (const size of sizes) {
    await resizeWindow({ app, page }, size)
    expect(await overflow(page), `${name} is wider or higher than its window`).toEqual([0, 0])
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
      const path = join(folder, `${name}-${size.width}x${size.height}-${colorScheme}.png`)
      await page.screenshot({ path, animations: 'disabled' })
      expect(statSync(path).size).toBeGreaterThan(5_000)
      const what = colorScheme === schemes[0] ? 'all' : 'colours'
      expect(await violations(page, what), `${name}, ${size.width} wide, ${colorScheme}`).toEqual([])
    }
  }
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

test.describe('The look of', () => {
  const it = shareFurnishedKeyhold()
  test.beforeAll(async () => {
    await prepareAxe(it.page)
    await furnishQueue(it.page)
  })

  for (const { name, show, leave } of scenes) {
    test(name, async () => {
      await resizeWindow(it.keyhold, sizes[0])
      await show(it.page)
      await look(it.keyhold, name)
      await leave?.(it.page)
    })
  }

  test('queue-away', async () => {
    await it.redis.kill('SIGKILL')
    await openPage(it.page, 'Queue')
    await expect(it.page.getByText('Redis is away', { exact: true })).toBeVisible()
    await look(it.keyhold, 'queue-away')
  })
})

test.afterAll(closeLeftApps)

test('The look of the empty queue, and of the first screen without Redis', async () => {
  const empty = await launchKeyhold()
  await prepareAxe(empty.page)
  await expect(empty.page.getByRole('heading', { name: 'First steps' })).toBeVisible()
  await look(empty, 'queue-first-steps')
  await empty.page.getByRole('button', { name: 'Got it' }).click()
  await expect(empty.page.getByText('Nothing has been scheduled yet')).toBeVisible()
  await look(empty, 'queue-empty')
  await openPage(empty.page, 'History')
  await expect(empty.page.getByText('No job has ended yet')).toBeVisible()
  await look(empty, 'history-empty')
  await empty.close()
  const none = await launchKeyhold({ env: { PATH: '/nowhere', KEYHOLD_REDIS_SERVER: '' } })
  await prepareAxe(none.page)
  await expect(none.page.getByRole('heading', { name: 'No Redis to hold keys in' })).toBeVisible()
  await look(none, 'no-redis')
  await none.close()
})
