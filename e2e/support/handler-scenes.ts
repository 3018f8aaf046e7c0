import { expect, type Page } from '@playwright/test'
import { openPage, PROFILE, request } from './console'
import { editorOf, openScript, scriptRow, scriptText, writeScript } from './editor'
import type { Scene } from './scene'

const FILE = 'picture.ts'
const MINE = [
  '// Gets the catalog of one seller, page by page.',
  "import type { HandlerContext } from './keyhold'",
  '',
  'export const options = { timeoutMs: 120_000, attempts: 3, retryDelayMs: (attempt: number) => attempt * 2_000 }',
  '',
  'interface Seller {',
  '  readonly id: number',
  '  readonly pages: number',
  '}',
  '',
  'export default async function catalog(seller: Seller, { key, signal, log, progress }: HandlerContext) {',
  '  for (let page = 1; page <= seller.pages; page += 1) {',
  '    const answer = await fetch(`https://example.com/sellers/${seller.id}/pages/${page}`, { signal })',
  '    if (!answer.ok) throw new Error(`${key}: page ${page} answered ${answer.status}`)',
  '    progress(page / seller.pages, `page ${page} of ${seller.pages}`)',
  '  }',
  "  log.info('done', seller.pages)",
  '  return 250',
  '}',
  '',
].join('\n')
const THEIRS = MINE.replace('return 250', 'return 1_000 // as asked for').replace(
  'attempts: 3',
  'attempts: 5',
)
const BROKEN = MINE.replace('{ signal })', '{ signal }')

/** Writes the file as another program would. */
async function writeOutside(page: Page, text: string): Promise<void> {
  const { handlers } = await request(page, 'handlers.list', { profileId: PROFILE })
  const expected = handlers.find(({ file }) => file === FILE)?.version ?? null
  await request(page, 'handlers.save', { profileId: PROFILE, file: FILE, text, expected })
}

async function showEditor(page: Page): Promise<void> {
  await writeOutside(page, MINE)
  await openScript(page, FILE)
  await expect(editorOf(page, FILE).getByText('No syntax errors')).toBeVisible()
}

async function showUnsaved(page: Page): Promise<void> {
  await showEditor(page)
  await writeScript(page, FILE, BROKEN)
  await expect(editorOf(page, FILE).getByRole('status').first()).toContainText('Line')
}

async function showChangedOutside(page: Page): Promise<void> {
  await showEditor(page)
  await writeScript(page, FILE, MINE.replace('250', '500'))
  await writeOutside(page, THEIRS)
  await expect(editorOf(page, FILE).getByRole('alert')).toContainText('changed outside')
}

/** Leaves the editor with what is on the disk. */
async function discard(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await scriptRow(page, 'echo.js').click()
  const discarding = page
    .getByRole('dialog', { name: 'Unsaved changes' })
    .getByRole('button', { name: 'Discard' })
  await discarding.or(scriptText(page, 'echo.js')).first().waitFor()
  if (await discarding.isVisible()) await discarding.click()
  await expect(scriptText(page, 'echo.js')).toBeVisible()
}

/** The page Handlers: its editor, and what can lie over it. */
export const handlerScenes: readonly Scene[] = [
  { name: 'handlers', show: (page) => openPage(page, 'Handlers') },
  { name: 'handlers-editor', show: showEditor },
  { name: 'handlers-unsaved', show: showUnsaved, leave: discard },
  {
    name: 'handlers-unsaved-guard',
    async show(page) {
      await showUnsaved(page)
      await scriptRow(page, 'echo.js').click()
      await expect(page.getByRole('dialog', { name: 'Unsaved changes' })).toBeVisible()
    },
    leave: discard,
  },
  { name: 'handlers-changed-outside', show: showChangedOutside, leave: discard },
  {
    name: 'handlers-compare-dialog',
    async show(page) {
      await showChangedOutside(page)
      await page.getByRole('button', { name: 'Compare' }).click()
      await expect(page.getByRole('textbox', { name: 'Your text' })).toBeVisible()
    },
    leave: discard,
  },
  {
    name: 'handlers-new-dialog',
    async show(page) {
      await showEditor(page)
      await page.getByRole('button', { name: 'New handler' }).click()
      await expect(page.getByLabel('File name')).toBeFocused()
    },
    leave: discard,
  },
  {
    name: 'handlers-menu',
    async show(page) {
      await showEditor(page)
      await page.getByRole('button', { name: `More about ${FILE}` }).click()
      await expect(page.getByRole('menuitem', { name: 'Format' })).toBeVisible()
    },
    leave: discard,
  },
]
