import { expect, test, type Locator } from '@playwright/test'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  bodyRows,
  closeDrawer,
  detail,
  drawer,
  emptyQueue,
  live,
  openPage,
  pauseQueue,
  PROFILE,
  request,
  resumeQueue,
  rowOf,
  schedule,
  table,
} from './support/console'
import { launchKeyhold } from './support/launch-keyhold'
import { shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
const NAME = 'History of jobs'
const folder = mkdtempSync(join(tmpdir(), 'keyhold-history-'))
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

const rows = (): Locator => bodyRows(it.page, NAME)
const search = (): Locator => it.page.getByRole('textbox', { name: 'Text in the key' })
const moments = (): Locator => drawer(it.page).getByRole('list', { name: 'Timeline' }).getByRole('listitem')

/** Answers the system's dialog in the operator's place. */
async function saveTo(file: string): Promise<string> {
  const path = join(folder, file)
  await it.keyhold.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
  return path
}

async function ended(jobs: number): Promise<void> {
  await expect
    .poll(async () => {
      const { done, failed, cancelled, lost } = (await live(it.page)).counters
      return done + failed + cancelled + lost
    })
    .toBeGreaterThanOrEqual(jobs)
}

test.beforeAll(async () => {
  const { page } = it
  await schedule(page, 'seller:1:catalog', { argument: { seller: 1 } })
  await schedule(page, 'seller:2:catalog', { argument: { fail: 'no stock' } })
  await schedule(page, 'seller:3:catalog', { argument: { ms: 400 } })
  await ended(3)
})
test.beforeEach(async () => {
  await openPage(it.page, 'History')
  await it.page.getByRole('button', { name: 'Refresh now' }).click()
})
test.afterEach(async () => {
  await closeDrawer(it.page)
  await search().fill('')
  await emptyQueue(it.page)
})

test('every job that ended is a row; text, outcome and handler filter, and headers sort', async () => {
  const { page } = it
  await expect(rows()).toHaveCount(3)
  await expect(page.getByText('3 jobs', { exact: true })).toBeVisible()
  await expect(rows().first()).toContainText('seller:3:catalog')
  await page.getByRole('button', { name: 'Run time' }).click()
  await expect(rows().first()).toContainText('seller:3:catalog')
  await page.getByRole('button', { name: 'Run time' }).click()
  await expect(rows().last()).toContainText('seller:3:catalog')
  await page.getByRole('button', { name: 'Finished at' }).click()

  await search().fill('2:cat')
  await expect(rows()).toHaveCount(1)
  await expect(rows().first()).toContainText(/Failed.*seller:2:catalog.*no stock.*steps\.js/)
  await search().fill('')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Done' }).check()
  await expect(rows()).toHaveCount(2)
  await page.getByRole('textbox', { name: 'Handler' }).fill('nowhere')
  await expect(page.getByText('No job matches the filter')).toBeVisible()
  await page.getByRole('dialog', { name: 'Filter' }).getByRole('button', { name: 'Clear filter' }).click()
  await page.keyboard.press('Escape')
  await expect(rows()).toHaveCount(3)
})

test('a job tells its life, its error and its argument, and is scheduled again', async () => {
  const { page } = it
  await rowOf(page, NAME, 'seller:2:catalog').click()
  await expect(detail(drawer(page), 'Outcome')).toHaveText('Failed')
  await expect(detail(drawer(page), 'Error')).toContainText('no stock')
  await expect(detail(drawer(page), 'Stack')).toContainText('steps.js')
  const own = drawer(page).getByRole('list', { name: 'Timeline of this job' }).getByRole('listitem')
  await expect(own).toHaveText([/Key kept/, /Failed/, /Started/, /Scheduled/])
  await expect(drawer(page).getByRole('tree', { name: 'Argument' })).toContainText('no stock')
  await drawer(page).getByRole('button', { name: 'Schedule again' }).click()
  const dialog = page.getByRole('dialog', { name: 'Schedule again' })
  await expect(dialog.getByLabel('Key')).toHaveValue('seller:2:catalog')
  await dialog.getByLabel('Key').fill('seller:2:again')
  await dialog.getByLabel('Argument (JSON)').fill('{}')
  await dialog.getByRole('button', { name: 'Schedule job' }).click()
  await expect(dialog).toBeHidden()
  await closeDrawer(page)
  await page.getByRole('button', { name: 'Refresh now' }).click()
  await expect(rowOf(page, NAME, 'seller:2:again')).toBeVisible()
})

test('why did nothing run? The timeline of a key says it, refusals folded', async () => {
  const { page } = it
  await pauseQueue(page)
  for (let again = 0; again < 4; again += 1) await schedule(page, 'why:1')
  await openPage(page, 'History')
  await page.getByRole('textbox', { name: 'Exact key' }).fill('why:1')
  await page.getByRole('textbox', { name: 'Exact key' }).press('Enter')
  await expect(moments()).toHaveText([
    /Refused 3 times.*Job \d+ with this key was waiting here, the first time at/,
    /Scheduled.*its key held for 5m.*it waits now/,
  ])
  await resumeQueue(page)
  await expect(moments()).toHaveText([/Key kept/, /Done/, /Started/, /Refused 3 times/, /Scheduled/])

  await openPage(page, 'Held keys')
  await page.getByRole('textbox', { name: 'Exact key' }).fill('why:1')
  await page.getByRole('textbox', { name: 'Exact key' }).press('Enter')
  await expect(moments()).toHaveCount(5)
  await drawer(page).getByRole('link', { name: 'Timeline in History' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'History' })).toBeVisible()
  await expect(drawer(page).getByRole('heading', { name: 'Timeline of a key' })).toBeVisible()
  await expect(moments()).toHaveCount(5)
})

