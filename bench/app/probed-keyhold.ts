import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { waitFor } from '../../tests/support/wait-for'

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
  readonly env?: Readonly<Record<string, string>>
}

/** The app without a debugger, with the probe in its main process. */
export class ProbedKeyhold {
  readonly #child: ChildProcess
  readonly #userData: string
  readonly #answers = new Map<string, (answer: unknown) => void>()
  #output = ''

  private constructor(child: ChildProcess, userData: string) {
    this.#child = child
    this.#userData = userData
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#hear(line))
    }
  }

  /** Starts it, and waits for its first page. */
  static async start(
    root: string,
    { redisUrl, userData, env = {} }: ProbedOptions,
  ): Promise<{ readonly keyhold: ProbedKeyhold; readonly moments: StartMoments }> {
    // The other benchmarks do not pay for Playwright.
    const { environment, launchArguments } = await import('../../e2e/support/launch-keyhold')
    const { ownDisplay } = await import('../../e2e/support/own-display')
    await ownDisplay()
    const electron: unknown = createRequire(import.meta.url)('electron')
    const args = ['-r', join(root, 'bench/app/probe.cjs'), ...launchArguments()]
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

  /** @param command of the probe */
  async ask(command: string): Promise<unknown> {
    const answer = this.#answer(command)
    this.#child.stdin?.write(`${command}\n`)
    return answer
  }

  async stop(): Promise<void> {
    const { processesOf } = await import('../../e2e/support/processes')
    this.#child.kill('SIGTERM')
    await waitFor(() => processesOf(this.#userData).length === 0, {
      timeoutMs: 15_000,
      what: 'the app has ended',
    })
  }

  async #answer(command: string): Promise<unknown> {
    const answered = new Promise((resolve) => this.#answers.set(command, resolve))
    const ended = once(this.#child, 'exit').then(() => {
      throw new Error(`The app ended before it answered:\n${this.#output}`)
    })
    ended.catch(() => undefined)
    return Promise.race([answered, ended])
  }

  #hear(line: string): void {
    this.#output += `${line}\n`
    const [, command = '', answer = ''] = /^probe (\S+) (.+)$/.exec(line) ?? []
    this.#answers.get(command)?.(command === '' ? undefined : JSON.parse(answer))
  }
}
