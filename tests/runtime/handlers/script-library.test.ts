import { createHash } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { LIMITS } from '../../../src/contract/limits'
import { ScriptLibrary } from '../../../src/runtime/handlers/script-library'

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
const FIRST = 'export default () => 1\n'
const SECOND = 'export default () => 2\n'
const THIRD = 'export default () => 3\n'

async function opened(scripts: Readonly<Record<string, string>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'keyhold-library-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [file, text] of Object.entries(scripts)) await writeFile(join(folder, file), text)
  return {
    folder,
    library: new ScriptLibrary(folder),
    path: (file: string) => join(folder, file),
    on: (file: string) => readFile(join(folder, file), 'utf8'),
    names: async () => (await readdir(folder)).sort(),
  }
}

describe('a script that is read', () => {
  it('comes with the hash of its bytes', async () => {
    const { library, on } = await opened({ 'mine.ts': '\uFEFFexport default () => "größer"\n' })
    const text = await on('mine.ts')
    expect(await library.read('mine.ts')).toEqual({ file: 'mine.ts', text, version: hash(text) })
  })

  it('is refused where it is not there, not text, too large, or no file', async () => {
    const { library, path } = await opened({
      'large.js': 'x'.repeat(LIMITS.scriptCharacters + 1),
      'huge.js': 'x'.repeat(3 * LIMITS.scriptCharacters + 1),
    })
    await writeFile(path('latin.js'), Buffer.from([0x2f, 0x2f, 0xe9]))
    await symlink('/dev/zero', path('endless.js'))
    await expect(library.read('none.js')).rejects.toMatchObject({ code: 'no-such-script' })
    await expect(library.read('latin.js')).rejects.toMatchObject({ code: 'script-not-text' })
    await expect(library.read('large.js')).rejects.toMatchObject({ code: 'script-too-large' })
    await expect(library.read('huge.js')).rejects.toMatchObject({ code: 'script-too-large' })
    await expect(library.read('endless.js')).rejects.toMatchObject({ code: 'script-not-read' })
  })

  it.each([
    '../mine.js',
    'a/b.js',
    'a\\b.js',
    '.hidden.js',
    'types.d.ts',
    'notes.txt',
    'nul\0.js',
    'a:b.js',
    '',
    `${'x'.repeat(300)}.js`,
  ])('has a name without a path: %j is refused by every act', async (name) => {
    const { library, names } = await opened({ 'mine.js': FIRST })
    const refused = { code: 'bad-script-name' }
    await expect(library.pathOf(name)).rejects.toMatchObject(refused)
    await expect(library.read(name)).rejects.toMatchObject(refused)
    await expect(library.save(name, FIRST, null)).rejects.toMatchObject(refused)
    await expect(library.save(name, FIRST, hash(FIRST))).rejects.toMatchObject(refused)
    await expect(library.rename(name, 'other.js')).rejects.toMatchObject(refused)
    await expect(library.rename('mine.js', name)).rejects.toMatchObject(refused)
    expect(await names()).toEqual(['mine.js'])
  })
})