test('what the filter lets through is exported as JSON Lines and as CSV', async () => {
  const { page } = it
  await search().fill('seller:2:catalog')
  await expect(rows()).toHaveCount(1)
  for (const [entry, file] of [
    ['As JSON Lines…', 'out.jsonl'],
    ['As CSV…', 'out.csv'],
  ] as const) {
    const path = await saveTo(file)
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: entry }).click()
    const progress = page.getByRole('region', { name: `Exporting ${file}` })
    await expect(progress.getByRole('button', { name: 'Show in folder' })).toBeVisible()
    expect(readFileSync(path, 'utf8')).toContain('seller:2:catalog')
    await progress.getByRole('button', { name: 'Dismiss' }).click()
    await expect(progress).toBeHidden()
  }
})

test('an export is cancelled, and nothing of it stays; a long list is read as it is scrolled', async () => {
  const { page } = it
  await request(page, 'schedule.repeat', {
    profileId: PROFILE,
    ...{ key: 'many:{n}', backoffMs: 600_000, argument: '{}', count: 5_000 },
  })
  await ended(5_000)
  await page.getByRole('button', { name: 'Refresh now' }).click()
  await search().fill('many:')
  await expect(page.getByText('5,000 jobs', { exact: true })).toBeVisible()
  const path = await saveTo('cancelled.jsonl')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'As JSON Lines…' }).click()
  const progress = page.getByRole('region', { name: 'Exporting cancelled.jsonl' })
  await progress.getByRole('button', { name: /Cancel|Dismiss/ }).click()
  // It may have been faster than the click.
  if (!existsSync(path)) await expect(progress).toContainText('no file is left')
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  const dismiss = progress.getByRole('button', { name: 'Dismiss' })
  // The first click may have dismissed it: then it goes while this one looks for it.
  await dismiss.click({ timeout: 2_000 }).catch(() => undefined)
  await expect(progress).toBeHidden()

  await table(page, NAME).focus()
  const count = async () => Number(await table(page, NAME).getAttribute('aria-rowcount')) - 1
  for (let rounds = 0; rounds < 30 && (await count()) < 5_000; rounds += 1) {
    const before = await count()
    await page.keyboard.press('End')
    await expect.poll(count).toBeGreaterThan(before - 1)
    await expect(rows().last()).toContainText('many:')
  }
  expect(await count()).toBe(5_000)
  await expect(rows().last()).toContainText('many:')
})

test('by keyboard alone', async () => {
  const { page } = it
  await page.keyboard.press('g')
  await page.keyboard.press('q')
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await expect(page.getByRole('heading', { level: 1, name: 'History' })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('seller:1:')
  await expect(rows()).toHaveCount(1)
  await table(page, NAME).focus()
  await page.keyboard.press('Enter')
  await expect(drawer(page).getByRole('heading', { level: 2 })).toHaveText(/Job \d+/)
  await page.keyboard.press('Escape')
  await expect(drawer(page)).toBeHidden()
})

test('what has ended is there again after a restart of the app', async () => {
  const userData = mkdtempSync(join(tmpdir(), 'keyhold-restart-'))
  const first = await launchKeyhold({ userData })
  await schedule(first.page, 'survives:1')
  await expect.poll(async () => (await live(first.page)).counters.done).toBe(1)
  await first.close()
  const second = await launchKeyhold({ userData })
  await openPage(second.page, 'History')
  await rowOf(second.page, NAME, 'survives:1').click()
  await expect(detail(drawer(second.page), 'Outcome')).toHaveText('Done')
  await second.close()
  rmSync(userData, { recursive: true, force: true })
})
