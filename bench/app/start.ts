import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRedisServer } from '../../tests/support/redis-server'
import { waitFor } from '../../tests/support/wait-for'
import { median, type Benchmark, type Effort, type Result } from '../benchmark'
import { firstPageCode } from './first-page-code'
import { once } from './once'

/** Moments of one start, ms since its process was spawned. */
interface Start {
  /** The first line of the main process. */
  readonly script: number
  /** Electron is ready. */
  readonly ready: number
  /** The window is made. */
  readonly window: number
  /** The window's first paint: its bare frame. */
  readonly frame: number
  /** The Queue page is painted, with live data. */
  readonly page: number
}
type Moment = keyof Start

const TOLD = /^first page: (.+)$/m

/**
 * From the spawn of the process to the Queue page painted with live data. Redis is up, the app was started once before
 * with the same user data, and no debugger is connected.
 */
export function appStart(root: string): Benchmark[] {
  const measured = once((effort: Effort) => measure(root, effort))
  return [
    { name: 'app: start to interactive', run: async (effort) => toPage(await measured(effort)) },
    { name: 'app: window to first page', run: async (effort) => fromWindow(await measured(effort)) },
    { name: 'app: code of the first page', run: () => Promise.resolve(code(root)) },
  ]
}

async function measure(root: string, { rounds }: Effort): Promise<readonly Start[]> {
  const { environment, launchArguments } = await import('../../e2e/support/launch-keyhold')
  const { ownDisplay } = await import('../../e2e/support/own-display')
  const { processesOf } = await import('../../e2e/support/processes')
  const electron: unknown = createRequire(import.meta.url)('electron')
  await ownDisplay()
  const redis = await startRedisServer({ args: ['--save', '', '--appendonly', 'no'] })
  const userData = mkdtempSync(join(tmpdir(), 'keyhold-bench-'))
  const args = ['-r', join(root, 'bench/app/tell-first-page.cjs'), ...launchArguments()]
  const starts: Start[] = []
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const spawnedAt = performance.timeOrigin + performance.now()
      const env = environment({ redisUrl: redis.url }, userData)
      const child = spawn(String(electron), args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
      const start = sinceThen(await told(child), spawnedAt)
      child.kill('SIGTERM')
      await waitFor(() => processesOf(userData).length === 0, {
        timeoutMs: 15_000,
        what: 'the app has ended',
      })
      if (round > 0) starts.push(start)
    }
    return starts
  } finally {
    await redis.stop()
    rmSync(userData, { recursive: true, force: true })
  }
}

function told(child: ChildProcess): Promise<Start> {
  return new Promise((resolve, reject) => {
    let output = ''
    const collect = (chunk: Buffer): void => {
      output += chunk.toString()
      const found = TOLD.exec(output)?.[1]
      if (found !== undefined) resolve(JSON.parse(found) as Start)
    }
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`The app ended before its first page:\n${output}`)))
  })
}

function sinceThen(start: Start, spawnedAt: number): Start {
  const { script, ready, window, frame, page } = start
  return {
    script: script - spawnedAt,
    ready: ready - spawnedAt,
    window: window - spawnedAt,
    frame: frame - spawnedAt,
    page: page - spawnedAt,
  }
}

function toPage(starts: readonly Start[]): Result {
  const at = (moment: Moment): number => Math.round(median(starts.map((start) => start[moment])))
  const parts = `main ${at('script')}, Electron ready ${at('ready')}, window ${at('window')}, frame ${at('frame')}`
  return {
    name: 'app: start to interactive',
    measured: `${at('page')} ms: ${parts}`,
    against: 'the spawn of the process',
    value: at('page') / 1_000,
    unit: 's',
    mark: { most: 1.5 },
    details: { starts },
  }
}

function fromWindow(starts: readonly Start[]): Result {
  const all = starts.map(({ page, window }) => Math.round(page - window))
  return {
    name: 'app: window to first page',
    measured: `${Math.min(...all)} to ${Math.max(...all)} ms in ${starts.length} starts`,
    against: 'the making of the window',
    value: median(all) / 1_000,
    unit: 's',
    mark: { most: 1 },
  }
}

/** All that stands between the page's HTML and its first paint. */
function code(root: string): Result {
  const files = firstPageCode(root)
  const kb = (bytes: number): string => `${Math.round(bytes / 1_024).toLocaleString('en')} KB`
  return {
    name: 'app: code of the first page',
    measured: files
      .slice(0, 4)
      .map(({ name, bytes }) => `${name} ${kb(bytes)}`)
      .join(', '),
    against: `${files.length} files`,
    value: Math.round((files.reduce((sum, { bytes }) => sum + bytes, 0) / 2 ** 20) * 100) / 100,
    unit: 'MB',
    details: { files },
  }
}
