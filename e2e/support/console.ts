import { expect, type Locator, type Page } from '@playwright/test'
import { LIMITS } from '../../src/contract/limits'
import type { ScheduleOutcomeView } from '../../src/contract/queue'
import { live, PROFILE, request, resumeQueue } from './request'

export { live, pauseQueue, PROFILE, request, resumeQueue } from './request'

export type PageTitle =
  'Queue' | 'Activity' | 'History' | 'Schedule' | 'Held keys' | 'Handlers' | 'Audit' | 'Preferences' | 'About'

export async function openPage(page: Page, title: PageTitle): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: title }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  // Its heading comes before the rest of it, which takes the focus then.
  await expect(page.getByRole('main').locator('[aria-busy]')).toHaveCount(0)
}

/** The number of a counter of the Queue page. */
export function counter(page: Page, label: string): Locator {
  return page.locator('dt', { hasText: new RegExp(`^${label}$`) }).locator('xpath=following-sibling::dd')
}

export function table(page: Page, name: string): Locator {
  return page.getByRole('grid', { name, exact: true })
}

/** The rows of a table that hold this text; without its header. */
export function rowsWith(page: Page, tableName: string, text: string | RegExp): Locator {
  return bodyRows(page, tableName).filter({ hasText: text })
}

/** The row of exactly this key. */
export function rowOf(page: Page, tableName: string, key: string): Locator {
  return bodyRows(page, tableName).filter({ has: page.getByRole('button', { name: key, exact: true }) })
}

/** All rows of a table that are drawn, without its header. */
export function bodyRows(page: Page, tableName: string): Locator {
  return table(page, tableName)
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') })
}

/** The value beside a name in a drawer or a dialog. */
export function detail(within: Page | Locator, name: string): Locator {
  return within.locator('dt', { hasText: new RegExp(`^${name}$`) }).locator('xpath=following-sibling::dd')
}

/** The drawer on the right. */
export function drawer(page: Page): Locator {
  return page.getByRole('complementary')
}

/** Closes the drawer where one is open: it lies over the right part of a page. */
export async function closeDrawer(page: Page): Promise<void> {
  if (await drawer(page).isVisible())
    await drawer(page).getByRole('button', { name: 'Close details' }).click()
  await expect(drawer(page)).toBeHidden()
}

export interface JobFields {
  readonly key: string
  readonly backoff?: string
  readonly argument?: string
  readonly repeat?: string
}

/** Fills the form of the Schedule page and sends it. */
export async function submitJob(page: Page, { key, backoff, argument, repeat }: JobFields): Promise<void> {
  await page.getByLabel('Key', { exact: true }).fill(key)
  await page.getByLabel('Backoff', { exact: true }).fill(backoff ?? '5m')
  await page.getByLabel('Argument (JSON)').fill(argument ?? '{}')
  await page.getByLabel('Repeat', { exact: true }).fill(repeat ?? '1')
  const verb = /^Schedule (job|[\d,]+ jobs)$/
  await page.getByRole('button', { name: verb }).click()
  const jobs = Number((repeat ?? '1').replaceAll(',', ''))
  if (jobs > 1_000 && jobs <= LIMITS.repeat)
    await page.getByRole('dialog', { name: verb }).getByRole('button', { name: verb }).click()
}

/** What the last schedule of the page came to. */
export function outcome(page: Page): Locator {
  return page.getByRole('region', { name: 'Outcome' }).getByRole('status')
}

/** Schedules one job without the form. */
export function schedule(
  page: Page,
  key: string,
  { backoffMs = 300_000, argument = {} }: { readonly backoffMs?: number; readonly argument?: unknown } = {},
): Promise<ScheduleOutcomeView> {
  return request(page, 'schedule.job', {
    profileId: PROFILE,
    key,
    backoffMs,
    argument: JSON.stringify(argument),
  })
}

/** Cancels what runs and waits here, resumes the queue, and waits until it is idle. */
export async function emptyQueue(page: Page): Promise<void> {
  await expect
    .poll(
      async () => {
        const { running } = await live(page)
        const { rows } = await request(page, 'queue.waiting', { profileId: PROFILE, offset: 0, limit: 200 })
        await cancelJobs(
          page,
          [...rows, ...running].map(({ jobId }) => jobId),
        )
        const { counters } = await live(page)
        return counters.waiting + counters.running
      },
      { timeout: 15_000 },
    )
    .toBe(0)
  await resumeQueue(page)
}

async function cancelJobs(page: Page, jobIds: readonly number[]): Promise<void> {
  await page.evaluate(
    async ([profileId, ids]) => {
      const { keyhold } = window
      if (keyhold)
        await Promise.all(ids.map((jobId) => keyhold.request('queue.cancel', { profileId, jobId })))
    },
    [PROFILE, jobIds] as const,
  )
}
