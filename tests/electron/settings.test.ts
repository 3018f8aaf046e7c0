import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../electron/settings/schema'
import { SettingsStore } from '../../electron/settings/settings-store'
import { writeAtomically } from '../../electron/settings/write-atomically'
import { ownFolder } from './support'

const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name)

async function ownFile(name?: string): Promise<string> {
  const file = join(await ownFolder(), 'settings.json')
  if (name !== undefined) await copyFile(fixture(name), file)
  return file
}

const moved = { x: 10, y: 20, width: 900, height: 600, maximized: false }

describe('settings', () => {
  it('are the defaults at the first start, and nothing is written', async () => {
    const file = await ownFile()
    const store = await SettingsStore.open(file)
    expect(store.current).toEqual(DEFAULT_SETTINGS)
    expect(store.problem).toBeUndefined()
    await expect(readFile(file)).rejects.toThrow('ENOENT')
  })

  it('are read back as they were saved', async () => {
    const file = await ownFile()
    await (await SettingsStore.open(file)).update((current) => ({ ...current, window: moved }))
    const again = await SettingsStore.open(file)
    expect(again.current).toEqual({ ...DEFAULT_SETTINGS, window: moved })
  })

  it('opens a file of version 0 and keeps its connection, without its password', async () => {
    const file = await ownFile('settings-version-0.json')
    const store = await SettingsStore.open(file)
    expect(store.problem).toBeUndefined()
    expect(store.current).toMatchObject({
      version: 2,
      activeProfile: 'default',
      profiles: [
        {
          id: 'default',
          redisUrl: 'redis://redis.example:6380/2',
          namespace: 'orders',
          handler: 'wait.js',
          concurrency: 4,
          layout: 'go-io',
        },
      ],
      secrets: { default: { kind: 'not-stored' } },
      window: { width: 1024, height: 700 },
    })
    await store.update((current) => current)
    const written = await readFile(file, 'utf8')
    expect(JSON.parse(written)).toMatchObject({ version: 2 })
    expect(written).not.toContain('left-in-the-clear')
  })

  it('opens a file of version 1 and keeps all of it; it had no templates and no recurring jobs', async () => {
    const file = await ownFile('settings-version-1.json')
    const before: unknown = JSON.parse(await readFile(file, 'utf8'))
    const store = await SettingsStore.open(file)
    expect(store.problem).toBeUndefined()
    const { zoom, preferences } = DEFAULT_SETTINGS
    const added = { version: 2, templates: {}, recurring: {}, zoom, preferences }
    expect(store.current).toEqual({ ...Object(before), ...added })
    expect(store.current.profiles.map(({ name }) => name)).toEqual(['Orders', 'Embedded Redis'])
  })

  it('leaves a file from the future byte for byte as it is, whatever is changed', async () => {
    const file = await ownFile('settings-from-the-future.json')
    const store = await SettingsStore.open(file)
    expect(store.problem?.code).toBe('settings-from-future')
    expect(store.current).toEqual(DEFAULT_SETTINGS)
    await store.update((current) => ({ ...current, window: moved }))
    expect(store.current.window).toEqual(moved)
    expect(await readFile(file)).toEqual(await readFile(fixture('settings-from-the-future.json')))
  })

  it.each([
    ['no JSON', '{"version": 1, "profi'],
    ['no object', '[]'],
    ['a version that is no number', '{"version": "one"}'],
    ['no profile', JSON.stringify({ ...DEFAULT_SETTINGS, profiles: [] })],
    ['an active profile that is none', JSON.stringify({ ...DEFAULT_SETTINGS, activeProfile: 'gone' })],
    ['a version 0 whose address is none', '{"redisUrl": "http://example"}'],
  ])('keeps a file with %s aside and says where', async (_what, text) => {
    const file = await ownFile()
    await writeFile(file, text)
    const store = await SettingsStore.open(file)
    expect(store.problem?.code).toBe('settings-broken')
    expect(store.current).toEqual(DEFAULT_SETTINGS)
    await store.update((current) => ({ ...current, window: moved }))
    const names = await readdir(join(file, '..'))
    const aside = names.find((name) => name.startsWith('settings.json.broken-'))
    expect(store.problem?.message).toContain(aside)
    expect(await readFile(join(file, '..', aside ?? ''), 'utf8')).toBe(text)
    expect((await SettingsStore.open(file)).current.window).toEqual(moved)
  })

  it('are not written over something that cannot be read', async () => {
    const file = await ownFile()
    await mkdir(file)
    const store = await SettingsStore.open(file)
    expect(store.problem?.code).toBe('settings-unreadable')
    await store.update((current) => ({ ...current, window: moved }))
    expect(await readdir(join(file, '..'))).toEqual(['settings.json'])
  })

  it('says so when they cannot be written, and goes on with the change', async () => {
    const file = await ownFile()
    const store = await SettingsStore.open(file)
    await mkdir(file)
    const change = store.update((current) => ({ ...current, window: moved }))
    await expect(change).rejects.toMatchObject({ code: 'settings-not-written' })
    expect(store.current.window).toEqual(moved)
  })

  it('ends with the last of many changes', async () => {
    const file = await ownFile()
    const store = await SettingsStore.open(file)
    for (let width = 801; width <= 830; width += 1) {
      void store.update((current) => ({ ...current, window: { ...moved, width } }))
    }
    await store.flush()
    expect((await SettingsStore.open(file)).current.window?.width).toBe(830)
    expect(await readdir(join(file, '..'))).toEqual(['settings.json'])
  })
})

describe('an atomic write', () => {
  it('leaves what is there when it fails, and no temporary file', async () => {
    const folder = await ownFolder()
    const target = join(folder, 'target')
    // A folder that is not empty cannot be replaced by a file: the rename fails after all was written.
    await mkdir(join(target, 'inside'), { recursive: true })
    await expect(writeAtomically(target, 'new')).rejects.toThrow()
    expect(await readdir(folder)).toEqual(['target'])
    expect(await readdir(target)).toEqual(['inside'])
  })

  it('never shows a reader half a text', async () => {
    const file = join(await ownFolder(), 'file')
    const texts = ['a', 'b'].map((letter) => letter.repeat(300_000))
    await writeAtomically(file, texts[0] ?? '')
    const seen = new Set<string>()
    const reading = { on: true }
    const reads = (async () => {
      while (reading.on) seen.add(await readFile(file, 'utf8'))
    })()
    for (let round = 0; round < 20; round += 1) await writeAtomically(file, texts[round % 2] ?? '')
    reading.on = false
    await reads
    for (const text of seen) expect(texts).toContain(text)
  })
})
