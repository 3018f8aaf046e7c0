import { expect, test, type Locator, type Page } from '@playwright/test'
import type { Redis } from 'ioredis'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startRedisServer, type RedisServer } from '../tests/support/redis-server'
import { live, openPage, pauseQueue, schedule } from './support/console'
import { editorOf, openScript, writeScript } from './support/editor'
import { launchKeyhold, type Keyhold } from './support/launch-keyhold'
import { connect, makeHandlerFolder, NAMESPACE } from './support/shared-keyhold'

const holds = `${NAMESPACE}:goio.bgProcessor.dedupKey:*`
let redis: RedisServer
let client: Redis
let handlerFolder: string
let keyhold: Keyhold

test.beforeAll(async () => {
  redis = await startRedisServer()
  client = connect(redis)
  handlerFolder = makeHandlerFolder()
  // Heeds no signal: only the end of its host ends it.
  writeFileSync(join(handlerFolder, 'stuck.js'), 'export default () => new Promise(() => undefined)\n')
})
test.afterAll(async () => {
  client.disconnect()
  await redis.stop()
  rmSync(handlerFolder, { recursive: true, force: true })
})
test.beforeEach(async () => {
  await client.flushall()
})
test.afterEach(() => keyhold.close())

async function launch(handler = 'steps.js', userData?: string): Promise<Page> {
  keyhold = await launchKeyhold({
    redisUrl: redis.url,
    ...(userData === undefined ? {} : { userData }),
    env: {
      KEYHOLD_NAMESPACE: NAMESPACE,
      KEYHOLD_HANDLER: handler,
      KEYHOLD_HANDLER_FOLDER: handlerFolder,
    },
  })
  return keyhold.page
}

async function exitCode(act: () => unknown): Promise<number | null> {
  const main = keyhold.app.process()
  const exit = once(main, 'exit')
  await act()
  await exit
  await keyhold.ended()
  return main.exitCode
}

/** The app may be gone before what ends it is answered. */
function endedMeanwhile(error: unknown): void {
  if (!String(error).includes('has been closed')) throw error
}

function closeWindow(): Promise<void> {
  return keyhold.app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close()
  })
}

const question = (): Locator => keyhold.page.getByRole('dialog', { name: /^Quit with/ })
const choice = (name: string | RegExp): Locator => question().getByRole('radio', { name })
const finishing = (): Locator => keyhold.page.getByRole('dialog', { name: 'Finishing, then quitting' })
const menuQuit = (): Promise<void> =>
  keyhold.app.evaluate(({ Menu }) => {
    const find = (items: Electron.MenuItem[]): Electron.MenuItem | undefined =>
      items.flatMap((item) => [item, ...(item.submenu?.items ?? [])]).find(({ label }) => label === 'Quit')
    find(Menu.getApplicationMenu()?.items ?? [])?.click()
  })

/** Presses a button of the system's dialog in the operator's place: no test can reach it. */
async function answerDialog(button: string): Promise<void> {
  await keyhold.app.evaluate(({ dialog }, wanted) => {
    dialog.showMessageBox = (...given: unknown[]) => {
      const options = given.at(-1) as Electron.MessageBoxOptions
      return Promise.resolve({ response: options.buttons?.indexOf(wanted) ?? -1, checkboxChecked: false })
    }
  }, button)
}

test('SIGTERM asks nothing, keeps what waits with its holds, and leaves no process', async () => {
  const page = await launch()
  await pauseQueue(page)
  await schedule(page, 'waits:1')
  await schedule(page, 'waits:2')
  expect(await client.keys(holds)).toHaveLength(2)
  expect(await exitCode(() => process.kill(keyhold.pid, 'SIGTERM'))).toBe(0)
  expect(await client.keys(`${NAMESPACE}:*`)).toHaveLength(2)
  expect(await client.keys(holds)).toHaveLength(2)
})

