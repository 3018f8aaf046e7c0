import { expect, test, type Locator, type Page } from '@playwright/test'
import type { Redis } from 'ioredis'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startRedisServer, type RedisServer } from '../tests/support/redis-server'
import { live, openPage, PROFILE, request, schedule, table } from './support/console'
import { launchKeyhold, type Keyhold } from './support/launch-keyhold'
import { connect, makeHandlerFolder, NAMESPACE } from './support/shared-keyhold'

const GENERATION = `${NAMESPACE}:goio.bgProcessor.generation`
const holdOf = (key: string, generation = 0): string =>
  `${NAMESPACE}:goio.bgProcessor.dedupKey:gen:${generation}:jobKey:${key}`

let redis: RedisServer
let client: Redis
let handlerFolder: string
let userData: string
let keyhold: Keyhold

test.beforeAll(async () => {
  redis = await startRedisServer()
  client = connect(redis)
  handlerFolder = makeHandlerFolder()
  writeFileSync(
    join(handlerFolder, 'first-waits.js'),
    `export default async (argument, { sleep }) => { if (argument?.ms) await sleep(argument.ms) }\n`,
  )
})
test.afterAll(async () => {
  client.disconnect()
  await redis.stop()
  rmSync(handlerFolder, { recursive: true, force: true })
})
test.beforeEach(async () => {
  await client.flushall()
  userData = mkdtempSync(join(handlerFolder, 'user-data-'))
})
test.afterEach(() => keyhold.close())

async function launch(): Promise<Page> {
  keyhold = await launchKeyhold({
    ...{ redisUrl: redis.url, userData },
    env: {
      KEYHOLD_NAMESPACE: NAMESPACE,
      KEYHOLD_HANDLER: 'first-waits.js',
      KEYHOLD_HANDLER_FOLDER: handlerFolder,
    },
  })
  return keyhold.page
}

/** `kill -9`, with one job running and these waiting behind it. */
async function crash(waiting: readonly string[]): Promise<void> {
  const page = await launch()
  await schedule(page, 'ran', { argument: { ms: 600_000 }, backoffMs: 600_000 })
  await expect.poll(async () => (await live(page)).counters.running).toBe(1)
  for (const key of waiting) await schedule(page, key, { backoffMs: 600_000 })
  process.kill(keyhold.pid, 'SIGKILL')
  await keyhold.ended()
}

const notice = (): Locator => keyhold.page.getByRole('region', { name: 'Jobs of the last run' })
const list = (): Locator => keyhold.page.getByRole('dialog', { name: 'Jobs of the last run' })
const decided = async (): Promise<number> => (await live(keyhold.page)).recovery?.undecided ?? 0

test('after kill -9, 200 jobs that waited go on in order; the one that ran is asked about, and run by keyboard', async () => {
  const keys = Array.from({ length: 200 }, (_, n) => `waits:${String(n).padStart(3, '0')}`)
  await crash(keys)
  expect(await client.keys(holdOf('*'))).toHaveLength(201)
  const page = await launch()
  await expect(notice()).toContainText('One job of the last run needs your decision')
  await expect(notice()).toContainText('200 jobs waiting again, in order, with their holds; 1 interrupted.')
  await expect.poll(async () => (await live(page)).counters.done).toBe(200)
  const { rows } = await request(page, 'queue.finished', { profileId: PROFILE, offset: 0, limit: 200 })
  expect(rows.map(({ key }) => key).reverse()).toEqual(keys)

  await notice().getByRole('button', { name: 'Decide' }).press('Enter')
  await expect(list().getByRole('row', { name: /ran/ })).toContainText('Interrupted')
  await list().getByRole('button', { name: 'Run all (1)' }).press('Enter')
  await page
    .getByRole('dialog', { name: 'Run 1 job' })
    .getByRole('button', { name: 'Run 1 job' })
    .press('Enter')
  await expect.poll(async () => (await live(page)).running.map(({ key }) => key)).toEqual(['ran'])
  await expect(notice()).toContainText('The jobs of the last run go on')
  // It has the hold that it had.
  expect(JSON.parse((await client.get(holdOf('ran'))) ?? '{}')).toMatchObject({ backoff: 600_000 })
})

