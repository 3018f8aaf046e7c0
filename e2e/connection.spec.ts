import { expect, test, type Locator } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startRedisServer, type RedisServer } from '../tests/support/redis-server'
import {
  bodyRows,
  counter,
  openPage,
  outcome,
  pauseQueue,
  request,
  PROFILE,
  resumeQueue,
  submitJob,
} from './support/console'
import { editorOf, openScript } from './support/editor'
import { connect, shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
const PASSWORD = 'open-sesame-7'
let elsewhere: RedisServer

const header = (): Locator => it.page.getByRole('banner').first()
const dialog = (): Locator => it.page.getByRole('dialog', { name: 'Connection' })

test.beforeAll(async () => {
  elsewhere = await startRedisServer({ password: PASSWORD })
})
test.afterAll(() => elsewhere.stop())

async function openDialog(): Promise<void> {
  await header()
    .getByRole('button', { name: /Redis at|Fleet/ })
    .click()
  await expect(dialog()).toBeVisible()
}

async function save(): Promise<void> {
  await dialog().getByRole('button', { name: 'Save and connect' }).click()
}

test('what cannot be an address, a name or a number of lanes is said beside its field', async () => {
  await openDialog()
  await dialog().getByLabel('Name', { exact: true }).fill(' ')
  await dialog().getByLabel('Address').fill('http://example.com')
  await dialog().getByLabel('Lanes').fill('65')
  await save()
  await expect(dialog().getByLabel('Name', { exact: true })).toHaveAccessibleDescription(
    /Give the profile a name/,
  )
  await expect(dialog().getByLabel('Address')).toHaveAccessibleDescription(/Write redis:\/\/host:6379/)
  await expect(dialog().getByLabel('Lanes')).toHaveAccessibleDescription(/from 1 to 64/)
  await dialog().getByRole('button', { name: 'Cancel' }).click()
})

test('the app works with another Redis, layout and lanes, and shows no password', async () => {
  const { page, keyhold } = it
  await openDialog()
  await dialog().getByLabel('Name', { exact: true }).fill('Fleet')
  await dialog().getByText('Production', { exact: true }).click()
  await dialog().getByLabel('Address').fill(`redis://:${PASSWORD}@127.0.0.1:${elsewhere.port}`)
  await dialog().getByLabel('Namespace').fill('fleet')
  await dialog().getByLabel('Names in Redis').selectOption('go-io-colon')
  await dialog().getByLabel('Lanes').fill('3')
  await save()
  await expect(dialog()).toBeHidden()
  await expect(header()).toContainText('Production')
  await expect(header()).toContainText('Fleet')
  await expect(header().getByText('Redis ready')).toBeVisible()
  await openPage(page, 'Queue')
  await expect(bodyRows(page, 'Running jobs')).toHaveCount(3)

  await openPage(page, 'Schedule')
  await submitJob(page, { key: 'of:the-fleet' })
  await expect(outcome(page)).toContainText('Scheduled')
  const client = connect(elsewhere, PASSWORD)
  expect(await client.exists('fleet:goio:bgProcessor:dedupKey:gen:0:jobKey:of:the-fleet')).toBe(1)
  client.disconnect()

  expect(await page.content()).not.toContain(PASSWORD)
  const files = ['settings.json', join('logs', 'keyhold.log')]
  for (const file of files) expect(readFileSync(join(keyhold.userData, file), 'utf8')).not.toContain(PASSWORD)
})

test('name and lanes are saved while jobs wait; what connects anew asks before it drops them', async () => {
  const { page } = it
  await pauseQueue(page)
  await request(page, 'schedule.repeat', {
    ...{ profileId: PROFILE, key: 'wait:{n}', backoffMs: 60_000, argument: '{}', count: 50 },
  })
  await openPage(page, 'Queue')
  await expect(counter(page, 'Waiting')).toHaveText('50')
  await openDialog()
  await dialog().getByLabel('Lanes').fill('4')
  await dialog().getByRole('button', { name: 'Save', exact: true }).click()
  await expect(dialog()).toBeHidden()
  await expect(bodyRows(page, 'Running jobs')).toHaveCount(4)
  await expect(counter(page, 'Waiting')).toHaveText('50')

  await openDialog()
  await save()
  const asks = page.getByRole('dialog', { name: 'Drop 50 waiting jobs?' })
  await expect(asks).toContainText('50 waiting jobs are dropped and their holds released.')
  await expect(asks).toContainText('The queue stays paused.')
  await asks.getByRole('button', { name: 'Cancel' }).click()
  await expect(counter(page, 'Waiting')).toHaveText('50')
  await save()
  await asks.getByRole('button', { name: 'Drop 50 jobs and connect' }).click()
  await expect(dialog()).toBeHidden()
  await expect(counter(page, 'Waiting')).toHaveText('0')
  await expect(page.getByRole('button', { name: 'Resume', exact: true })).toBeVisible()
  // In production none are offered, whatever has run here.
  await expect(page.getByText('Nothing has been scheduled yet')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Schedule 20 sample jobs' })).toBeHidden()
  await resumeQueue(page)
})

test('every field of the dialog is above its footer in the lowest window', async () => {
  const { keyhold } = it
  const resize = (size: readonly [number, number]): Promise<void> =>
    keyhold.app.evaluate(({ BrowserWindow }, [width, height]) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
    }, size)
  await resize([800, 536])
  await openDialog()
  const footer = dialog().getByRole('button', { name: 'Cancel' }).locator('..')
  // It grows while it opens.
  await expect(async () => {
    const edge = (await footer.boundingBox())?.y ?? 0
    for (const label of ['Lanes', 'Read-only', 'Handler folder']) {
      const field = await dialog().getByLabel(label).boundingBox()
      expect((field?.y ?? edge) + (field?.height ?? 0), label).toBeLessThanOrEqual(edge)
    }
  }).toPass()
  const color = (locator: Locator): Promise<string> =>
    locator.evaluate((element) => getComputedStyle(element).backgroundColor)
  await it.page.emulateMedia({ colorScheme: 'dark' })
  expect(await color(footer)).toBe(await color(dialog()))
  await it.page.emulateMedia({ colorScheme: null })
  await dialog().getByRole('button', { name: 'Cancel' }).click()
  await resize([1280, 800])
})

test('a read-only profile schedules, pauses, releases and bumps nothing', async () => {
  const { page } = it
  await openDialog()
  await dialog().getByLabel('Read-only').check()
  await save()
  await expect(header()).toContainText('read-only')
  await expect(header().getByRole('button', { name: 'Bump generation' })).toBeDisabled()
  await openPage(page, 'Queue')
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeDisabled()
  await openPage(page, 'Schedule')
  await expect(page.getByRole('button', { name: 'Schedule job' })).toBeDisabled()
  await openPage(page, 'Held keys')
  await expect(page.getByRole('button', { name: 'Release', exact: true })).toBeDisabled()
  await openPage(page, 'Handlers')
  await openScript(page, 'echo.js')
  await expect(editorOf(page, 'echo.js').getByRole('button', { name: 'Use this handler' })).toBeDisabled()
})

test('a wrong password is told in the words of Redis, and the app goes on', async () => {
  await openDialog()
  await dialog().getByLabel('Address').fill(`redis://:wrong@127.0.0.1:${elsewhere.port}`)
  await save()
  await expect(header()).toContainText(/Redis refuses the password since \d\d:/)
  await expect(header()).not.toContainText('away')
})
