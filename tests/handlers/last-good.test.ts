import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { versionOf } from '../../src/handlers/script-version'
import { buildHost, failureOf, openBench, temporaryFolder, type Bench, type BuiltHost } from './handler-host'

let host: BuiltHost
let bench: Bench
let versionsFolder: string

beforeAll(async () => {
  host = await buildHost()
  versionsFolder = join(await temporaryFolder('keyhold-versions-'), 'kept')
  bench = await openBench(host, { versionsFolder, jobsPerWorker: 3 })
})
afterAll(async () => {
  await bench.dispose()
  await rm(join(versionsFolder, '..'), { recursive: true, force: true })
  await host.remove()
})
beforeEach(() => {
  bench.lines.length = 0
})

const textsOf = (): readonly string[] => bench.lines.map(({ text }) => text)
const good = 'import { n } from "./n.js"\nexport default () => n'

describe('a script that no longer loads', () => {
  it.each([
    { breaks: 'does not parse', text: 'export default (' },
    { breaks: 'throws at its top', text: 'throw new Error("no config")' },
    { breaks: 'has bad options', text: 'export const options = { attempts: 0 }\nexport default () => 9' },
    { breaks: 'exports nothing', text: 'const a = 1' },
    { breaks: 'ends its worker', text: 'process.exit()' },
    { breaks: 'is gone', text: undefined },
  ])('because it $breaks runs on as it last did, and the check says why', async ({ text }) => {
    await bench.write('n.js', 'export const n = 1')
    await bench.write('script.js', good)
    expect(await bench.end('script.js')).toMatchObject({ pauseMs: 1, version: versionOf(good) })
    if (text === undefined) await rm(join(bench.folder, 'script.js'))
    else await bench.write('script.js', text)
    expect(await bench.end('script.js')).toMatchObject({ pauseMs: 1, version: versionOf(good) })
    const { code, notStarted } = await failureOf(bench.runner.check('script.js'))
    expect(code).toBe(text === 'process.exit()' ? 'exited' : 'bad-script')
    expect(notStarted).toBe(true)
    await bench.write('script.js', 'export default () => 2')
    expect(await bench.run('script.js')).toBe(2)
  })

  it('keeps its imported files as they were, with fresh workers too', async () => {
    await bench.write('n.js', 'export const n = 1')
    await bench.write('script.js', good)
    expect(await bench.run('script.js')).toBe(1)
    await bench.write('n.js', 'export const n = ')
    // More than one worker's number of jobs.
    for (let job = 0; job < 8; job += 1) expect(await bench.run('script.js')).toBe(1)
    await rm(join(bench.folder, 'n.js'))
    expect(await bench.run('script.js')).toBe(1)
    await bench.write('n.js', 'export const n = 3')
    expect(await bench.run('script.js')).toBe(3)
  })

  it('is loaded once, not for each job', async () => {
    await bench.write('script.js', 'export default () => 1')
    expect(await bench.run('script.js')).toBe(1)
    await bench.write('script.js', 'console.log("tried to load"); throw 1')
    for (let job = 0; job < 8; job += 1) expect(await bench.run('script.js')).toBe(1)
    expect(textsOf().filter((text) => text === 'tried to load')).toHaveLength(1)
  })

  it('runs on after a crash of the host', async () => {
    await bench.write('n.js', 'export const n = 1')
    await bench.write('script.ts', good)
    await bench.write('crash.js', 'export default () => process.abort()')
    expect(await bench.run('script.ts')).toBe(1)
    await bench.write('n.js', 'nonsense here')
    await bench.write('script.ts', 'export default (')
    expect((await failureOf(bench.run('crash.js'))).code).toBe('crashed')
    expect(await bench.run('script.ts')).toBe(1)
  })

  it('runs on when the new text ends the host as it loads', async () => {
    await bench.write('script.js', 'export default () => 1')
    expect(await bench.run('script.js')).toBe(1)
    const pid = bench.runner.hostPid()
    await bench.write('script.js', 'process.abort()')
    expect(await bench.run('script.js')).toBe(1)
    const next = bench.runner.hostPid()
    expect(next).not.toBe(pid)
    for (let job = 0; job < 4; job += 1) expect(await bench.run('script.js')).toBe(1)
    expect(bench.runner.hostPid()).toBe(next)
    expect((await failureOf(bench.runner.check('script.js'))).code).toBe('crashed')
    await bench.write('script.js', 'export default () => 2')
    expect(await bench.run('script.js')).toBe(2)
  })

  it('is used again once a check finds that it loads', async () => {
    await bench.write('script.js', 'export default () => 1')
    expect(await bench.run('script.js')).toBe(1)
    await bench.write('script.js', 'import "later"\nexport default () => 2')
    expect(await bench.run('script.js')).toBe(1)
    const folder = join(bench.folder, 'node_modules/later')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'package.json'), '{ "name": "later", "main": "index.js" }')
    await writeFile(join(folder, 'index.js'), '')
    await bench.runner.check('script.js')
    expect(await bench.run('script.js')).toBe(2)
  })
})

describe('a version', () => {
  it('is kept by its hash once it ran, and only then', async () => {
    const [ran, checked, broken] = ['export default () => 71', 'export default () => 72', 'export default (']
    await bench.write('kept.ts', ran)
    const { version } = await bench.end('kept.ts')
    expect(version).toBe(versionOf(ran))
    for (const text of [checked, broken]) {
      await bench.write('kept.ts', text)
      await bench.runner.check('kept.ts').catch(() => undefined)
    }
    await expect
      .poll(() => bench.runner.readVersion(version))
      .toEqual({ file: 'kept.ts', text: ran, version })
    await expect.poll(() => readdir(versionsFolder)).toContain(`${version}.kept.ts`)
    const names = await readdir(versionsFolder)
    for (const text of [checked, broken]) expect(names.join()).not.toContain(versionOf(text))
    expect(await bench.runner.readVersion(versionOf(broken))).toBeUndefined()
    expect(await bench.runner.readVersion('../../etc/passwd')).toBeUndefined()
  })

  it('that failed is kept as well, and read by a later runner', async () => {
    const text = 'export default () => { throw 73 }'
    await bench.write('fails.js', text)
    const { version } = await failureOf(bench.run('fails.js'))
    expect(version).toBe(versionOf(text))
    await expect.poll(() => readdir(versionsFolder)).toContain(`${version}.fails.js`)
    const later = await openBench(host, { versionsFolder })
    expect(await later.runner.readVersion(versionOf(text))).toMatchObject({ file: 'fails.js', text })
    await later.dispose()
  })

  it('gives way when 200 newer ones ran', async () => {
    const old = new Date(0)
    const names = Array.from({ length: 205 }, (_, n) => `${versionOf(`old ${n}`)}.old.js`)
    for (const name of names) {
      await writeFile(join(versionsFolder, name), '')
      await utimes(join(versionsFolder, name), old, old)
    }
    const text = 'export default () => 74'
    await bench.write('newest.js', text)
    await bench.run('newest.js')
    await expect.poll(async () => (await readdir(versionsFolder)).length).toBe(200)
    expect(await readdir(versionsFolder)).toContain(`${versionOf(text)}.newest.js`)
  })
})
