import { expect, type Locator, type Page } from '@playwright/test'
import { openPage } from './console'

/** The row of a script in the list of the page Handlers. */
export function scriptRow(page: Page, file: string): Locator {
  return page
    .getByRole('list', { name: 'Handler scripts' })
    .getByRole('button')
    .filter({ has: page.getByText(file, { exact: true }) })
}

/** What is written in the editor of a script. */
export function scriptText(page: Page, file: string): Locator {
  return page.getByRole('textbox', { name: `Text of ${file}` })
}

/** The part of the page that shows a script. */
export function editorOf(page: Page, file: string): Locator {
  return page.getByRole('region', { name: `Editor of ${file}` })
}

/** Goes to a script and waits for its text. */
export async function openScript(page: Page, file: string): Promise<Locator> {
  await openPage(page, 'Handlers')
  await scriptRow(page, file).click()
  await expect(scriptText(page, file)).toBeVisible()
  return editorOf(page, file)
}

/** Replaces all that is in the editor, in one piece: nothing is indented or closed by itself. */
export async function writeScript(page: Page, file: string, text: string): Promise<void> {
  await scriptText(page, file).focus()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.press('Delete')
  await page.keyboard.insertText(text)
}

/** Chooses an act of the menu of a script. */
export async function chooseAct(page: Page, file: string, act: string): Promise<void> {
  await page.getByRole('button', { name: `More about ${file}` }).click()
  await page.getByRole('menuitem', { name: act }).click()
}
