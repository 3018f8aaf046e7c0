import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLog } from '../../electron/log'
import { BoundedLogFile } from '../../electron/log-file'
import { leaveCrashNote, takeCrashNote } from '../../electron/crash-note'
import { ownFolder } from './support'

describe('the log', () => {
  it('has a line for each case, with its code and its fields', async () => {
    const file = join(await ownFolder(), 'logs', 'keyhold.log')
    const log = openLog({ file, stdout: false })
    log.runtime('error', 'bg_processor_error_set_dedup_key', { key: 'k', error: new Error('no answer') })
    log.close()
    const [line] = (await readFile(file, 'utf8')).trim().split('\n')
    expect(JSON.parse(line ?? '')).toMatchObject({
      level: 'error',
      code: 'bg_processor_error_set_dedup_key',
      key: 'k',
      error: { message: 'no answer' },
    })
  })

  it('holds no password of any address, wherever it stands', async () => {
    const file = join(await ownFolder(), 'keyhold.log')
    const log = openLog({ file, stdout: false })
    log.step('connecting to redis://user:s3cret@host:6379/0')
    log.error('failed', {
      url: 'rediss://:s3cret@host',
      error: new Error('no unix:///run/r.sock?password=s3cret&db=1'),
    })
    log.close()
    const text = await readFile(file, 'utf8')
    expect(text).not.toContain('s3cret')
    expect(text).toContain('redis://user:***@host:6379/0')
    expect(text).toContain('rediss://:***@host')
  })

  it('keeps two files of bounded size, the newest lines in them', async () => {
    const folder = await ownFolder()
    const file = new BoundedLogFile(join(folder, 'a.log'), 1_000)
    for (let line = 0; line < 500; line += 1) file.write(`line ${String(line).padStart(4, '0')}\n`)
    file.close()
    expect((await readdir(folder)).sort()).toEqual(['a.log', 'a.log.1'])
    const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8')
    const newer = await read('a.log')
    expect(newer.length).toBeLessThanOrEqual(1_000)
    expect((await read('a.log.1')).length).toBeLessThanOrEqual(1_000)
    expect(newer).toContain('line 0499')
  })

  it('never throws, whatever becomes of its folder', () => {
    const file = new BoundedLogFile('/dev/null/none/a.log', 1_000)
    file.write('lost\n')
    file.close()
    file.write('lost\n')
  })
})

describe('the note of a crash', () => {
  it('is told once', async () => {
    const file = join(await ownFolder(), 'crash-note.txt')
    expect(takeCrashNote(file, 'the log')).toBeUndefined()
    leaveCrashNote(file, new Error('the sky fell'))
    expect(takeCrashNote(file, 'the log')).toMatchObject({ code: 'crashed-last-time' })
    expect(takeCrashNote(file, 'the log')).toBeUndefined()
  })
})
