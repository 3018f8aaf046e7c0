import { expect, type Locator, type Page } from '@playwright/test'
import { closeDrawer, drawer, openPage, PROFILE, request, rowOf, schedule } from './console'
import { openScript } from './editor'
import type { Scene } from './scene'

const FILE = 'export-orders.ts'
const TEXT = [
  '// Exports the orders of one seller.',
  "import type { HandlerContext } from './keyhold'",
  '',
  'interface Order { readonly id: number; readonly seller?: string }',
  '',
  'function check(order: Order): string {',
  '  if (order.seller === undefined) throw new Error(`order ${order.id} has no seller`)',
  '  return order.seller',
  '}',
  '',
  'export default async function exportOrders(order: Order, { log, progress, sleep }: HandlerContext) {',
  "  console.log('export of order', order.id, 'to', 'https://example.com/exports')",
  "  console.warn('the catalog is older than a day')",
  "  progress(0.42, 'page 42 of 100')",
  '  const seller = check(order)',
  "  if (seller === 'slow') await sleep(600_000)",
  "  log.error('no such warehouse:', { seller, warehouses: [1, 2, 3] })",
  '  return 1_250',
  '}',
  '',
].join('\n')

async function save(page: Page, file: string, text: string): Promise<void> {
  const { handlers } = await request(page, 'handlers.list', { profileId: PROFILE })
  const expected = handlers.find((each) => each.file === file)?.version ?? null
  await request(page, 'handlers.save', { profileId: PROFILE, file, text, expected })
}

/** A job that has failed once and waits for hours to be run again. The handler is `steps.js` again afterwards. */
export async function furnishRetry(page: Page): Promise<void> {
  const text = `export const options = { attempts: 3, retryDelayMs: 8_040_000 }
export default () => { throw new Error('The warehouse of seller 5 is closed') }
`
  await save(page, 'patient.js', text)
  await request(page, 'handlers.use', { profileId: PROFILE, file: 'patient.js' })
  await schedule(page, 'seller:5:catalog', { argument: { seller: 5 } })
  await expect
    .poll(async () => {
      const { rows } = await request(page, 'queue.waiting', { profileId: PROFILE, offset: 0, limit: 1 })
      return rows[0]?.retry?.attempt
    })
    .toBe(2)
  await request(page, 'handlers.use', { profileId: PROFILE, file: 'steps.js' })
}

async function tryWith(page: Page, argument: string): Promise<Locator> {
  await save(page, FILE, TEXT)
  await openScript(page, FILE)
  const panel = page.getByRole('region', { name: `Try ${FILE}` })
  await panel.getByLabel('Argument (JSON)').fill(argument)
  await panel.getByRole('button', { name: 'Try with this argument' }).click()
  return panel
}

const escape = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
}

/** Tries, attempts and the texts that ran. */
export const tryScenes: readonly Scene[] = [
  {
    name: 'handlers-try-well',
    async show(page) {
      const panel = await tryWith(page, '{ "id": 7, "seller": "Ada" }')
      await expect(panel.getByRole('status')).toHaveText('Ended well')
    },
  },
  {
    name: 'handlers-try-badly',
    async show(page) {
      const panel = await tryWith(page, '{ "id": 7 }')
      await expect(panel.getByRole('status')).toHaveText('It threw')
    },
  },
  {
    name: 'handlers-try-running',
    async show(page) {
      const panel = await tryWith(page, '{ "id": 7, "seller": "slow" }')
      await expect(panel.getByRole('progressbar')).toBeVisible()
      await expect(panel.getByText('older than a day')).toBeVisible()
    },
    async leave(page) {
      const panel = page.getByRole('region', { name: `Try ${FILE}` })
      await panel.getByRole('button', { name: 'Stop' }).click()
      await expect(panel.getByRole('status')).toHaveText('Stopped')
    },
  },
  {
    name: 'queue-retry',
    async show(page) {
      await openPage(page, 'Queue')
      const waiting = page.getByRole('tab', { name: 'Waiting' })
      if (await waiting.isVisible()) await waiting.click()
      // Jobs that were handed over and taken back go before it, up to a thousand.
      await page.locator('[data-search-field]').fill('seller:5:')
      await rowOf(page, 'Waiting jobs', 'seller:5:catalog').click()
      await expect(drawer(page)).toContainText('waiting to retry in 2h')
    },
    async leave(page) {
      await closeDrawer(page)
      await page.locator('[data-search-field]').fill('')
    },
  },
  {
    name: 'queue-version-dialog',
    async show(page) {
      await openPage(page, 'Queue')
      await page.getByRole('tab', { name: 'Finished' }).click()
      await rowOf(page, 'Finished jobs', 'seller:2:catalog').click()
      await drawer(page)
        .getByRole('button', { name: /^Show line \d+ of steps.js$/ })
        .click()
      await expect(page.getByRole('group', { name: 'Text that ran' })).toBeVisible()
    },
    async leave(page) {
      await escape(page)
      await closeDrawer(page)
    },
  },
  {
    name: 'queue-handler-broken',
    async show(page) {
      await save(page, 'steps.js', `${await textOf(page, 'steps.js')}\n}`)
      await openPage(page, 'Queue')
      await expect(page.getByText(/steps.js is broken: jobs run with version/)).toBeVisible()
    },
    async leave(page) {
      await save(page, 'steps.js', (await textOf(page, 'steps.js')).replace(/\n}$/, ''))
      await expect(page.getByText(/steps.js is broken/)).toHaveCount(0)
    },
  },
]

async function textOf(page: Page, file: string): Promise<string> {
  return (await request(page, 'handlers.read', { profileId: PROFILE, file })).text
}
