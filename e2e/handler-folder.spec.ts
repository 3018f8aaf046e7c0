import { expect, test } from '@playwright/test'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPage } from './support/console'
import { scriptRow } from './support/editor'
import { launchKeyhold } from './support/launch-keyhold'

test('a profile has a handler folder of its own: samples are put there, and nothing of it is written over', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyhold-own-folder-'))
  writeFileSync(join(folder, 'echo.js'), '// My own echo.\nexport default () => 1\n')
  const keyhold = await launchKeyhold()
  const { page } = keyhold
  const dialog = page.getByRole('dialog', { name: 'Connection' })
  const openDialog = (): Promise<void> =>
    page
      .getByRole('banner')
      .first()
      .getByRole('button', { name: /Embedded|Redis/ })
      .first()
      .click()

  await openDialog()
  await dialog.getByLabel('Handler folder').fill('not/absolute')
  await dialog.getByRole('button', { name: 'Save and connect' }).click()
  await expect(dialog.getByLabel('Handler folder')).toHaveAccessibleDescription(/absolute|whole path/i)
  await dialog.getByLabel('Handler folder').fill(folder)
  await dialog.getByRole('button', { name: 'Save and connect' }).click()
  await expect(dialog).toBeHidden()

  await openPage(page, 'Handlers')
  await expect(scriptRow(page, 'echo.js')).toContainText('My own echo.')
  await expect(scriptRow(page, 'wait.js')).toBeVisible()
  expect(readdirSync(folder)).toContain('keyhold.d.ts')
  await keyhold.close()
  rmSync(folder, { recursive: true })
})
