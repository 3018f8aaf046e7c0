import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readLeftMarks } from '../../src/handlers/left-marks'
import { leftPlace } from '../../src/handlers/marks-folder'
import { processIdentity, stateOf } from '../../src/handlers/process-identity'
import { RunMarker, RunMarks } from '../../src/handlers/run-marks'
import { waitFor } from '../support/wait-for'
import { buildHost, openBench, temporaryFolder, type BuiltHost } from './handler-host'

/** Notes each call before anything else of it is done; its write is done when it returns. */
const note = `
import { openSync, writeSync } from 'node:fs'
const calls = openSync(new URL('./calls', import.meta.url), 'a')
export default (act, { key }) => {
  writeSync(calls, key + '\\n')
  if (act === 'spin') for (;;);
}
export const options = { concurrency: 2 }
`

let host: BuiltHost
let program: string
let folder: string
let marksFolder: string

beforeAll(async () => {
  host = await buildHost()
  program = await buildProgram(host.hostEntry)
})
afterAll(() => host.remove())
beforeEach(async () => {
  folder = await temporaryFolder('keyhold-handlers-')
  marksFolder = join(folder, 'marks', 'of jobs')
  writeFileSync(join(folder, 'note.js'), note)
})
afterEach(async () => {
  // A test that fails leaves no host behind.
  await read(1_000)
  rmSync(folder, { recursive: true })
})

async function buildProgram(hostEntry: string): Promise<string> {
  const outDir = join(hostEntry, '..')
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, 'programs', 'killed-app.ts'),
      ...{ outDir, emptyOutDir: false },
      rolldownOptions: { output: { format: 'es', entryFileNames: '[name].mjs' } },
    },
  })
  return join(outDir, 'killed-app.mjs')
}

const startApp = (name: string, act: string): ChildProcess =>
  spawn(process.execPath, [program, host.hostEntry, folder, marksFolder, name, JSON.stringify(act)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })

/** @returns the numbers of the jobs whose handler was called, in order */
function calls(): number[] {
  try {
    return readFileSync(join(folder, 'calls'), 'utf8').split('\n').slice(0, -1).map(Number)
  } catch {
    return []
  }
}

const hostsOf = (name: string): number[] =>
  readdirSync(marksFolder)
    .filter((entry) => entry.startsWith(`${encodeURIComponent(name)}.`))
    .map((entry) => Number(entry.split('.').at(-2)))

async function killed(app: ChildProcess): Promise<void> {
  const exit = once(app, 'exit')
  app.kill('SIGKILL')
  await exit
}

const isLeft = (): boolean => true
const read = (waitMs = 5_000) => readLeftMarks({ folder: marksFolder, isLeft, waitMs })