describe('a script that is saved', () => {
  it('replaces what the writer saw, keeps its permissions, and leaves nothing beside it', async () => {
    const { library, on, names, path } = await opened({ 'mine.js': FIRST })
    await chmod(path('mine.js'), 0o750)
    const saved = await library.save('mine.js', SECOND, hash(FIRST))
    expect(saved).toEqual({
      outcome: 'saved',
      script: { file: 'mine.js', text: SECOND, version: hash(SECOND) },
    })
    expect(await on('mine.js')).toBe(SECOND)
    expect((await stat(path('mine.js'))).mode & 0o777).toBe(0o750)
    expect(await names()).toEqual(['mine.js'])
  })

  it('leaves another writer’s text, and shows it', async () => {
    const { library, on } = await opened({ 'mine.js': THIRD })
    expect(await library.save('mine.js', SECOND, hash(FIRST))).toEqual({
      outcome: 'changed-outside',
      script: { file: 'mine.js', text: THIRD, version: hash(THIRD) },
    })
    expect(await on('mine.js')).toBe(THIRD)
  })

  it('that is gone stays gone', async () => {
    const { library, names } = await opened()
    expect(await library.save('mine.js', SECOND, hash(FIRST))).toEqual({ outcome: 'gone' })
    expect(await names()).toEqual([])
  })

  it('is saved already where somebody else wrote the same', async () => {
    const { library } = await opened({ 'mine.js': SECOND })
    expect(await library.save('mine.js', SECOND, hash(FIRST))).toMatchObject({ outcome: 'saved' })
  })

  it('is new only where none is, in a folder that may be missing', async () => {
    const { library, on, folder, names } = await opened()
    await rm(folder, { recursive: true })
    expect(await library.save('new.ts', FIRST, null)).toMatchObject({ outcome: 'saved' })
    expect(await on('new.ts')).toBe(FIRST)
    expect(await library.save('new.ts', SECOND, null)).toMatchObject({
      outcome: 'changed-outside',
      script: { text: FIRST },
    })
    expect(await on('new.ts')).toBe(FIRST)
    expect(await names()).toEqual(['new.ts'])
  })

  it('wins once when two windows save over the same text', async () => {
    const { library, on } = await opened({ 'mine.js': FIRST })
    const outcomes = await Promise.all(
      [SECOND, THIRD].map((text) => library.save('mine.js', text, hash(FIRST))),
    )
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['saved', 'changed-outside'])
    expect(await on('mine.js')).toBe(SECOND)
  })

  it('does not put a file in the place of a link', async () => {
    const { library, path, on } = await opened({ 'real.js': FIRST })
    await symlink('real.js', path('link.js'))
    expect(await library.read('link.js')).toMatchObject({ text: FIRST })
    await expect(library.save('link.js', SECOND, hash(FIRST))).rejects.toMatchObject({
      code: 'script-is-link',
    })
    expect(await on('real.js')).toBe(FIRST)
  })

  it('says when the folder takes no file, and works again when it does', async () => {
    const { library, folder, on } = await opened()
    await rm(folder, { recursive: true })
    await writeFile(folder, 'a file with the name of the folder')
    await expect(library.save('new.js', FIRST, null)).rejects.toMatchObject({ code: 'script-not-written' })
    await unlink(folder)
    await library.save('new.js', FIRST, null)
    expect(await on('new.js')).toBe(FIRST)
  })

  it('is never seen in part', async () => {
    const { library, on } = await opened({ 'mine.js': FIRST })
    const large = '// '.repeat(200_000)
    const seen: number[] = []
    const look = async (): Promise<void> => {
      for (let looks = 0; looks < 200; looks += 1) seen.push((await on('mine.js')).length)
    }
    await Promise.all([look(), library.save('mine.js', large, hash(FIRST))])
    expect(seen.filter((length) => length !== FIRST.length && length !== large.length)).toEqual([])
    expect(await on('mine.js')).toBe(large)
  })
})

describe('a script that is renamed', () => {
  it('has the new name alone', async () => {
    const { library, on, names } = await opened({ 'mine.js': FIRST })
    await library.rename('mine.js', 'yours.ts')
    expect(await names()).toEqual(['yours.ts'])
    expect(await on('yours.ts')).toBe(FIRST)
  })

  it('never takes the place of another, and loses nothing when it cannot', async () => {
    const { library, on, names } = await opened({ 'mine.js': FIRST, 'yours.js': SECOND })
    await expect(library.rename('mine.js', 'yours.js')).rejects.toMatchObject({ code: 'script-exists' })
    await expect(library.rename('none.js', 'third.js')).rejects.toMatchObject({ code: 'no-such-script' })
    expect(await names()).toEqual(['mine.js', 'yours.js'])
    expect(await on('yours.js')).toBe(SECOND)
  })

  it('keeps its own name, and changes its case', async () => {
    const { library, names } = await opened({ 'mine.js': FIRST })
    await library.rename('mine.js', 'mine.js')
    await library.rename('mine.js', 'Mine.js')
    expect(await names()).toEqual(['Mine.js'])
  })
})
