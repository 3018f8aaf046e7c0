import { expect, test, type Locator } from '@playwright/test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { counter, live, openPage } from './support/console'
import { openScript, scriptText, writeScript } from './support/editor'
import { shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()

const scripts = {
  'greet.ts': `interface Greeting { name: string }
export default async function greet(arg: Greeting, context) {
  console.log('hello', arg.name)
  console.warn('slowly')
  console.error('with care')
  const { outcome } = await context.schedule('try:follow-up', 60_000, {})
  context.log.info('follow-up: ' + outcome)
  return 1_250
}
`,
  'throws.ts': `interface Order { id: number }

function check(order: Order): never {
  throw new Error('order ' + order.id + ' has no seller')
}

export default (order: Order) => check(order)
`,
  'endless.js': `export const options = { timeoutMs: 300 }
export default () => { for (;;); }
`,
  'steady.js': `export default async (arg, { progress, sleep }) => {
  progress(0.42, 'page 42 of 100')
  console.log('begun')
  await sleep(600_000)
}
`,
  'remembers.js': `export default (arg) => (Array.isArray(arg) ? 3 : arg.name.length + 12)
`,
  'forgets.js': `export default () => 0
`,
  'broken.ts': `export default (arg: number) => {
  const a = ;
}
`,
}

type File = keyof typeof scripts

const panel = (file: File): Locator => it.page.getByRole('region', { name: `Try ${file}` })
const state = (file: File): Locator => panel(file).getByRole('status')
const argument = (file: File): Locator => panel(file).getByLabel('Argument (JSON)')
const start = (file: File): Locator => panel(file).getByRole('button', { name: 'Try with this argument' })
const lines = (file: File): Locator =>
  panel(file).getByRole('list', { name: 'Console lines' }).getByRole('listitem')
const figure = (file: File, name: string): Locator =>
  panel(file)
    .locator('dt', { hasText: new RegExp(`^${name}$`) })
    .locator('xpath=following-sibling::dd')
const text = (file: File): Locator => scriptText(it.page, file)

async function open(file: File): Promise<void> {
  await openScript(it.page, file)
  await expect(panel(file)).toBeVisible()
}

test.beforeAll(() => {
  for (const [file, script] of Object.entries(scripts)) writeFileSync(join(it.handlerFolder, file), script)
})

test('a try tells what came back, how long it took, and what was written', async () => {
  await open('greet.ts')
  await expect(state('greet.ts')).toHaveText('Not tried yet')
  await argument('greet.ts').fill('{"name": "Ada"}')
  await start('greet.ts').click()
  await expect(state('greet.ts')).toHaveText('Ended well')
  await expect(start('greet.ts')).toBeFocused()
  await expect(figure('greet.ts', 'Pause')).toHaveText('1.2 s')
  await expect(figure('greet.ts', 'Run time')).toHaveText(/^[\d.]+ m?s$/)
  await expect(figure('greet.ts', 'Load time')).toHaveText(/^[\d.]+ m?s$/)
  await expect(figure('greet.ts', 'Memory')).toHaveText(/^[\d.]+ MB$/)
  await expect(panel('greet.ts').getByRole('group', { name: 'Returned' })).toHaveText(/^1_?250$/)
  await expect(lines('greet.ts')).toHaveCount(5)
  await expect(lines('greet.ts').nth(0)).toContainText(/info\s*hello Ada/)
  await expect(lines('greet.ts').nth(1)).toContainText(/warn\s*slowly/)
  await expect(lines('greet.ts').nth(2)).toContainText(/error\s*with care/)
  await expect(lines('greet.ts').last()).toContainText('follow-up: try')
})

test('it runs the text as it is in the editor, with no job and no hold', async () => {
  const { page, client } = it
  await open('greet.ts')
  await writeScript(it.page, 'greet.ts', 'export default (arg) => "never saved: " + arg.name\n')
  await expect(panel('greet.ts')).toContainText('The text has changed since')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(state('greet.ts')).toHaveText('It returned no pause')
  await expect(panel('greet.ts').getByRole('alert')).toContainText('bad-result')
  await expect(panel('greet.ts')).not.toContainText('The text has changed since')
  await expect(text('greet.ts')).toHaveText('export default (arg) => "never saved: " + arg.name')

  const { counters } = await live(page)
  expect([counters.waiting, counters.running, counters.done, counters.failed]).toEqual([0, 0, 0, 0])
  expect(await client.keys('*try*')).toEqual([])
  await writeScript(it.page, 'greet.ts', scripts['greet.ts'])
})

test('what it threw leads to the line of the script', async () => {
  const { page } = it
  await open('throws.ts')
  await argument('throws.ts').fill('{"id": 7}')
  await start('throws.ts').click()
  await expect(state('throws.ts')).toHaveText('It threw')
  await expect(panel('throws.ts').getByRole('alert')).toContainText('order 7 has no seller')
  await panel('throws.ts')
    .getByRole('list', { name: 'Stack' })
    .getByRole('button', { name: 'throws.ts:4' })
    .click()
  await expect(text('throws.ts')).toBeFocused()
  await page.keyboard.insertText('HERE')
  await expect(text('throws.ts')).toContainText(/throw HEREnew Error|HEREthrow new Error/)
  await page.keyboard.press('ControlOrMeta+z')
})

test('a text that does not load leads to its line', async () => {
  await open('broken.ts')
  await start('broken.ts').click()
  await expect(state('broken.ts')).toHaveText('It does not load')
  await panel('broken.ts')
    .getByRole('button', { name: /Go to line 2/ })
    .click()
  await expect(text('broken.ts')).toBeFocused()
})

test('an endless loop runs into its time limit, and the page goes on', async () => {
  await open('endless.js')
  await start('endless.js').click()
  // It gets some seconds to heed its signal.
  await expect(state('endless.js')).toHaveText('Ran into its time limit', { timeout: 20_000 })
  await expect(panel('endless.js').getByRole('alert')).toContainText('timeout')
})

test('a run that goes on shows its progress and its lines, and is stopped', async () => {
  await open('steady.js')
  await start('steady.js').click()
  await expect(state('steady.js')).toHaveText('Running')
  await expect(panel('steady.js').getByRole('progressbar')).toHaveAttribute('aria-valuenow', '42')
  await expect(panel('steady.js')).toContainText('page 42 of 100')
  await expect(lines('steady.js')).toHaveText([/begun/])
  await expect(start('steady.js')).toBeDisabled()

  // It goes on while another page is shown.
  await openPage(it.page, 'Queue')
  await expect(counter(it.page, 'Running')).toHaveText('0')
  await open('steady.js')
  await expect(state('steady.js')).toHaveText('Running')
  await panel('steady.js').getByRole('button', { name: 'Stop' }).click()
  await expect(state('steady.js')).toHaveText('Stopped')
  await expect(start('steady.js')).toBeEnabled()
})

test('an argument that is not JSON is said beside its field, and nothing runs', async () => {
  await open('greet.ts')
  await argument('greet.ts').fill('{"name": }')
  await start('greet.ts').click()
  await expect(argument('greet.ts')).toHaveAttribute('aria-invalid', 'true')
  await expect(argument('greet.ts')).toHaveAccessibleDescription(/is not JSON/)
  await argument('greet.ts').fill('{"name": "Grace"}')
  await expect(argument('greet.ts')).not.toHaveAttribute('aria-invalid', 'true')
  await argument('greet.ts').press('ControlOrMeta+Enter')
  await expect(lines('greet.ts').first()).toContainText('hello Grace')
})

test('arguments that were tried are remembered for each handler, and picked again', async () => {
  const { page } = it
  await open('remembers.js')
  for (const tried of ['{"name": "Ada"}', '{"name": "Grace"}', '{"name": "Ada"}', '[1]']) {
    await argument('remembers.js').fill(tried)
    await start('remembers.js').click()
    await expect(panel('remembers.js').getByRole('group', { name: 'Returned' })).toHaveText(
      String(tried.length),
    )
    await expect(state('remembers.js')).toHaveText('Ended well')
  }
  await panel('remembers.js').getByRole('button', { name: 'Tried before' }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['[1]', '{"name": "Ada"}', '{"name": "Grace"}'])
  await page.getByRole('menuitem', { name: 'Ada' }).click()
  await expect(argument('remembers.js')).toHaveValue('{"name": "Ada"}')

  await open('forgets.js')
  await expect(panel('forgets.js').getByRole('button', { name: 'Tried before' })).toBeDisabled()
})

test('a read-only profile runs no script', async () => {
  const { page } = it
  const header = page.getByRole('banner').first()
  await header.getByRole('button', { name: /Redis at/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Connection' })
  await dialog.getByLabel('Read-only').check()
  await dialog.getByRole('button', { name: 'Save and connect' }).click()
  await expect(header).toContainText('read-only')
  await open('greet.ts')
  await expect(start('greet.ts')).toBeDisabled()
  await expect(panel('greet.ts')).toContainText('This profile is read-only: no script is run.')
})
