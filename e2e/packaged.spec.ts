import { expect, test } from '@playwright/test'
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { counter, rowOf } from './support/console'
import { launchKeyhold, type Keyhold } from './support/launch-keyhold'

const root = resolve(import.meta.dirname, '..')

test.describe('The packaged app', () => {
  test.describe.configure({ mode: 'serial', timeout: 240_000 })
  const folder = mkdtempSync(join(tmpdir(), 'keyhold-package-'))
  let keyhold: Keyhold | undefined

  test.beforeAll(async () => {
    // An app is packed, which takes the machine's time, whatever else it does.
    test.setTimeout(300_000)
    await promisify(execFile)(process.execPath, ['scripts/package.mjs'], {
      cwd: root,
      env: { ...process.env, KEYHOLD_PACKAGE_FOLDER: folder, KEYHOLD_TEST_BUILD: '1' },
      maxBuffer: 64 * 1024 * 1024,
    })
    keyhold = await launchKeyhold({ executable: join(folder, 'linux-unpacked', 'keyhold') })
  })
  test.afterAll(async () => {
    await keyhold?.close()
    rmSync(folder, { recursive: true, force: true })
    expect(keyhold?.pageErrors).toEqual([])
  })

  test('carries an archive of its own, and not the default app', () => {
    const resources = join(folder, 'linux-unpacked', 'resources')
    expect(existsSync(join(resources, 'app.asar'))).toBe(true)
    expect(existsSync(join(resources, 'default_app.asar'))).toBe(false)
  })

  test('connects to its Redis and runs jobs in its handler host', async () => {
    const page = keyhold?.page
    if (page === undefined) throw new Error('The packaged app did not start.')
    await expect(page.getByRole('banner').first().getByText('Redis ready')).toBeVisible()
    await page.getByRole('button', { name: 'Schedule 20 sample jobs' }).click()
    await expect(counter(page, 'Done')).toHaveText('17', { timeout: 60_000 })
    await expect(rowOf(page, 'Finished jobs', 'sample:seller:20')).toContainText('Done')
  })
})