test('closing the last window ends the app where no job waits; a backoff stays held', async () => {
  const page = await launch()
  await schedule(page, 'ran', { backoffMs: 60_000 })
  await expect.poll(async () => (await live(page)).counters.done).toBe(1)
  expect(await exitCode(closeWindow)).toBe(0)
  expect(await client.keys(holds)).toHaveLength(1)
})

test('a running job that heeds no signal is ended, and its key keeps its backoff', async () => {
  const page = await launch('stuck.js')
  await schedule(page, 'stuck', { backoffMs: 60_000 })
  await expect.poll(async () => (await live(page)).counters.running).toBe(1)
  expect(await exitCode(() => process.kill(keyhold.pid, 'SIGTERM'))).toBe(0)
  expect(await client.pttl(`${NAMESPACE}:goio.bgProcessor.dedupKey:gen:0:jobKey:stuck`)).toBeLessThanOrEqual(
    60_000,
  )
})

test('a killed handler host and a killed app leave no process either', async () => {
  const page = await launch('stuck.js')
  await schedule(page, 'killed')
  await expect.poll(async () => (await live(page)).counters.running).toBe(1)
  process.kill(keyhold.pid, 'SIGKILL')
  await keyhold.ended()
})

test.describe('While jobs wait', () => {
  const waiting = async (argument: unknown = {}): Promise<Page> => {
    const page = await launch()
    await pauseQueue(page)
    await schedule(page, 'asked:1', { argument })
    await schedule(page, 'asked:2', { argument })
    return page
  }

  for (const { way, act } of [
    { way: 'closing the window', act: closeWindow },
    { way: 'the Quit of the menu', act: menuQuit },
  ]) {
    test(`${way} asks in the window, and Escape goes on as if nothing had been`, async () => {
      const page = await waiting()
      await openPage(page, 'Schedule')
      const field = page.getByLabel('Key', { exact: true })
      await field.focus()
      await act()
      await expect(question()).toHaveAccessibleName('Quit with 2 jobs waiting?')
      await expect(question().getByRole('button', { name: 'Cancel' })).toBeFocused()
      await act()
      await expect(question()).toHaveCount(1)
      await page.keyboard.press('Escape')
      await expect(question()).toBeHidden()
      await expect(field).toBeFocused()
      expect((await schedule(page, 'asked:3')).outcome).toBe('scheduled')
      expect(await client.keys(holds)).toHaveLength(3)
    })
  }

  test('Keep is what is chosen unless the operator chooses otherwise; the next start goes on with them', async () => {
    const userData = mkdtempSync(join(handlerFolder, 'user-data-'))
    await pauseQueue(await launch('steps.js', userData))
    for (const key of ['asked:1', 'asked:2']) await schedule(keyhold.page, key)
    await closeWindow()
    await expect(choice('Keep them for the next start')).toBeChecked()
    await expect(question()).toContainText('The queue is paused: this resumes it.')
    expect(
      await exitCode(() =>
        question().getByRole('button', { name: 'Keep 2 jobs and quit' }).click().catch(endedMeanwhile),
      ),
    ).toBe(0)
    expect(await client.keys(holds)).toHaveLength(2)
    const page = await launch('steps.js', userData)
    await expect.poll(async () => (await live(page)).counters.done).toBe(2)
    await expect(page.getByRole('region', { name: 'Jobs of the last run' })).toContainText(
      '2 jobs waiting again, in order, with their holds',
    )
    await page.getByRole('button', { name: 'Dismiss the notice' }).click()
    await expect(page.getByRole('region', { name: 'Jobs of the last run' })).toBeHidden()
  })

  test('Drop, by keyboard alone: the holds are gone', async () => {
    const page = await waiting()
    await closeWindow()
    await expect(question().getByRole('button', { name: 'Cancel' })).toBeFocused()
    await page.keyboard.press('Shift+Tab')
    await expect(choice('Keep them for the next start')).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(choice('Drop them')).toBeChecked()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    const act = question().getByRole('button', { name: 'Drop 2 jobs and quit' })
    await expect(act).toBeFocused()
    expect(await exitCode(() => act.press('Enter').catch(endedMeanwhile))).toBe(0)
    expect(await client.keys(holds)).toEqual([])
  })

  test('Finish: no job is accepted, stopping it brings all back, and then the last job ends the app', async () => {
    const page = await waiting({ ms: 1_500 })
    await closeWindow()
    await choice('Finish them, then quit').check()
    await question().getByRole('button', { name: 'Finish 2 jobs' }).click()
    const stop = finishing().getByRole('button', { name: 'Stop finishing' })
    await expect(stop).toBeFocused()
    await expect(finishing().getByRole('progressbar')).toHaveAttribute('aria-valuenow', '0')
    expect((await schedule(page, 'refused')).outcome).toBe('stopped')
    await expect(finishing()).toContainText('1 of 2 jobs ended, 1 left')
    await stop.press('Enter')
    await expect(finishing()).toBeHidden()
    expect((await live(page)).state).toBe('paused')
    expect((await schedule(page, 'asked:3', { backoffMs: 60_000 })).outcome).toBe('scheduled')
    await closeWindow()
    await choice(/^Finish (it|them), then quit$/).check()
    expect(
      await exitCode(() =>
        question()
          .getByRole('button', { name: /^Finish/ })
          .click()
          .catch(endedMeanwhile),
      ),
    ).toBe(0)
    // Each has run, and is held by its backoff alone.
    expect(await client.keys(holds)).toHaveLength(3)
    expect(await client.pttl(`${NAMESPACE}:goio.bgProcessor.dedupKey:gen:0:jobKey:asked:3`)).toBeGreaterThan(
      50_000,
    )
  })

  test('a signal does not wait for the answer, nor for the jobs', async () => {
    await waiting({ ms: 60_000 })
    await closeWindow()
    await choice('Finish them, then quit').check()
    await question().getByRole('button', { name: 'Finish 2 jobs' }).click()
    await expect(finishing()).toBeVisible()
    expect(await exitCode(() => process.kill(keyhold.pid, 'SIGTERM'))).toBe(0)
    // The one that ran keeps its backoff, the one that waited is kept.
    expect(await client.keys(holds)).toHaveLength(2)
  })

  test('a page that loads anew asks again', async () => {
    const page = await waiting()
    await closeWindow()
    await expect(question()).toBeVisible()
    await page.reload()
    await expect(question()).toBeVisible()
    await expect(question().getByRole('button', { name: 'Cancel' })).toBeFocused()
  })

  test('where the page hangs, the system’s dialog asks', async () => {
    const page = await waiting()
    await answerDialog('Drop 2 jobs and quit')
    await page.evaluate(() => {
      setTimeout(() => {
        for (;;);
      })
    })
    expect(await exitCode(menuQuit)).toBe(0)
    expect(await client.keys(holds)).toEqual([])
  })
})

for (const { choice: button, left } of [
  { choice: 'Save', left: '// Mine.' },
  { choice: 'Discard', left: '// As it was.' },
]) {
  test(`an unsaved handler is asked about when the window closes: ${button} ends the app`, async () => {
    const file = join(handlerFolder, 'draft.js')
    writeFileSync(file, '// As it was.\nexport default () => 0\n')
    const page = await launch()
    await openScript(page, 'draft.js')
    await writeScript(page, 'draft.js', '// Mine.\nexport default () => 0\n')
    await expect(editorOf(page, 'draft.js')).toContainText('Unsaved')
    await closeWindow()
    await page.getByRole('dialog', { name: 'Unsaved changes' }).getByRole('button', { name: button }).click()
    await keyhold.ended()
    expect(readFileSync(file, 'utf8')).toBe(`${left}\nexport default () => 0\n`)
  })
}
