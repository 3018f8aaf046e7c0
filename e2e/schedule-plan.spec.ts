import { expect, test, type Locator } from '@playwright/test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DEFAULT_SETTINGS } from '../electron/settings/schema'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  emptyQueue,
  live,
  openPage,
  outcome,
  pauseQueue,
  PROFILE,
  request,
  schedule,
  submitJob,
} from './support/console'
import { closeLeftApps, launchKeyhold } from './support/launch-keyhold'
import { NAMESPACE, shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
test.afterAll(closeLeftApps)
const holdName = (key: string): string => `${NAMESPACE}:goio.bgProcessor.dedupKey:gen:0:jobKey:${key}`
const tab = (name: string): Locator => it.page.getByRole('tab', { name })
const settings = (userData: string): unknown =>
  JSON.parse(readFileSync(join(userData, 'settings.json'), 'utf8'))

test.beforeEach(async () => {
  await emptyQueue(it.page)
  await openPage(it.page, 'Schedule')
  await tab('Now').click()
})

test('The hold is foretold as the backoff is typed, with why, and what stands in the way of the key', async () => {
  const { page, client } = it
  const forecast = page.getByRole('group', { name: 'Forecast' })
  const key = page.getByLabel('Key', { exact: true })
  const backoff = page.getByLabel('Backoff', { exact: true })
  await key.fill('foretold')
  await backoff.fill('5m')
  await expect(forecast).toContainText('Will be held 5m 0s (backoff).')
  await backoff.fill('10s')
  await expect(forecast).toContainText(
    'Will be held 10s (backoff) or until it has run, whichever is longer; at first 30s, the shortest hold.',
  )

  await schedule(page, 'measured', { backoffMs: 0, argument: { ms: 20, pauseMs: 980 } })
  await expect.poll(async () => (await live(page)).holdLife.worstCaseMs).toBeGreaterThanOrEqual(1_000)
  await pauseQueue(page)
  await request(page, 'schedule.repeat', {
    profileId: PROFILE,
    key: 'ahead:{n}',
    backoffMs: 0,
    argument: '{}',
    count: 380,
  })
  await expect(forecast).toContainText(
    /at first 6m \d+s, because 38[01] jobs are ahead\. The queue is paused/,
  )
  await page.getByRole('button', { name: 'Schedule job' }).click()
  await expect(outcome(page)).toContainText('Scheduled')
  expect(await client.pttl(holdName('foretold'))).toBeGreaterThan(350_000)

  const value = { v: 1, token: 'f00d.7', host: 'api-7', at: Date.now(), backoff: 252_000 }
  await client.set(holdName('theirs'), JSON.stringify(value), 'PX', 252_900)
  const before = await client.dbsize()
  await key.fill('ahead:7')
  await expect(forecast).toContainText(/This key waits here now \(job \d+\)\./)
  await key.fill('theirs')
  await expect(forecast).toContainText(/Held for another 4m \d+s by api-7\./)
  await key.fill('nobody’s')
  await expect(forecast).not.toContainText('api-7')
  expect(await client.dbsize()).toBe(before)

  await page.getByRole('link', { name: 'steps.js' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Handlers' })).toBeVisible()
})

test('A template is saved, pinned, run with one click, replaced when asked, renamed and deleted', async () => {
  const { page, keyhold } = it
  const dialog = page.getByRole('dialog')
  const save = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Save as template…' }).click()
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByRole('button', { name: 'Save' }).click()
  }
  await submitJob(page, { key: 'catalog:1', backoff: '90s', argument: '{"page": 1}' })
  await save('Catalog')
  await expect(dialog).toBeHidden()
  await page.getByLabel('Key', { exact: true }).fill('catalog:2')
  await save('Catalog')
  await expect(dialog.getByRole('alert')).toContainText('There is a template "Catalog" already.')
  await dialog.getByRole('button', { name: 'Replace' }).click()
  await expect(dialog).toBeHidden()
  await page.getByLabel('Key', { exact: true }).fill('something else')

  await tab('Templates').click()
  const row = page.getByRole('list', { name: 'Templates' }).getByRole('listitem')
  await expect(row).toContainText('catalog:2')
  await row.getByRole('button', { name: 'Pin Catalog' }).click()
  await tab('Now').click()
  await page.getByRole('group', { name: 'Pinned templates' }).getByRole('button', { name: 'Catalog' }).click()
  await expect(outcome(page)).toContainText('catalog:2')
  await expect(outcome(page)).toContainText('Scheduled')
  await expect(page.getByLabel('Key', { exact: true })).toHaveValue('something else')
  expect(settings(keyhold.userData)).toMatchObject({
    version: 2,
    templates: {
      [PROFILE]: [
        {
          name: 'Catalog',
          pinned: true,
          form: { key: 'catalog:2', backoff: '90s', argument: '{"page": 1}', repeat: '1' },
        },
      ],
    },
  })

  await tab('Templates').click()
  await row.getByRole('button', { name: 'Edit Catalog' }).click()
  await expect(page.getByLabel('Key', { exact: true })).toHaveValue('catalog:2')
  await tab('Templates').click()
  await row.getByRole('button', { name: 'Rename Catalog' }).click()
  await dialog.getByLabel('Name').fill('Prices')
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await expect(row).toContainText('Prices')
  await row.getByRole('button', { name: 'Delete Prices' }).click()
  await expect(dialog).toContainText(/Prices goes from the templates of Redis at/)
  await dialog.getByRole('button', { name: 'Delete template' }).click()
  await expect(page.getByText('No templates yet')).toBeVisible()
})

test('An attempt is done again, or put into the form; a repeat is one too', async () => {
  const { page } = it
  await submitJob(page, { key: 'again:1', backoff: '0', argument: '{"page": 7}' })
  await expect(outcome(page)).toContainText('Scheduled')
  await expect.poll(async () => (await live(page)).counters.running).toBe(0)
  await submitJob(page, { key: 'bulk:{n}', repeat: '30' })
  await expect(outcome(page)).toContainText('Repeat of 30 jobs')
  await expect(outcome(page)).toContainText('Done: 30 of 30 jobs scheduled.')

  const earlier = page.getByRole('list', { name: 'Earlier outcomes' }).getByRole('listitem')
  await earlier.first().getByRole('button', { name: 'Schedule again:1 again' }).click()
  await expect(outcome(page)).toContainText('again:1')
  await expect(outcome(page)).toContainText('Scheduled')
  await expect
    .poll(async () => {
      const { counters } = await live(page)
      return counters.waiting + counters.running
    })
    .toBe(0)
  const { rows } = await request(page, 'queue.finished', { profileId: PROFILE, offset: 0, limit: 50 })
  expect(rows.filter(({ key }) => key === 'again:1').map(({ argument }) => argument)).toEqual([
    '{"page": 7}',
    '{"page": 7}',
  ])
  await expect(page.getByLabel('Key', { exact: true })).toHaveValue('bulk:{n}')
  await page
    .getByRole('group', { name: 'Outcomes' })
    .getByRole('button', { name: 'Edit', exact: true })
    .click()
  await expect(page.getByLabel('Key', { exact: true })).toHaveValue('again:1')
  await expect(page.getByLabel('Argument (JSON)')).toHaveValue('{"page": 7}')
})

test('A recurring job is made by keyboard alone, comes, is switched off and deleted', async () => {
  const { page, keyhold } = it
  const { keyboard } = page
  const dialog = page.getByRole('dialog')
  await tab('Now').focus()
  await keyboard.press('ArrowRight')
  await keyboard.press('ArrowRight')
  await expect(tab('Recurring')).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByText('No recurring jobs')).toBeVisible()
  const create = page.getByRole('button', { name: 'New recurring job' })
  await keyboard.press('Tab')
  await expect(create).toBeFocused()
  await keyboard.press('Enter')
  await expect(dialog.getByLabel('Key')).toBeFocused()
  await dialog.getByLabel('Key').fill('each:second')
  await dialog.getByLabel('Backoff').fill('1h')
  await dialog.getByRole('radio', { name: 'Every so often' }).focus()
  await keyboard.press('ArrowRight')
  const next = dialog.getByRole('status', { name: 'Next times' })
  await dialog.getByRole('textbox', { name: 'Cron expression' }).fill('0 9 * *')
  await expect(next).toContainText('"0 9 * *" is no cron expression: it has 4 fields instead of five.')
  await dialog.getByRole('textbox', { name: 'Cron expression' }).fill('* * * * * *')
  await expect(next).toContainText(/Next: \d\d:\d\d:\d\d(, \d\d:\d\d:\d\d){4}/)
  await keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(create).toBeFocused()

  const row = page
    .getByRole('list', { name: 'Recurring jobs' })
    .getByRole('listitem', { name: 'each:second' })
  await expect(row).toContainText(/\* \* \* \* \* \* in local time \(.+\)/)
  // Its key is held by the backoff of the first.
  await expect(row).toContainText(/1 scheduled, [1-9]\d* refused/)
  await expect(row).toContainText(/Refused \d\d:\d\d:\d\d: held for another (59m 5\ds|1h 0m) by this app/)
  await row.getByRole('switch').focus()
  await keyboard.press('Space')
  await expect(row).toContainText('Off: nothing comes')
  await expect
    .poll(() => settings(keyhold.userData))
    .toMatchObject({ recurring: { [PROFILE]: [{ key: 'each:second', on: false, backoffMs: 3_600_000 }] } })
  await row.getByRole('button', { name: 'Delete each:second' }).click()
  await dialog.getByRole('button', { name: 'Delete recurring job' }).click()
  await expect(page.getByText('No recurring jobs')).toBeVisible()
})

test('Recurring jobs come back with the next start, switched as they were', async () => {
  const userData = mkdtempSync(join(tmpdir(), 'keyhold-e2e-'))
  const entry = { backoffMs: 0, argument: '{}', times: { kind: 'every', everyMs: 1_000 } }
  const recurring = [
    { ...entry, id: 'a', on: true, key: 'comes' },
    { ...entry, id: 'b', on: false, key: 'rests' },
  ]
  writeFileSync(
    join(userData, 'settings.json'),
    JSON.stringify({ ...DEFAULT_SETTINGS, recurring: { [PROFILE]: recurring } }),
  )
  const again = await launchKeyhold({ redisUrl: it.proxy.url, userData, env: { KEYHOLD_NAMESPACE: 'again' } })
  await openPage(again.page, 'Schedule')
  await again.page.getByRole('tab', { name: 'Recurring' }).click()
  const row = (name: string) => again.page.getByRole('listitem', { name })
  await expect(row('comes').getByRole('switch')).toBeChecked()
  await expect(row('comes')).toContainText(/[1-9]\d* scheduled/)
  await expect(row('rests').getByRole('switch')).not.toBeChecked()
  await expect(row('rests')).toContainText('Off: nothing comes')
  await again.close()
  rmSync(userData, { recursive: true, force: true })
})
