import { expect, test, type Page } from '@playwright/test'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startRedisServer } from '../tests/support/redis-server'
import { live, openPage, schedule } from './support/console'
import { prepareAxe, violations } from './support/axe'
import { closeLeftApps, launchKeyhold, type Keyhold } from './support/launch-keyhold'
import { resizeWindow } from './support/resize-window'
import { furnishQueue, scenes, shareFurnishedKeyhold } from './support/scenes'
import { connect } from './support/shared-keyhold'

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
    // What floats finds its place a moment after the window has its size.
    const fits = expect.poll(() => overflow(page), { message: `${name} is wider or higher than its window` })
    await fits.toEqual([0, 0])
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

test('The look of what a crash left, and of a journal that cannot be written', async () => {
  const redis = await startRedisServer()
  const userData = mkdtempSync(join(tmpdir(), 'keyhold-e2e-'))
  const launch = (folder: string): Promise<Keyhold> =>
    launchKeyhold({ redisUrl: redis.url, userData: folder, env: { KEYHOLD_HANDLER: 'wait.js' } })
  try {
    const crashed = await launch(userData)
    await schedule(crashed.page, 'seller:42:catalog', { argument: { ms: 60_000 }, backoffMs: 600_000 })
    await expect.poll(async () => (await live(crashed.page)).counters.running).toBe(1)
    for (const n of [43, 44, 45]) await schedule(crashed.page, `seller:${n}:prices`, { backoffMs: 600_000 })
    process.kill(crashed.pid, 'SIGKILL')
    await crashed.ended()
    const client = connect(redis)
    await client.incr('keyhold:goio.bgProcessor.generation')
    client.disconnect()

    const next = await launch(userData)
    await prepareAxe(next.page)
    await expect(next.page.getByText('4 jobs of the last run need your decision')).toBeVisible()
    await look(next, 'recovery-notice')
    await next.page.getByRole('button', { name: 'Decide' }).click()
    await next.page.getByRole('checkbox').last().check()
    await look(next, 'recovery-dialog')
    await next.page.getByRole('button', { name: 'Drop selected (1)' }).click()
    await look(next, 'recovery-drop')
    await next.close()

    const full = join(userData, 'broken')
    mkdirSync(join(full, 'job-stores', 'default.sqlite'), { recursive: true })
    const broken = await launch(full)
    await prepareAxe(broken.page)
    const journal = broken.page.getByRole('region', { name: 'Journal' })
    await expect(journal).toContainText('nothing can be scheduled')
    await look(broken, 'journal-failing')
    await openPage(broken.page, 'History')
    await expect(broken.page.getByRole('alert')).toContainText('job store')
    await look(broken, 'history-unreadable')
    await openPage(broken.page, 'Audit')
    await expect(broken.page.getByRole('alert')).toContainText('job store')
    await look(broken, 'audit-unreadable')
    await openPage(broken.page, 'Queue')
    await journal.getByRole('button', { name: 'Go on without' }).click()
    await look(broken, 'journal-off-dialog')
    await broken.page.getByRole('dialog').getByRole('button', { name: 'Go on without the journal' }).click()
    await expect(journal).toContainText('without being written down')
    await look(broken, 'journal-off')
    await broken.close()
  } finally {
    await redis.stop()
    rmSync(userData, { recursive: true, force: true })
  }
})
