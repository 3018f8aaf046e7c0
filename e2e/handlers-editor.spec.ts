import { expect, test, type Locator } from '@playwright/test'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { emptyQueue, openPage, pauseQueue, PROFILE, request, schedule } from './support/console'
import { chooseAct, editorOf, openScript, scriptRow, scriptText, writeScript } from './support/editor'
import { shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
const path = (file: string): string => join(it.handlerFolder, file)
const write = (file: string, text: string): void => writeFileSync(path(file), text)
const read = (file: string): string => readFileSync(path(file), 'utf8')
const dialog = (name: string): Locator => it.page.getByRole('dialog', { name })
const button = (within: Locator, name: string): Locator => within.getByRole('button', { name, exact: true })

test.beforeEach(async () => {
  await openPage(it.page, 'Handlers')
})

test('a handler is made from a template, and the name is judged', async () => {
  const { page } = it
  await page.getByRole('button', { name: 'New handler' }).click()
  const making = dialog('New handler')
  const name = making.getByLabel('File name')
  await expect(name).toHaveValue(/\.(ts|js)$/)
  await expect(name).toBeFocused()
  await name.fill('steps.js')
  await button(making, 'Create').click()
  await expect(making).toContainText('steps.js is already there.')
  await name.fill('made.ts')
  await button(making, 'Create').click()
  await expect(making).toBeHidden()
  await expect(scriptText(page, 'made.ts')).toContainText('export default')
  await expect(scriptText(page, 'made.ts')).toBeFocused()
  await expect(scriptRow(page, 'made.ts')).toHaveAttribute('aria-current', 'true')
  expect(read('made.ts')).toContain('export default')
})

test('what is typed is saved by Ctrl+S and by the button', async () => {
  const { page } = it
  write('typed.js', 'export default () => 1\n')
  const editor = await openScript(page, 'typed.js')
  await writeScript(page, 'typed.js', '// Saved by key.\nexport default () => 2\n')
  await expect(editor).toContainText('Unsaved')
  await page.keyboard.press('ControlOrMeta+S')
  await expect(editor).not.toContainText('Unsaved')
  expect(read('typed.js')).toBe('// Saved by key.\nexport default () => 2\n')
  await expect(scriptRow(page, 'typed.js')).toContainText('Saved by key.')
  await writeScript(page, 'typed.js', '// Saved by button.\nexport default () => 3\n')
  await button(editor, 'Save').click()
  await expect(scriptRow(page, 'typed.js')).toContainText('Saved by button.')
})

test('a syntax error is marked before it is saved; a broken file says its line and cannot be used', async () => {
  const { page } = it
  write('wrong.ts', 'export default () => 1\n')
  const editor = await openScript(page, 'wrong.ts')
  await writeScript(page, 'wrong.ts', 'const fine: number = 1\nexport default ( => fine\n')
  await expect(editor.getByRole('status').first()).toContainText('Line 2')
  await expect(editor.locator('.cm-lintRange-error').first()).toBeVisible()
  await page.keyboard.press('ControlOrMeta+S')
  await expect(editor.getByRole('alert')).toContainText('It cannot be used as it is saved. Line 2')
  await expect(button(editor, 'Use this handler')).toBeDisabled()
  await expect(scriptRow(page, 'wrong.ts')).toContainText('Line 2')
  await writeScript(page, 'wrong.ts', 'export default () => 1\n')
  await expect(editor.getByText('No syntax errors')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+S')
  await expect(button(editor, 'Use this handler')).toBeEnabled()
})

test('completion offers the context with its types; a script is formatted; Esc and Tab leave the editor', async () => {
  const { page } = it
  write('assist.ts', 'export default async (arg, context) => {}\n')
  const editor = await openScript(page, 'assist.ts')
  await writeScript(page, 'assist.ts', 'export default async (arg, context) => {\ncontext')
  await page.keyboard.type('.pro')
  const progress = page.getByRole('option', { name: /^progress/ })
  await expect(async () => {
    // Typed faster than the text was read, nothing is offered until it is asked for.
    if (!(await progress.isVisible())) await page.keyboard.press('Control+Space')
    await expect(progress).toContainText('fraction: number', { timeout: 2_000 })
  }).toPass({ timeout: 20_000 })
  await progress.click()
  await page.keyboard.insertText('(1)\n}\n')
  await chooseAct(page, 'assist.ts', 'Format')
  await expect(scriptText(page, 'assist.ts')).toContainText('  context.progress(1)')
  await scriptText(page, 'assist.ts').focus()
  await page.keyboard.press('ControlOrMeta+F')
  await expect(editor.getByRole('textbox', { name: 'Find' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(scriptText(page, 'assist.ts')).toBeFocused()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  await expect(scriptText(page, 'assist.ts')).not.toBeFocused()
  await button(editor, 'Save').click()
  await expect(editor).not.toContainText('Unsaved')
})

test('nothing unsaved is left without a question: another script, another page, the window', async () => {
  const { page } = it
  write('draft.js', '// One.\nexport default () => 1\n')
  const editor = await openScript(page, 'draft.js')
  await writeScript(page, 'draft.js', '// Two.\nexport default () => 2\n')
  const asking = dialog('Unsaved changes')

  await scriptRow(page, 'echo.js').click()
  await expect(asking).toContainText('draft.js')
  await button(asking, 'Stay').click()
  await expect(scriptText(page, 'draft.js')).toContainText('Two.')

  await page.getByRole('link', { name: 'Queue' }).click()
  await button(asking, 'Stay').click()
  await expect(page.getByRole('heading', { level: 1, name: 'Handlers' })).toBeVisible()

  await expect(editor).toContainText('Unsaved')
  await it.keyhold.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await button(asking, 'Stay').click()
  await expect(asking).toBeHidden()

  await page.getByRole('link', { name: 'Queue' }).click()
  await button(asking, 'Save').click()
  await expect(page.getByRole('heading', { level: 1, name: 'Queue' })).toBeVisible()
  expect(read('draft.js')).toContain('Two.')

  await openScript(page, 'draft.js')
  await writeScript(page, 'draft.js', '// Three.\n')
  await scriptRow(page, 'echo.js').click()
  await button(asking, 'Discard').click()
  await expect(scriptText(page, 'echo.js')).toBeVisible()
  expect(read('draft.js')).toContain('Two.')
})

test('a file that changes outside is followed; with unsaved changes the operator chooses', async () => {
  const { page } = it
  write('shared.js', '// First.\nexport default () => 1\n')
  const editor = await openScript(page, 'shared.js')
  const text = scriptText(page, 'shared.js')
  write('shared.js', '// Followed.\nexport default () => 1\n')
  await expect(text).toContainText('Followed.')

  await writeScript(page, 'shared.js', '// Mine.\nexport default () => 1\n')
  write('shared.js', '// Theirs.\nexport default () => 1\n')
  await expect(editor.getByRole('alert')).toContainText('changed outside')
  await button(editor, 'Compare').click()
  const comparing = dialog('Compare shared.js')
  await expect(comparing.getByRole('textbox', { name: 'Text on the disk' })).toContainText('Theirs.')
  await expect(comparing.getByRole('textbox', { name: 'Your text' })).toContainText('Mine.')
  await button(comparing, 'Keep mine').click()
  await button(editor, 'Save').click()
  await expect(editor).not.toContainText('Unsaved')
  expect(read('shared.js')).toContain('Mine.')

  await writeScript(page, 'shared.js', '// Mine again.\n')
  write('shared.js', '// Theirs again.\n')
  await button(editor, 'Take theirs').click()
  await expect(text).toContainText('Theirs again.')
  await expect(editor).not.toContainText('Unsaved')

  await writeScript(page, 'shared.js', '// Kept here.\nexport default () => 1\n')
  rmSync(path('shared.js'))
  await expect(editor.getByRole('alert')).toContainText('no longer in the folder')
  await button(editor, 'Save it again').click()
  await expect(editor.getByRole('alert')).toBeHidden()
  expect(read('shared.js')).toContain('Kept here.')
})

test('a script is renamed with its unsaved text, duplicated, and moved to the trash', async () => {
  const { page } = it
  write('old.js', 'export default () => 1\n')
  await openScript(page, 'old.js')
  await writeScript(page, 'old.js', '// Goes along.\nexport default () => 1\n')
  await chooseAct(page, 'old.js', 'Rename…')
  await expect(dialog('Rename old.js').getByLabel('File name')).toBeFocused()
  await dialog('Rename old.js').getByLabel('File name').fill('new.js')
  await button(dialog('Rename old.js'), 'Rename').click()
  await expect(scriptText(page, 'new.js')).toContainText('Goes along.')
  await expect(scriptRow(page, 'old.js')).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+S')
  await expect(editorOf(page, 'new.js')).not.toContainText('Unsaved')
  expect(existsSync(path('old.js'))).toBe(false)

  await chooseAct(page, 'new.js', 'Duplicate…')
  await expect(dialog('Duplicate new.js').getByLabel('File name')).toHaveValue('new-2.js')
  await button(dialog('Duplicate new.js'), 'Duplicate').click()
  await expect(scriptText(page, 'new-2.js')).toContainText('Goes along.')

  // The system's trash is none of a test's business.
  await it.keyhold.app.evaluate(({ shell }) => {
    shell.trashItem = () => Promise.resolve()
  })
  await chooseAct(page, 'new-2.js', 'Move to trash…')
  await expect(dialog('Move to the trash')).toContainText('new-2.js')
  await button(dialog('Move to the trash'), 'Move to trash').click()
  await expect(page.getByText('new-2.js is in the trash')).toBeVisible()
})

test('what the editor shows is what is used; the active script keeps its place under another name', async () => {
  const { page } = it
  write('shop.js', '// On the disk.\nexport default () => 0\n')
  const editor = await openScript(page, 'shop.js')
  await writeScript(page, 'shop.js', '// In the editor.\nexport default () => 0\n')
  await button(editor, 'Save and use').click()
  await expect(editor.getByText('Active', { exact: true })).toBeVisible()
  expect(read('shop.js')).toContain('In the editor.')

  await chooseAct(page, 'shop.js', 'Rename…')
  await dialog('Rename shop.js').getByLabel('File name').fill('store.js')
  await page.keyboard.press('Enter')
  await expect(editorOf(page, 'store.js').getByText('Active', { exact: true })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(scriptText(page, 'store.js')).toBeFocused()
  await expect(page.getByText('shop.js is gone')).toHaveCount(0)
})

test('waiting jobs are counted before another handler, or another version, gets them', async () => {
  const { page } = it
  write('next.js', '// One.\nexport default () => 0\n')
  await pauseQueue(page)
  for (const n of [1, 2, 3]) await schedule(page, `asked:${n}`)
  const editor = await openScript(page, 'next.js')
  await button(editor, 'Use this handler').click()
  await expect(dialog('Use this handler')).toContainText('3 waiting jobs will run with next.js')
  await button(dialog('Use this handler'), 'Cancel').click()
  await expect(editor).not.toContainText('Active')
  await button(editor, 'Use this handler').click()
  await button(dialog('Use this handler'), 'Use next.js').click()
  await expect(editor.getByText('Active', { exact: true })).toBeVisible()

  await writeScript(page, 'next.js', '// Two.\nexport default () => 0\n')
  await page.keyboard.press('ControlOrMeta+S')
  await expect(dialog('Save next.js')).toContainText('3 waiting jobs will run with the new version')
  await button(dialog('Save next.js'), 'Save').click()
  await expect(editor).not.toContainText('Unsaved')
  await emptyQueue(page)
})

test('while the active script is broken the page says so, and its last good version runs on', async () => {
  const { page } = it
  write('active.js', '// Good.\nexport default () => 0\n')
  const editor = await openScript(page, 'active.js')
  await button(editor, 'Use this handler').click()
  await expect(editor.getByText('Active', { exact: true })).toBeVisible()
  await writeScript(page, 'active.js', 'export default ( => 0\n')
  await page.keyboard.press('ControlOrMeta+S')
  const note = page.getByRole('alert').filter({ hasText: 'is the active handler' })
  await expect(note).toContainText('Its last good version runs on.')
  await schedule(page, 'runs:on', { backoffMs: 0 })
  await expect
    .poll(async () => {
      const { rows } = await request(page, 'queue.finished', { profileId: PROFILE, offset: 0, limit: 5 })
      return rows.find(({ key }) => key === 'runs:on')?.outcome
    })
    .toBe('done')
  await openPage(page, 'Schedule')
  await expect(page.getByText(/^active\.js is broken: jobs run with version/)).toBeVisible()
  await page.getByRole('link', { name: 'Open Handlers' }).click()
  await scriptRow(page, 'echo.js').click()
  await button(note, 'Show it').click()
  await button(editor, 'Go to line 1').click()
  await writeScript(page, 'active.js', '// Mended.\nexport default () => 0\n')
  await page.keyboard.press('ControlOrMeta+S')
  await expect(note).toBeHidden()
})