test('what is dropped releases its hold, and the history says what became of it', async () => {
  await crash([])
  const page = await launch()
  await notice().getByRole('button', { name: 'Decide' }).click()
  await list().getByRole('checkbox').last().check()
  await list().getByRole('button', { name: 'Drop selected (1)' }).click()
  const question = page.getByRole('dialog', { name: 'Drop 1 job' })
  await expect(question).toContainText(NAMESPACE)
  await question.getByRole('button', { name: 'Drop 1 job' }).click()
  await expect.poll(decided).toBe(0)
  expect(await client.exists(holdOf('ran'))).toBe(0)
  expect((await schedule(page, 'ran')).outcome).toBe('scheduled')
  await page.keyboard.press('Escape')
  await openPage(page, 'History')
  await expect(table(page, 'History of jobs').getByRole('row', { name: /ran/ })).toHaveCount(2)
  await expect(table(page, 'History of jobs')).toContainText('Interrupted')
  await openPage(page, 'Audit')
  await expect(page.getByText('Dropped 1 job')).toBeVisible()
})

test('a key that another took, and jobs that a bump passed, are shown with the reason and wait', async () => {
  await crash(['taken', 'passed'])
  const other = JSON.stringify({ v: 1, token: 'other.1', host: 'api-9', at: Date.now(), backoff: 60_000 })
  await client.set(GENERATION, 1)
  await client.set(holdOf('taken', 1), other, 'PX', 60_000)
  const page = await launch()
  await expect(notice()).toContainText('3 jobs of the last run need your decision')
  await notice().getByRole('button', { name: 'Decide' }).click()
  await expect(list().getByRole('row', { name: /taken/ })).toContainText('by api-9 (Keyhold other)')
  await expect(list().getByRole('row', { name: /passed/ })).toContainText('generation 0, now 1')
  await list().getByRole('button', { name: 'Run all (3)' }).click()
  await page.getByRole('dialog', { name: 'Run 3 jobs' }).getByRole('button', { name: 'Run 3 jobs' }).click()
  // The one whose key is another's stays.
  await expect.poll(decided).toBe(1)
  await expect(notice()).toContainText('One job of the last run needs your decision')
  expect(await client.get(holdOf('taken', 1))).toBe(other)
  expect(await client.exists(holdOf('passed', 1))).toBe(1)
})

for (const { choice, ends } of [
  { choice: 'Run again', ends: 'running' },
  { choice: 'Drop', ends: 'dropped' },
] as const) {
  test(`Preferences: a job that ran then is to ${choice.toLowerCase()}`, async () => {
    const page = await launch()
    await openPage(page, 'Preferences')
    await page.getByRole('radiogroup', { name: 'A job that ran then' }).getByText(choice).click()
    await expect
      .poll(async () => (await request(page, 'shell.preferences', null)).interrupted)
      .toBe(choice === 'Drop' ? 'drop' : 'run')
    await keyhold.close()
    await crash([])
    const next = await launch()
    await expect.poll(async () => (await live(next)).recovery?.state).toBe('done')
    expect(await decided()).toBe(0)
    expect((await live(next)).counters.running).toBe(ends === 'running' ? 1 : 0)
    expect(await client.exists(holdOf('ran'))).toBe(ends === 'running' ? 1 : 0)
  })
}

test('a store that cannot be opened: nothing is scheduled until the operator goes on without', async () => {
  // A folder in its place is no database.
  mkdirSync(join(userData, 'job-stores', 'default.sqlite'), { recursive: true })
  const page = await launch()
  const journal = page.getByRole('region', { name: 'Journal' })
  await expect(journal).toContainText('nothing can be scheduled')
  expect(await schedule(page, 'refused')).toMatchObject({ outcome: 'journal-error' })
  expect(await client.keys(holdOf('*'))).toEqual([])
  await journal.getByRole('button', { name: 'Go on without' }).click()
  await page
    .getByRole('dialog', { name: 'Go on without the journal' })
    .getByRole('button', { name: 'Go on without the journal' })
    .click()
  await expect(journal).toContainText('without being written down')
  expect((await schedule(page, 'goes on')).outcome).toBe('scheduled')
  await journal.getByRole('button', { name: 'Try again' }).click()
  await expect(journal).toContainText('nothing can be scheduled')
})

test('Redis away at the start: the jobs wait in the journal, and go on when it is back', async () => {
  await crash(['first', 'second'])
  await redis.kill('SIGKILL')
  const page = await launch()
  await expect(notice()).toContainText('3 jobs of the last run will go on once Redis answers')
  await expect(notice()).toContainText('Meanwhile they are kept in the journal.')
  await redis.restart()
  await expect.poll(async () => (await live(page)).counters.done, { timeout: 15_000 }).toBe(2)
  await expect(notice()).toContainText('One job of the last run needs your decision')
})
