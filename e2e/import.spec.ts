import { expect, test, type Locator } from '@playwright/test'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  bodyRows,
  emptyQueue,
  live,
  openPage,
  pauseQueue,
  PROFILE,
  request,
  rowsWith,
} from './support/console'
import { NAMESPACE, shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
const folder = mkdtempSync(join(tmpdir(), 'keyhold-import-'))
const holdName = (key: string): string => `${NAMESPACE}:goio.bgProcessor.dedupKey:gen:0:jobKey:${key}`
const progress = (): Locator => it.page.getByRole('region', { name: 'Progress' })
const button = (name: string | RegExp): Locator => it.page.getByRole('button', { name })

test.afterAll(() => rmSync(folder, { recursive: true, force: true }))
test.beforeEach(async () => {
  await emptyQueue(it.page)
  await pauseQueue(it.page)
  await openPage(it.page, 'Schedule')
})
test.afterEach(async () => {
  const close = it.page.getByRole('button', { name: 'Close', exact: true })
  if (await close.isVisible()) await close.click()
})

/** Opens a file as the file dialog does. */
async function openFile(name: string, content: string | Uint8Array): Promise<void> {
  await button('From a file…').or(button('Other file…')).first().waitFor()
  if (await button('From a file…').isVisible()) await button('From a file…').click()
  else await button('Other file…').click()
  const buffer = Buffer.from(content)
  await it.page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer })
}

/** Answers the system's dialog in the operator's place. */
async function saveTo(file: string): Promise<string> {
  const path = join(folder, file)
  await it.keyhold.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
  return path
}

async function confirm(jobs: string): Promise<void> {
  await button(`Schedule ${jobs}`).click()
  const dialog = it.page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expect(dialog).toContainText(`namespace ${NAMESPACE}`)
  await dialog.getByRole('button', { name: `Schedule ${jobs}` }).click()
}

test('a CSV file: bad rows with line and reason, nothing before it is confirmed, outcomes to export', async () => {
  const { page, client } = it
  await client.set(holdName('csv:3'), '"csv:3"', 'EX', 600)
  const text =
    'key,backoff,argument\r\ncsv:1,90s,"{""of"":\n1}"\r\n,5m,{}\r\ncsv:2,soon,{}\r\ncsv:3,5m,{}\r\n\r\ncsv:1,5m,{}\r\ncsv:4,5m,{x}\r\n'
  await openFile('orders.csv', text)
  await expect(
    page.getByText('3 good (1 of them with the key of an earlier row) + 3 bad = 6 rows'),
  ).toBeVisible()
  await expect(bodyRows(page, 'Jobs of the file').nth(0)).toContainText(/2\s*good\s*csv:1\s*1m 30s/)
  await expect(rowsWith(page, 'Jobs of the file', 'as 2')).toContainText(/^8as 2csv:1/)

  await page.getByLabel('Bad rows only').check({ force: true })
  await expect(bodyRows(page, 'Jobs of the file')).toHaveCount(3)
  await expect(bodyRows(page, 'Jobs of the file').nth(0)).toContainText(/4\s*bad.*The key is empty/)
  await expect(bodyRows(page, 'Jobs of the file').nth(1)).toContainText(/5\s*bad.*“soon” is no duration/)
  await expect(bodyRows(page, 'Jobs of the file').nth(2)).toContainText(/9\s*bad.*not JSON/)
  const bad = await saveTo('bad.csv')
  await button('Save bad rows…').click()
  await expect(page.getByText('Bad rows saved')).toBeVisible()
  expect(readFileSync(bad, 'utf8')).toContain('line,key,reason\r\n4,,The key is empty.\r\n5,csv:2,')
  expect((await live(page)).counters.waiting).toBe(0)
  expect(await client.exists(holdName('csv:1'))).toBe(0)

  await confirm('3 jobs')
  await expect(progress()).toContainText('Done: 1 of 3 jobs scheduled.')
  await expect(button('From a file…')).toBeFocused()
  await expect(progress()).toContainText(/Scheduled\s*1\s*Queued here\s*1\s*Held\s*1\s*Redis errors\s*0/)
  const { rows } = await request(page, 'queue.waiting', { profileId: PROFILE, offset: 0, limit: 9 })
  expect(rows).toMatchObject([{ key: 'csv:1', backoffMs: 90_000, argument: '{"of":\n1}' }])

  for (const [item, file, line] of [
    ['As CSV…', 'out.csv', '6,csv:3,held,the key is held in Redis'],
    ['As JSON Lines…', 'out.jsonl', '{"line":2,"key":"csv:1","outcome":"scheduled","reason":""}'],
  ] as const) {
    const path = await saveTo(file)
    await progress().getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: item }).click()
    await expect(page.getByText(path)).toBeVisible()
    expect(readFileSync(path, 'utf8')).toContain(line)
  }
})

