import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { closeLeftApps, launchKeyhold } from './support/launch-keyhold'
import { furnishQueue, scenes, shareFurnishedKeyhold } from './support/scenes'

const schemes = ['light', 'dark'] as const

/** What axe finds wrong, in words; every rule, and every impact. */
async function violations(page: Page): Promise<readonly string[]> {
  // Without its legacy mode axe opens a page of its own, which Electron has no way to.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  const results = await axe.analyze()
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`),
  )
}

async function expectNone(page: Page): Promise<void> {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
    expect(await violations(page), colorScheme).toEqual([])
  }
}

test.describe('axe finds nothing wrong, light and dark', () => {
  const it = shareFurnishedKeyhold()
  test.beforeAll(() => furnishQueue(it.page))

  for (const { name, show, leave } of scenes) {
    test(name, async () => {
      await show(it.page)
      await expectNone(it.page)
      await leave?.(it.page)
    })
  }

  test('queue-away', async () => {
    const { page, redis } = it
    await redis.kill('SIGKILL')
    await scenes[0]?.show(page)
    await expect(page.getByText('Redis is away', { exact: true })).toBeVisible()
    await expectNone(page)
  })
})

test.afterAll(closeLeftApps)

test('axe finds nothing wrong on the first screen without Redis, and on the empty queue', async () => {
  const none = await launchKeyhold({ env: { PATH: '/nowhere', KEYHOLD_REDIS_SERVER: '' } })
  await expect(none.page.getByRole('heading', { name: 'No Redis to hold keys in' })).toBeVisible()
  await expectNone(none.page)
  await none.close()
  const empty = await launchKeyhold()
  await expect(empty.page.getByText('Nothing has been scheduled yet')).toBeVisible()
  await expectNone(empty.page)
  await empty.close()
})