describe('an app that is killed', () => {
  // The calls made by then are the measure of the moment, not a time. 0: the host is there, and is about to be told.
  it.each([0, 1, ...Array.from({ length: 18 }, () => Math.ceil(Math.random() ** 2 * 4_000))])(
    'after %i calls: its marks tell of each job whether its handler was called',
    async (wanted) => {
      const app = startApp('app 1', 'go')
      const isMoment = (): boolean => existsSync(marksFolder) && calls().length >= wanted
      await waitFor(isMoment, { timeoutMs: 15_000, what: `${wanted} calls` })
      await killed(app)
      const left = await read()
      expect(left.atWork).toEqual([])
      expect(hostsOf('app 1').map((pid) => stateOf(pid, processIdentity(pid)))).toEqual(['ended'])
      const called = calls()
      expect(new Set(called).size).toBe(called.length)
      const fates = called.map((mark) => ({ mark, kind: left.markOf('app 1', mark)?.kind }))
      expect(fates.filter(({ kind }) => kind !== 'started' && kind !== 'ended')).toEqual([])
      // Of what runs, its end is unknown: one of each lane at most.
      expect(fates.filter(({ kind }) => kind === 'started').length).toBeLessThanOrEqual(2)
      const isCalled = new Set(called)
      const marked = Array.from({ length: Math.max(0, ...called) + 1_024 }, (_, at) => at + 1)
        .filter((mark) => !isCalled.has(mark))
        .map((mark) => left.markOf('app 1', mark)?.kind)
        .filter((kind) => kind !== undefined)
      // Killed between the mark and the call.
      expect(marked.length).toBeLessThanOrEqual(2)
      expect(marked.filter((kind) => kind !== 'started')).toEqual([])
      left.remove()
      expect(readdirSync(marksFolder)).toEqual([])
    },
  )

  it('while its workers spin: the host goes with it, and what it had been handed ahead was not called', async () => {
    const app = startApp('spinning', 'spin')
    await waitFor(() => calls().length === 2, { timeoutMs: 15_000, what: 'two calls' })
    const [pid = 0] = hostsOf('spinning')
    const identity = processIdentity(pid)
    expect(stateOf(pid, identity)).toBe('same')
    await killed(app)
    // By itself: nobody reads yet.
    await waitFor(() => stateOf(pid, identity) === 'ended', { what: 'the end of the host' })
    const left = await read()
    const marks = Array.from({ length: 1_024 }, (_, at) => left.markOf('spinning', at + 1))
    expect(marks.filter((mark) => mark !== undefined).map(({ kind }) => kind)).toEqual(['started', 'started'])
    for (const mark of calls()) {
      const found = left.markOf('spinning', mark)
      expect(found?.kind === 'started' ? found.startedAt : 0).toBeGreaterThan(Date.now() - 60_000)
    }
  })

  it('beside another app that goes on: that one keeps its host and its files', async () => {
    const other = startApp('other', 'spin')
    await waitFor(() => calls().length === 2, { timeoutMs: 15_000, what: 'two calls' })
    const [pid = 0] = hostsOf('other')
    const app = startApp('app 1', 'spin')
    await waitFor(() => calls().length === 4, { timeoutMs: 15_000, what: 'two more calls' })
    await killed(app)
    const left = await readLeftMarks({ folder: marksFolder, isLeft: (name) => name === 'app 1' })
    left.remove()
    expect([hostsOf('app 1').length, hostsOf('other')]).toEqual([0, [pid]])
    expect(stateOf(pid, processIdentity(pid))).toBe('same')
    await killed(other)
  })
})

describe('a process of a host’s id that is still there', () => {
  let child: ChildProcess
  let pid: number
  beforeEach(async () => {
    child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)'], { stdio: 'ignore' })
    await once(child, 'spawn')
    pid = child.pid ?? 0
  })
  afterEach(async () => {
    if (child.exitCode === null && child.signalCode === null) await killed(child)
  })

  it('is killed where it is that host, and its marks are read when it has gone', async () => {
    const marks = new RunMarks(pid, { folder: marksFolder, name: 'app' })
    const marker = new RunMarker(marks.path)
    marker.started({ runId: 1, mark: 7 })
    const exit = once(child, 'exit')
    const left = await read()
    expect(await exit).toEqual([null, 'SIGKILL'])
    expect(left.atWork).toEqual([])
    expect(left.markOf('app', 7)?.kind).toBe('started')
    expect(left.markOf('app', 8)).toBeUndefined()
  })

  it('is left alone where it is another, which has the id since', async () => {
    const place = `${leftPlace(marksFolder, 'app', pid)}abc`
    mkdirSync(place, { recursive: true })
    const own = processIdentity(process.pid) ?? ''
    writeFileSync(join(place, 'host'), own)
    writeFileSync(join(place, 'marks'), '')
    const left = await read()
    expect(left.atWork).toEqual([])
    expect(left.markOf('app', 7)).toBeUndefined()
    expect(stateOf(pid, undefined)).toBe('unknown')
  })

  it('is told, never killed, where that cannot be known: what has no mark is unknown, and the file stays', async () => {
    const place = `${leftPlace(marksFolder, 'app', pid)}abc`
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, 'marks'), '')
    new RunMarker(join(place, 'marks')).started({ runId: 1, mark: 7 })
    const left = await read(50)
    expect(left.atWork).toEqual([{ name: 'app', pid }])
    expect(left.markOf('app', 7)?.kind).toBe('started')
    expect(left.markOf('app', 8)).toEqual({ kind: 'unknown' })
    left.remove()
    expect(readdirSync(marksFolder).length).toBe(1)
    expect(stateOf(pid, undefined)).toBe('unknown')
  })
})

