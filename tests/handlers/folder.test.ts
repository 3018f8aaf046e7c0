import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { watchFolder } from '../../src/handlers/folder-watch'
import { copySamples } from '../../src/handlers/samples'
import { temporaryFolder } from './handler-host'

let base: string
let folder: string

beforeEach(async () => {
  base = await temporaryFolder('keyhold-folder-')
  folder = join(base, 'handlers')
})
afterEach(() => rm(base, { recursive: true, force: true }))

describe('the samples', () => {
  const names = ['crash.js', 'echo.js', 'flaky.js', 'http-get.js', 'wait.js']

  it('are copied into a folder that is made for them, each with a line that says what it does', async () => {
    await copySamples(folder)
    const files = (await readdir(folder)).filter((name) => name.endsWith('.js')).sort()
    expect(files).toEqual(names)
    for (const name of files) expect(await readFile(join(folder, name), 'utf8')).toMatch(/^\/\/ \w.{20,}\.\n/)
  })

  it('never replace a file of the user', async () => {
    await mkdir(folder)
    await writeFile(join(folder, 'echo.js'), 'mine')
    await copySamples(folder)
    expect(await readFile(join(folder, 'echo.js'), 'utf8')).toBe('mine')
  })

  it('stay away once the user has deleted them', async () => {
    await copySamples(folder)
    await rm(join(folder, 'crash.js'))
    await copySamples(folder)
    expect(await readdir(folder)).not.toContain('crash.js')
  })

  it('that cannot be copied are an error with a remedy', async () => {
    await writeFile(folder, 'a file, no folder')
    await expect(copySamples(folder)).rejects.toMatchObject({ code: 'bad-folder' })
  })
})

describe('the watch on a folder', () => {
  let changes = 0
  let unwatch = (): void => undefined

  const startWatch = (): void => {
    changes = 0
    unwatch = watchFolder(folder, () => (changes += 1))
  }
  const nextChange = async (before: number): Promise<void> =>
    expect.poll(() => changes, { timeout: 10_000 }).toBeGreaterThan(before)
  afterEach(() => unwatch())

  it('tells of many changes at once in one call', async () => {
    await mkdir(folder)
    startWatch()
    for (let n = 0; n < 50; n += 1) await writeFile(join(folder, `s${n}.js`), '')
    await nextChange(0)
    expect(changes).toBeLessThan(10)
  })

  it('outlives the folder, and follows one of the same name', async () => {
    await mkdir(folder)
    startWatch()
    await rm(folder, { recursive: true })
    await nextChange(0)
    const gone = changes
    await mkdir(folder)
    await nextChange(gone)
    const back = changes
    await writeFile(join(folder, 'a.js'), '')
    await nextChange(back)
  })

  it('follows when another folder takes the name', async () => {
    await mkdir(folder)
    await mkdir(join(base, 'other'))
    startWatch()
    await rename(folder, join(base, 'old'))
    await rename(join(base, 'other'), folder)
    await nextChange(0)
    const swapped = changes
    await writeFile(join(folder, 'a.js'), '')
    await nextChange(swapped)
  })

  it('ends when it is told to', async () => {
    await mkdir(folder)
    startWatch()
    unwatch()
    const told: number[] = []
    const other = watchFolder(folder, () => told.push(1))
    await writeFile(join(folder, 'a.js'), '')
    await expect.poll(() => told.length, { timeout: 10_000 }).toBeGreaterThan(0)
    other()
    expect(changes).toBe(0)
  })
})