test('rows that are pasted: mapped with a template, by keyboard alone', async () => {
  const { page, client } = it
  const { keyboard } = page
  await button('From a file…').focus()
  await keyboard.press('Enter')
  await expect(button('Choose a file…')).toBeFocused()
  await keyboard.press('Tab')
  await keyboard.insertText('{"shop":"a","n":1}\n{"shop":"b","n":2}\n{"shop":')
  await keyboard.press('Tab')
  await expect(button('Read these rows')).toBeFocused()
  await keyboard.press('Enter')
  await expect(page.getByText('2 good + 1 bad = 3 rows')).toBeVisible()
  await expect(page.getByLabel('Key', { exact: true })).toBeFocused()
  await keyboard.press('End')
  await keyboard.press('Tab')
  await expect(page.getByLabel('Key template')).toBeFocused()
  await keyboard.press('Control+A')
  await keyboard.insertText('paste:{shop}:{uuid}')
  await expect(bodyRows(page, 'Jobs of the file').nth(1)).toContainText('paste:b:{uuid}')
  await button('Schedule 2 jobs').focus()
  await keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Cancel' })).toBeFocused()
  await keyboard.press('Tab')
  await keyboard.press('Enter')
  await expect(progress()).toContainText('Done: 2 of 2 jobs scheduled.')
  const names = await client.keys(holdName('paste:*'))
  expect(names.map((name) => /paste:.:[\da-f]{8}-[\da-f-]{27}$/.test(name))).toEqual([true, true])
  const { rows } = await request(page, 'queue.waiting', { profileId: PROFILE, offset: 0, limit: 1 })
  expect(rows[0]?.argument).toBe('{"shop":"a","n":1}')
})

test('a file that cannot be read is told with its place; one that is dropped is read', async () => {
  const { page } = it
  await openFile('latin1.csv', new Uint8Array([...Buffer.from('key\na\n'), 0xfc, 0x0a]))
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    'not UTF-8: byte 7 (0xFC), on line 3.',
  )
  const transfer = await page.evaluateHandle(() => {
    const given = new DataTransfer()
    given.items.add(new File(['[{"key":"dropped:1"}]'], 'dropped.json'))
    return given
  })
  const area = page.getByRole('heading', { level: 1, name: 'Schedule' })
  await area.dispatchEvent('dragover', { dataTransfer: transfer })
  await expect(page.getByText('Drop the file to see its jobs.')).toBeVisible()
  await area.dispatchEvent('drop', { dataTransfer: transfer })
  await expect(rowsWith(page, 'Jobs of the file', 'dropped:1')).toBeVisible()
})

test('an import that is not confirmed goes with its page', async () => {
  const { page } = it
  const begun = await request(page, 'import.begin', { profileId: PROFILE, name: 'a.csv', total: 1 })
  await page.reload()
  await openPage(page, 'Schedule')
  const job = { key: 'late', backoffMs: 0, argument: '{}', line: 1 }
  await expect(
    request(page, 'import.jobs', { profileId: PROFILE, importId: begun.importId, jobs: [job] }),
  ).rejects.toThrow(/unknown-import/)
})

test('an import is paused, goes on where it was, and is cancelled', async () => {
  const { page, proxy, client } = it
  await openFile('many.csv', `key\n${Array.from({ length: 20_000 }, (_, n) => `many:${n + 1}`).join('\n')}`)
  // A batch takes a while now, so that there is something left to pause.
  proxy.delay(60)
  await confirm('20,000 jobs')
  await progress().getByRole('button', { name: 'Pause' }).click()
  const paused = progress().getByText(/^Paused after [\d,]+ of 20,000 jobs/)
  await expect(paused).toBeVisible()
  const tried = Number(/after ([\d,]+)/.exec(await paused.innerText())?.[1]?.replaceAll(',', ''))
  expect((await live(page)).counters.waiting).toBe(tried)
  await progress().getByRole('button', { name: 'Resume' }).click()
  await expect.poll(async () => (await live(page)).repeats.at(-1)?.attempted ?? 0).toBeGreaterThan(tried)
  await progress().getByRole('button', { name: 'Cancel' }).click()
  await expect(progress().getByText(/^Cancelled after [\d,]+ of 20,000 jobs/)).toBeVisible()
  proxy.delay(0)
  const scheduled = (await live(page)).counters.waiting
  expect(await client.exists(holdName(`many:${scheduled}`))).toBe(1)
  expect(await client.exists(holdName(`many:${scheduled + 1}`))).toBe(0)
})
