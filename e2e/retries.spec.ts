import { expect, test, type Locator } from '@playwright/test'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  closeDrawer,
  detail,
  drawer,
  emptyQueue,
  live,
  openPage,
  PROFILE,
  request,
  rowOf,
  schedule,
} from './support/console'
import { shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
const write = (file: string, text: string): void => writeFileSync(join(it.handlerFolder, file), text)

async function use(file: string, text: string): Promise<void> {
  write(file, text)
  await request(it.page, 'handlers.use', { profileId: PROFILE, file })
}

const dialog = (): Locator => it.page.getByRole('dialog')
const shownText = (): Locator => dialog().getByRole('group', { name: 'Text that ran' })

test.beforeEach(() => openPage(it.page, 'Queue'))
test.afterEach(async () => {
  await closeDrawer(it.page)
  await emptyQueue(it.page)
})

test('a job between two attempts counts down, keeps its key, tells its error, and is cancelled', async () => {
  const { page, client } = it
  await use(
    'patient.js',
    `export const options = { attempts: 3, retryDelayMs: 90_000 }
export default () => { throw new Error('the warehouse is closed') }
`,
  )
  await schedule(page, 'retry:patient', { argument: { of: 'seller' } })
  const row = rowOf(page, 'Waiting jobs', 'retry:patient')
  await expect(row).toContainText(/waiting to retry in 1m \d+s \(attempt 2 of 3\)/)
  const before = await row.getByRole('gridcell').last().innerText()
  await expect(row.getByRole('gridcell').last()).not.toHaveText(before)
  const name = 'e2e:goio.bgProcessor.dedupKey:gen:0:jobKey:retry:patient'
  expect(await client.exists(name)).toBe(1)
  expect(await schedule(page, 'retry:patient')).toMatchObject({ outcome: 'queued-here', state: 'waiting' })

  await row.click()
  await expect(detail(drawer(page), 'State')).toHaveText(/^waiting to retry in [\dms ]+ \(attempt 2 of 3\)$/)
  await expect(detail(drawer(page), 'Error of attempt 1')).toContainText('the warehouse is closed')
  await drawer(page).getByRole('button', { name: 'Cancel job' }).click()
  await expect(detail(drawer(page), 'State')).toHaveText('Cancelled')
  await expect(row).toHaveCount(0)
  await expect.poll(() => client.exists(name)).toBe(0)
})

test('a job that ended well at a later attempt says how many it took', async () => {
  const { page } = it
  await use(
    'second.js',
    `export const options = { attempts: 3, retryDelayMs: 20 }
export default (arg, { attempt }) => {
  if (attempt < 2) throw new Error('not yet')
}
`,
  )
  await schedule(page, 'retry:second')
  const row = rowOf(page, 'Finished jobs', 'retry:second')
  await expect(row.getByRole('gridcell').filter({ hasText: /Done.*2 attempts/ })).toBeVisible()
  await row.click()
  await expect(detail(drawer(page), 'Attempts')).toHaveText('2')
})

test('a running job shows its attempt and how far it has come', async () => {
  const { page } = it
  await use(
    'steady.js',
    `export const options = { attempts: 2, retryDelayMs: 20 }
export default async (arg, { attempt, progress, sleep }) => {
  if (attempt < 2) throw new Error('not yet')
  progress(0.42, 'page 42 of 100')
  await sleep(600_000)
}
`,
  )
  await schedule(page, 'retry:steady')
  const row = rowOf(page, 'Running jobs', 'retry:steady')
  await expect(row.getByRole('progressbar')).toHaveAttribute('aria-valuetext', '42 %: page 42 of 100')
  await expect(row).toContainText('attempt 2')
  await row.click()
  await expect(detail(drawer(page), 'Attempt')).toHaveText('2')
  await expect(detail(drawer(page), 'Progress')).toContainText('page 42 of 100')
})

test('an ended job leads to the very text that ran it, and to the line of its error', async () => {
  const { page, keyhold } = it
  await use('mine.ts', '// An old text.\nexport default () => 0\n')
  await schedule(page, 'version:old')
  await expect(rowOf(page, 'Finished jobs', 'version:old')).toContainText('Done')
  await use('mine.ts', '// The first text.\nexport default (arg: unknown) => {\n  throw new Error("oh")\n}\n')
  await schedule(page, 'version:first')
  await expect(rowOf(page, 'Finished jobs', 'version:first')).toContainText('Failed')
  const first = (await live(page)).handler.version
  await use('mine.ts', '// The second text.\nexport default () => 0\n')
  await schedule(page, 'version:second')
  await expect(rowOf(page, 'Finished jobs', 'version:second')).toContainText('Done')

  await rowOf(page, 'Finished jobs', 'version:first').click()
  await expect(detail(drawer(page), 'Version')).toContainText(first?.slice(0, 8) ?? '?')
  await drawer(page).getByRole('button', { name: 'Show line 3 of mine.ts' }).click()
  await expect(dialog()).toContainText('mine.ts as it ran')
  await expect(shownText()).toContainText('// The first text.')
  await dialog().getByRole('button', { name: 'Copy text' }).click()
  await expect(page.getByText('Text copied')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog()).toBeHidden()
  await expect(drawer(page)).toBeVisible()
  await closeDrawer(page)

  const kept = join(keyhold.userData, 'handler-versions')
  for (const name of readdirSync(kept)) rmSync(join(kept, name), { recursive: true })
  await rowOf(page, 'Finished jobs', 'version:old').click()
  await drawer(page).getByRole('button', { name: 'Show the text that ran' }).click()
  await expect(dialog()).toContainText('This text is no longer kept')
  await page.keyboard.press('Escape')
})

test('a broken active handler is told on the page, with what runs meanwhile', async () => {
  const { page } = it
  await use('breaks.js', '// Good.\nexport default () => 7\n')
  const good = (await live(page)).handler.version
  write('breaks.js', '// Bad.\nexport default () => {\n')
  const notice = page.getByRole('status').filter({ hasText: 'breaks.js is broken' })
  await expect(notice).toContainText(`jobs run with version ${good?.slice(0, 8) ?? '?'}, the last good one`)
  await schedule(page, 'broken:runs-on', { backoffMs: 0 })
  await rowOf(page, 'Finished jobs', 'broken:runs-on').click()
  await expect(detail(drawer(page), 'Pause after it')).toHaveText('7 ms')
  await closeDrawer(page)
  await notice.getByRole('link', { name: 'Open Handlers' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Handlers' })).toBeVisible()
  await openPage(page, 'Queue')
  write('breaks.js', '// Mended.\nexport default () => 9\n')
  await expect(notice).toHaveCount(0)
})