describe('marks that were left', () => {
  it('say how a job’s newest run went, whichever host it ran in, and nothing of runs without a number', async () => {
    const gone = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' })
    await once(gone, 'exit')
    const place = { folder: marksFolder, name: 'a.1/ä %' }
    const [first, second] = [new RunMarks(gone.pid ?? 0, place), new RunMarks(gone.pid ?? 0, place)]
    const before = new RunMarker(first.path)
    before.started({ runId: 1, mark: 70 })
    before.ended({ runId: 1, mark: 70 }, undefined, { runId: 2, mark: 71 })
    before.ended({ runId: 2, mark: 71 }, 0, { runId: 3, mark: 0 })
    before.ended({ runId: 3, mark: 0 }, 0, { runId: 4, mark: 72 })
    const after = new RunMarker(second.path)
    after.started({ runId: 9, mark: 72 })
    after.ended({ runId: 9, mark: 72 }, 250, undefined)
    const left = await read()
    const marks = [70, 71, 72, 0].map((mark) => left.markOf(place.name, mark))
    const [failed, well, again, none] = marks
    expect(failed).toEqual({ kind: 'failed' })
    expect(well).toEqual({ kind: 'ended', pauseMs: 0 })
    expect(again).toEqual({ kind: 'ended', pauseMs: 250 })
    expect(none).toBeUndefined()
    expect(left.markOf('another', 70)).toBeUndefined()
  })

  it('that cannot be read make what they would tell unknown', async () => {
    const gone = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' })
    await once(gone, 'exit')
    const marks = new RunMarks(gone.pid ?? 0, { folder: marksFolder, name: 'app' })
    rmSync(marks.path)
    const left = await read()
    expect(left.unreadable).toEqual([{ name: 'app', pid: gone.pid }])
    expect(left.markOf('app', 1)).toEqual({ kind: 'unknown' })
  })

  it('are none where there is no folder, and other things in it are passed over', async () => {
    expect((await read()).atWork).toEqual([])
    mkdirSync(join(marksFolder, 'notes'), { recursive: true })
    const left = await read()
    left.remove()
    expect(readdirSync(marksFolder)).toEqual(['notes'])
  })
})

describe('a runner whose marks last', () => {
  it('keeps those of a host that died while it goes on, and leaves nothing when it is closed', async () => {
    const bench = await openBench(host, { marksFolder, marksName: 'app' })
    await bench.write('crash.js', `export default (act) => { if (act === 'crash') process.abort() }`)
    await bench.run('crash.js', 'go', { mark: 1 })
    const before = hostsOf('app')
    await expect(bench.run('crash.js', 'crash', { mark: 2 })).rejects.toThrow('ended with')
    await bench.run('crash.js', 'go', { mark: 3 })
    expect(hostsOf('app')).toEqual(expect.arrayContaining(before))
    expect(hostsOf('app').length).toBe(2)
    await bench.dispose()
    expect(readdirSync(marksFolder)).toEqual([])
  })

  it('without a name for its instance is refused', async () => {
    await expect(openBench(host, { marksFolder })).rejects.toMatchObject({ code: 'bad-option' })
  })

  it('says so where they cannot last, and runs on with temporary ones', async () => {
    writeFileSync(join(folder, 'marks'), 'a file')
    const bench = await openBench(host, { marksFolder, marksName: 'app' })
    await bench.write('go.js', 'export default () => 5')
    expect(await bench.run('go.js')).toBe(5)
    expect(bench.lines.map(({ text }) => text).join()).toContain(`cannot be marked in ${marksFolder}`)
    await bench.dispose()
    rmSync(join(folder, 'marks'))
  })
})
