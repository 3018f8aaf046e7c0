import { expect, test, type Locator } from '@playwright/test'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { closeDrawer, detail, drawer, openPage, PROFILE, request, rowOf, schedule } from './support/console'
import { editorOf, openScript, scriptRow } from './support/editor'
import { shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
const item = (file: string): Locator => scriptRow(it.page, file)
const useButton = (file: string): Locator =>
  editorOf(it.page, file).getByRole('button', { name: 'Use this handler' })
const write = (file: string, text: string): void => writeFileSync(join(it.handlerFolder, file), text)

async function use(file: string): Promise<void> {
  await openScript(it.page, file)
  await useButton(file).click()
  await expect(item(file)).toContainText('Active')
}

/** Runs a job and opens what the Queue page knows of its end. */
async function runJob(key: string, argument: unknown = {}): Promise<Locator> {
  const { page } = it
  await schedule(page, key, { argument, backoffMs: 0 })
  await openPage(page, 'Queue')
  await rowOf(page, 'Finished jobs', key).click()
  return drawer(page)
}

async function hostPid(): Promise<number | undefined> {
  return (await request(it.page, 'handlers.list', { profileId: PROFILE })).hostPid
}

test.afterEach(() => closeDrawer(it.page))

test('lists the scripts of the folder, each with its first words, and which one is active', async () => {
  const { page, handlerFolder } = it
  await openPage(page, 'Handlers')
  for (const file of ['crash.js', 'echo.js', 'flaky.js', 'http-get.js', 'steps.js', 'wait.js']) {
    await expect(item(file)).toBeVisible()
  }
  await expect(item('wait.js')).toContainText('Waits as long as { "ms": 1000 } says')
  await expect(item('steps.js')).toContainText('Active')
  await expect(page.getByRole('button', { name: handlerFolder })).toBeVisible()
  await expect(page.getByText(`Process ${await hostPid()}`)).toBeVisible()
})

test('Use this handler takes effect with the next job', async () => {
  const first = await runJob('before:switch')
  await expect(detail(first, 'Handler')).toHaveText('steps.js')
  await closeDrawer(it.page)
  await use('echo.js')
  await expect(item('steps.js')).not.toContainText('Active')
  const second = await runJob('after:switch', { pauseMs: 12 })
  await expect(detail(second, 'Handler')).toHaveText('echo.js')
  await expect(detail(second, 'Pause after it')).toHaveText('12 ms')
})

test('a script that is saved anew runs with the next job', async () => {
  write('mine.mjs', '// First words.\nexport default () => 7\n')
  await use('mine.mjs')
  await expect(item('mine.mjs')).toContainText('First words.')
  await expect(detail(await runJob('saved:1'), 'Pause after it')).toHaveText('7 ms')
  await closeDrawer(it.page)
  write('mine.mjs', '// Second words.\nexport default () => 9\n')
  await expect(detail(await runJob('saved:2'), 'Pause after it')).toHaveText('9 ms')
  await closeDrawer(it.page)
  await openPage(it.page, 'Handlers')
  await expect(item('mine.mjs')).toContainText('Second words.')
})

test('a script in TypeScript runs with its types stripped', async () => {
  write('typed.ts', 'interface Job { wait: number }\nexport default (job: Job): number => job.wait\n')
  await use('typed.ts')
  await expect(detail(await runJob('typed', { wait: 5 }), 'Pause after it')).toHaveText('5 ms')
})

test('a script that appears broken says why and cannot be used, until it is mended', async () => {
  const { page } = it
  await openPage(page, 'Handlers')
  write('broken.js', 'export default (arg => {\n')
  await expect(item('broken.js')).toContainText('Line 1')
  await openScript(page, 'broken.js')
  await expect(useButton('broken.js')).toBeDisabled()
  write('broken.js', '// Mended.\nexport default () => 0\n')
  await expect(item('broken.js')).toContainText('Mended.')
  await expect(useButton('broken.js')).toBeEnabled()
  rmSync(join(it.handlerFolder, 'broken.js'))
  await expect(item('broken.js')).toHaveCount(0)
})

test('a crash of the host fails its job, and the next one runs in a new host', async () => {
  await use('crash.js')
  const before = await hostPid()
  expect(before).toBeDefined()
  const crashed = await runJob('crash:1')
  await expect(detail(crashed, 'State')).toHaveText('Failed')
  await expect(detail(crashed, 'Error')).toContainText('crashed')
  await closeDrawer(it.page)

  await use('echo.js')
  await expect(detail(await runJob('crash:2'), 'State')).toHaveText('Done')
  const after = await hostPid()
  expect(after).toBeDefined()
  expect(after).not.toBe(before)
})

test('an answer that is no pause fails its job alone', async () => {
  write('answers.js', 'export default (arg) => (arg === null ? "soon" : 0)\n')
  await use('answers.js')
  const failed = await runJob('answers:badly', null)
  await expect(detail(failed, 'State')).toHaveText('Failed')
  await expect(detail(failed, 'Error')).toContainText(/bad-(pause|result)/)
  await closeDrawer(it.page)
  await expect(detail(await runJob('answers:well', 1), 'State')).toHaveText('Done')
})
