import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HandlerError } from '../../src/handlers/handler-error'
import { buildHost, openBench, type Bench, type BuiltHost } from './handler-host'

/** Notes each call in a file, then does as its argument says. `open` is a file that whatever waits waits for. */
const steps = `
import { appendFileSync, existsSync } from 'node:fs'
const beside = (name) => new URL(name, import.meta.url)
export default async (act, { key, log, signal }) => {
  appendFileSync(beside('./calls'), key + '\\n')
  log.info(key)
  if (act === 'spin') while (!existsSync(beside('./open')));
  if (act === 'wait') await new Promise((end) => signal.addEventListener('abort', end))
  if (act === 'crash') process.abort()
  if (act === 'fail') throw new Error('failed ' + key)
  if (act === 'pause') return 50
}
`

let host: BuiltHost
let bench: Bench
let nextJobId = 1_000

beforeAll(async () => {
  host = await buildHost()
  bench = await openBench(host)
  await bench.write('steps.js', steps)
})
afterAll(async () => {
  await bench.dispose()
  await host.remove()
})
beforeEach(async () => {
  bench.lines.length = 0
  await rm(join(bench.folder, 'open'), { force: true })
  await rm(join(bench.folder, 'calls'), { force: true })
})

interface Handed {
  readonly jobId: number
  /** `done`, or the code of its failure; with what says that it was not called. */
  readonly fate: Promise<string>
}

/** Hands these acts over in one go, each behind the one before; their keys are their places. */
function hand(acts: readonly string[]): Handed[] {
  let behind: number | undefined
  return acts.map((act, place) => {
    const jobId = nextJobId++
    const fate = bench.end('steps.js', act, { jobId, key: String(place), behind }).then(
      ({ pauseMs }) => (pauseMs > 0 ? 'paused' : 'done'),
      (error: unknown) => {
        if (!(error instanceof HandlerError)) throw error
        return error.notStarted ? `${error.code}, not called` : error.code
      },
    )
    behind = jobId
    return { jobId, fate }
  })
}

const fatesOf = (handed: readonly Handed[]): Promise<string[]> => Promise.all(handed.map(({ fate }) => fate))
const release = (): Promise<void> => writeFile(join(bench.folder, 'open'), '')

async function calls(): Promise<string[]> {
  const text = await readFile(join(bench.folder, 'calls'), 'utf8').catch(() => '')
  return text.split('\n').filter((line) => line !== '')
}

/** Waits until the act at this place was called. */
const called = (place: number): Promise<void> => expect.poll(calls, { interval: 1 }).toContain(String(place))

const places = (count: number): string[] => Array.from({ length: count }, (_, place) => String(place))
const many = (count: number): string[] => places(count).map(() => 'go')

describe('runs handed over behind one another', () => {
  it('are called in order, each once, and what each says is its own', async () => {
    expect(await fatesOf(hand(many(150)))).toEqual(many(150).map(() => 'done'))
    expect(await calls()).toEqual(places(150))
    expect(bench.lines.map(({ text, run }) => [text, run?.key])).toEqual(places(150).map((key) => [key, key]))
  })

  it('do not follow one that asks for a pause: they come back, and run when they are handed over anew', async () => {
    expect(await fatesOf(hand(['go', 'pause', 'go', 'go']))).toEqual([
      'done',
      'paused',
      'recalled, not called',
      'recalled, not called',
    ])
    expect(await calls()).toEqual(['0', '1'])
    expect(await fatesOf(hand(['go', 'go']))).toEqual(['done', 'done'])
  })

  it('follow one that fails, in the next worker', async () => {
    expect(await fatesOf(hand(['go', 'fail', 'go', 'fail', 'go']))).toEqual([
      'done',
      'threw',
      'done',
      'threw',
      'done',
    ])
    expect(await calls()).toEqual(places(5))
  })

  it('are taken back at once while the worker is busy in a loop, and are never called', async () => {
    const handed = hand(['spin', 'go', 'go', 'go'])
    await called(0)
    await bench.runner.recall(handed.map(({ jobId }) => jobId))
    expect(await fatesOf(handed.slice(1))).toEqual(many(3).map(() => 'recalled, not called'))
    await release()
    expect(await handed[0]?.fate).toBe('done')
    expect(await fatesOf(hand(['go']))).toEqual(['done'])
    expect(await calls()).toEqual(['0', '0'])
  })

  it('are aborted one by one: the others run', async () => {
    const handed = hand(['spin', 'go', 'go', 'go'])
    await called(0)
    bench.runner.abort(handed[2]?.jobId ?? 0)
    expect(await handed[2]?.fate).toBe('aborted, not called')
    await release()
    expect(await fatesOf(handed)).toEqual(['done', 'done', 'aborted, not called', 'done'])
    expect(await calls()).toEqual(['0', '1', '3'])
  })

  it('run on when the one in front is aborted', async () => {
    const handed = hand(['wait', 'go', 'go'])
    await called(0)
    bench.runner.abort(handed[0]?.jobId ?? 0)
    expect(await fatesOf(handed)).toEqual(['done', 'done', 'done'])
    expect(await calls()).toEqual(places(3))
  })

  it('survive a crash: what had ended is done, what ran has crashed, the rest runs in the next host', async () => {
    const before = many(40)
    const after = many(60)
    const handed = hand([...before, 'crash', ...after])
    expect(await fatesOf(handed)).toEqual([
      ...before.map(() => 'done'),
      'crashed',
      ...after.map(() => 'done'),
    ])
    expect(await calls()).toEqual(places(handed.length))
  })

  it('survive a host that is killed while it is busy', async () => {
    const handed = hand(['go', 'spin', 'go'])
    await called(1)
    process.kill(bench.runner.hostPid() ?? 0, 'SIGKILL')
    expect(await fatesOf(handed)).toEqual(['done', 'crashed', 'done'])
    expect(await calls()).toEqual(places(3))
  })
})
