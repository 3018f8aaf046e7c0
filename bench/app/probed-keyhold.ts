import type { App, BrowserWindow, WebContents } from 'electron'
import { spawn, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { waitFor } from '../../tests/support/wait-for'
import { startSurroundings } from './surroundings'

/** Of one start, ms since its process was spawned. */
export interface StartMoments {
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

export interface ProbedOptions {
  readonly redisUrl: string
  readonly userData: string
  readonly env: Readonly<Record<string, string>>
  /** Further ones for Electron's command line. */
  readonly switches?: readonly string[]
}

/** What the probe has at hand in the main process. */
export interface MainParts {
  readonly electron: { readonly app: App; readonly BrowserWindow: typeof BrowserWindow }
  readonly require: NodeJS.Require
  readonly contents: WebContents
  /** Runs the text of a function in the page as it is now. */
  readonly inPage: (contents: WebContents, run: string, value?: unknown) => Promise<unknown>
}

interface Answer {
  readonly value?: unknown
  readonly error?: string
}

/** The app without a debugger, with the probe in its main process. */
export class ProbedKeyhold {
  readonly #child: ChildProcess
  readonly #userData: string
  /** Its end, in words. */
  readonly #ended: Promise<Answer>
  readonly #answers = new Map<string, (answer: Answer) => void>()
  #asked = 0
  #output = ''

  private constructor(child: ChildProcess, userData: string) {
    this.#child = child
    this.#userData = userData
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => resolve({ error: String(error) }))
      child.once('exit', () => resolve({ error: `The app ended:\n${this.#output}` }))
    })
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#hear(line))
    }
  }

  /** Starts it, and waits for its first page. */
  static async start(
    root: string,
    { redisUrl, userData, env, switches = [] }: ProbedOptions,
  ): Promise<{ readonly keyhold: ProbedKeyhold; readonly moments: StartMoments }> {
    // The other benchmarks do not pay for Playwright.
    const { environment, launchArguments } = await import('../../e2e/support/launch-keyhold')
    const { ownDisplay } = await import('../../e2e/support/own-display')
    await ownDisplay()
    const electron: unknown = createRequire(import.meta.url)('electron')
    const args = ['-r', join(root, 'bench/app/probe.cjs'), ...launchArguments(), ...switches]
    const spawnedAt = performance.timeOrigin + performance.now()
    const child = spawn(String(electron), args, {
      cwd: root,
      env: environment({ redisUrl, env }, userData),
      stdio: 'pipe',
    })
    const keyhold = new ProbedKeyhold(child, userData)
    const moments = Object.entries((await keyhold.#answer('first-page')) as StartMoments)
    const since = moments.map(([name, at]: [string, number]) => [name, at - spawnedAt])
    return { keyhold, moments: Object.fromEntries(since) as StartMoments }
  }

  /** @param run knows nothing but what it is given: its text crosses to the main process */
  inMain<Value, Given = undefined>(
    run: (parts: MainParts, given: Given) => Value,
    given?: Given,
  ): Promise<Awaited<Value>> {
    return this.#run('main', String(run), given)
  }

  /** @param run knows nothing but what it is given: its text crosses to the page */
  inPage<Value, Given = undefined>(run: (given: Given) => Value, given?: Given): Promise<Awaited<Value>> {
    return this.#run('page', String(run), given)
  }

  async stop(): Promise<void> {
    const { processesOf } = await import('../../e2e/support/processes')
    this.#child.kill('SIGTERM')
    await waitFor(() => processesOf(this.#userData).length === 0, {
      timeoutMs: 15_000,
      what: 'the app has ended',
    })
  }

  async #run<Value>(where: 'main' | 'page', run: string, value: unknown): Promise<Value> {
    const id = String((this.#asked += 1))
    const answer = this.#answer(id)
    this.#child.stdin?.write(`${JSON.stringify({ id, where, run, value })}\n`)
    return (await answer) as Value
  }

  async #answer(id: string): Promise<unknown> {
    const answered = new Promise<Answer>((resolve) => this.#answers.set(id, resolve))
    const { value, error } = await Promise.race([answered, this.#ended])
    this.#answers.delete(id)
    if (error !== undefined) throw new Error(error)
    return value
  }

  #hear(line: string): void {
    const [, id = '', answer = ''] = /^probe (\S+) (.+)$/.exec(line) ?? []
    if (id === '') this.#output += `${line}\n`
    else this.#answers.get(id)?.(JSON.parse(answer) as Answer)
  }
}

/** Starts the app in surroundings of its own, and ends both after the work. */
export async function withProbedKeyhold<Value>(
  root: string,
  switches: readonly string[],
  work: (keyhold: ProbedKeyhold) => Promise<Value>,
): Promise<Value> {
  const { stop, ...surroundings } = await startSurroundings()
  try {
    const { keyhold } = await ProbedKeyhold.start(root, { ...surroundings, switches })
    return await work(keyhold).finally(() => keyhold.stop())
  } finally {
    await stop()
  }
}
