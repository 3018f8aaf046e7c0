import { expect, test, type Page } from '@playwright/test'
import type { Redis } from 'ioredis'
import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startRedisServer, type RedisServer } from '../tests/support/redis-server'
import { live, pauseQueue, schedule } from './support/console'
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

async function launch(handler = 'steps.js'): Promise<Page> {
  keyhold = await launchKeyhold({
    redisUrl: redis.url,
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

function closeWindow(): Promise<void> {
  return keyhold.app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close()
  })
}

/** Answers the system's dialog in the operator's place, and keeps what it asked: no test can press its buttons. */
async function answerDialog(button: string): Promise<() => Promise<string | undefined>> {
  await keyhold.app.evaluate(({ dialog }, wanted) => {
    dialog.showMessageBox = (...given: unknown[]) => {
      const options = given.at(-1) as Electron.MessageBoxOptions
      process.env['KEYHOLD_ASKED'] = [options.message, options.detail, ...(options.buttons ?? [])].join('\n')
      return Promise.resolve({ response: options.buttons?.indexOf(wanted) ?? -1, checkboxChecked: false })
    }
  }, button)
  return () => keyhold.app.evaluate(() => process.env['KEYHOLD_ASKED'])
}

test('SIGTERM asks nothing, releases what waits, and leaves no process', async () => {
  const page = await launch()
  await pauseQueue(page)
  await schedule(page, 'waits:1')
  await schedule(page, 'waits:2')
  expect(await client.keys(holds)).toHaveLength(2)
  expect(await exitCode(() => process.kill(keyhold.pid, 'SIGTERM'))).toBe(0)
  expect(await client.keys(`${NAMESPACE}:*`)).toEqual([])
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

test.describe('Closing the window while jobs wait', () => {
  const waiting = async (): Promise<void> => {
    const page = await launch()
    await pauseQueue(page)
    await schedule(page, 'asked:1')
    await schedule(page, 'asked:2')
  }

  test('asks, and Cancel goes on as if nothing had been', async () => {
    await waiting()
    const asked = await answerDialog('Cancel')
    await closeWindow()
    await expect.poll(asked).toContain('2 jobs still wait here.')
    expect(await asked()).toContain('Release holds and quit\nKeep holds and quit\nCancel')
    expect((await schedule(keyhold.page, 'asked:3')).outcome).toBe('scheduled')
    expect(await client.keys(holds)).toHaveLength(3)
  })

  test('Release holds and quit', async () => {
    await waiting()
    await answerDialog('Release holds and quit')
    expect(await exitCode(closeWindow)).toBe(0)
    expect(await client.keys(holds)).toEqual([])
  })

  test('Keep holds and quit', async () => {
    await waiting()
    await answerDialog('Keep holds and quit')
    expect(await exitCode(closeWindow)).toBe(0)
    expect(await client.keys(holds)).toHaveLength(2)
  })
})

for (const { choice, left } of [
  { choice: 'Save', left: '// Mine.' },
  { choice: 'Discard', left: '// As it was.' },
]) {
  test(`an unsaved handler is asked about when the window closes: ${choice} ends the app`, async () => {
    const file = join(handlerFolder, 'draft.js')
    writeFileSync(file, '// As it was.\nexport default () => 0\n')
    const page = await launch()
    await openScript(page, 'draft.js')
    await writeScript(page, 'draft.js', '// Mine.\nexport default () => 0\n')
    await expect(editorOf(page, 'draft.js')).toContainText('Unsaved')
    await closeWindow()
    await page.getByRole('dialog', { name: 'Unsaved changes' }).getByRole('button', { name: choice }).click()
    await keyhold.ended()
    expect(readFileSync(file, 'utf8')).toBe(`${left}\nexport default () => 0\n`)
  })
}
