import { expect, test, type Locator, type Page } from '@playwright/test'
import type { Redis } from 'ioredis'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { startRedisServer, type RedisServer } from '../tests/support/redis-server'
import { bodyRows, detail, drawer, openPage, PROFILE, request, rowsWith, table } from './support/console'
import { closeLeftApps, launchKeyhold, type Keyhold } from './support/launch-keyhold'
import { connect } from './support/shared-keyhold'

const holdName = (generation: number, key: string): string =>
  `e2e:goio.bgProcessor.dedupKey:gen:${generation}:jobKey:${key}`

let redis: RedisServer
let client: Redis
let userData: string
let keyhold: Keyhold

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  redis = await startRedisServer()
  client = connect(redis)
  await client.set('e2e:goio.bgProcessor.generation', '3')
  await client.mset(holdName(3, 'seller:1'), '"seller:1"', holdName(2, 'old'), '"old"')
  userData = mkdtempSync(join(tmpdir(), 'keyhold-audit-'))
  keyhold = await start()
  await openAsProduction()
})
test.afterAll(async () => {
  await closeLeftApps()
  client.disconnect()
  await redis.stop()
  rmSync(userData, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
})

const start = (): Promise<Keyhold> =>
  launchKeyhold({ redisUrl: redis.url, userData, env: { KEYHOLD_NAMESPACE: 'e2e' } })

async function openAsProduction(): Promise<void> {
  const { page } = keyhold
  const { profile } = await request(page, 'app.info', null)
  await request(page, 'profile.save', { profile: { ...profile, environment: 'production' } })
  await page.reload()
  await expect(page.getByRole('banner').first()).toContainText('Production')
}

const dialog = (page: Page, name: string): Locator => page.getByRole('dialog', { name })
const reason = (within: Locator): Locator => within.getByLabel('Reason (kept in the audit)')

test('notes acts with the reason that production asks for, the newest first', async () => {
  const { page } = keyhold
  await openPage(page, 'Held keys')
  await rowsWith(page, 'Held keys', 'seller:1')
    .getByRole('button', { name: /^Release/ })
    .click()
  const release = dialog(page, 'Release key')
  await reason(release).fill('seller 1 is stuck')
  await release.getByRole('button', { name: 'Release', exact: true }).click()
  await expect(release).toBeHidden()

  await page.getByRole('button', { name: 'Purge stale' }).click()
  const purge = dialog(page, 'Purge stale holds')
  await reason(purge).fill('memory')
  await purge.getByRole('button', { name: 'Purge stale holds' }).click()
  await expect(purge).toBeHidden()

  await page.getByRole('banner').first().getByRole('button', { name: 'Bump generation' }).click()
  const bump = dialog(page, 'Bump generation')
  await expect(bump.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await reason(bump).fill('all sellers anew')
  await bump.getByLabel(/type 4 to bump/).fill('4')
  await bump.getByRole('button', { name: 'Bump generation' }).click()
  await expect(bump).toBeHidden()

  await openPage(page, 'Queue')
  await page.getByRole('button', { name: 'With a reason' }).click()
  await expect(page.getByLabel('Reason (kept in the audit)')).toBeFocused()
  await page.keyboard.type('maintenance')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Resume', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Resume', exact: true }).click()

  await openPage(page, 'Audit')
  await expect(bodyRows(page, 'Acts').nth(0)).toContainText('Resumed the queue')
  await expect(rowsWith(page, 'Acts', 'Paused the queue')).toContainText('maintenance')
  await expect(rowsWith(page, 'Acts', 'Bumped 3 → 4')).toContainText('all sellers anew')
  await expect(rowsWith(page, 'Acts', 'Purged 1 stale hold')).toContainText('memory')
  await expect(rowsWith(page, 'Acts', 'Released seller:1')).toContainText('seller 1 is stuck')
  await expect(rowsWith(page, 'Acts', 'environment development → production')).toContainText(
    userInfo().username,
  )
})

test('is walked by keyboard, and tells all of an act in the drawer', async () => {
  const { page } = keyhold
  await openPage(page, 'Queue')
  await page.keyboard.press('g')
  await page.keyboard.press('u')
  await expect(page.getByRole('heading', { level: 1, name: 'Audit' })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('SELLERS anew')
  await expect(bodyRows(page, 'Acts')).toHaveCount(1)
  await table(page, 'Acts').focus()
  await page.keyboard.press('Enter')
  await expect(detail(drawer(page), 'What')).toHaveText('Bumped 3 → 4')
  await expect(detail(drawer(page), 'Reason')).toHaveText('all sellers anew')
  await expect(detail(drawer(page), 'Operator')).toHaveText(userInfo().username)
  await page.keyboard.press('Escape')
  await expect(drawer(page)).toBeHidden()
  await page.getByRole('textbox', { name: 'Text in the entry' }).fill('nobody did this')
  await expect(page.getByText('No act matches')).toBeVisible()
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await page.getByRole('combobox', { name: 'Acts' }).selectOption('Holds')
  await expect(rowsWith(page, 'Acts', 'Bumped')).toHaveCount(0)
  await expect(rowsWith(page, 'Acts', 'Released seller:1')).toBeVisible()
  await page.getByRole('combobox', { name: 'Acts' }).selectOption('All acts')
})

for (const { format, item, first } of [
  { format: 'csv', item: 'As CSV…', first: 'id,at,profile,act,operator,reason,what' },
  { format: 'jsonl', item: 'As JSON Lines…', first: '"act":"resume"' },
] as const) {
  test(`is exported as ${format}`, async () => {
    const { app, page } = keyhold
    const path = join(userData, `audit.${format}`)
    await app.evaluate(({ dialog: system }, filePath) => {
      system.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, path)
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await page.getByRole('menuitem', { name: item }).click()
    const progress = page.getByRole('region', { name: `Exporting audit.${format}` })
    await expect(progress).toContainText('rows written.')
    await expect(progress.getByRole('button', { name: 'Show in folder' })).toBeVisible()
    await progress.getByRole('button', { name: 'Dismiss' }).click()
    await expect(progress).toBeHidden()
    expect(readFileSync(path, 'utf8').split(/\r?\n/)[0]).toContain(first)
  })
}

test('survives a restart, and goes on', async () => {
  const before = await bodyRows(keyhold.page, 'Acts').count()
  expect(keyhold.pageErrors, 'errors of the page').toEqual([])
  await keyhold.close()
  keyhold = await start()
  const { page } = keyhold
  await request(page, 'queue.pause', { profileId: PROFILE })
  await openPage(page, 'Audit')
  await expect(rowsWith(page, 'Acts', 'Bumped 3 → 4')).toContainText('all sellers anew')
  await expect(bodyRows(page, 'Acts')).toHaveCount(before + 1)
  expect(keyhold.pageErrors, 'errors of the page').toEqual([])
})
