import { _electron, type ElectronApplication, type Page } from 'playwright'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { waitFor } from '../../tests/support/wait-for'
import { ownDisplay } from './own-display'
import { describeProcesses, processesOf } from './processes'

const repository = resolve(import.meta.dirname, '../..')
/** A quit takes 10 s at most; the rest is for the system. */
const QUIT_MS = 15_000

export interface LaunchOptions {
  /** Absent: the app's own embedded Redis. */
  readonly redisUrl?: string
  /** A folder that exists and stays; absent: one of its own, removed at the end. */
  readonly userData?: string
  readonly env?: Readonly<Record<string, string>>
  /** A packaged app; absent: the built one, in the Electron of the set-up. */
  readonly executable?: string
  /** The folder that it was built in; absent: this repository. */
  readonly root?: string
  /** Further ones for Electron's command line. */
  readonly switches?: readonly string[]
}

export interface Keyhold {
  readonly app: ElectronApplication
  readonly page: Page
  readonly userData: string
  /** The main process. */
  readonly pid: number
  /** What the main process has written to its outputs so far. */
  readonly output: () => string
  /** Errors of the page so far: thrown ones, and those that Chromium wrote to its console. */
  readonly pageErrors: readonly string[]
  /** Waits until no process of this app is left, whoever ended it. */
  readonly ended: () => Promise<void>
  /** Ends the app by SIGTERM. Rejects where a process is left. May be called twice. */
  readonly close: () => Promise<void>
}

const running = new Set<Keyhold>()

/** Ends the apps that tests began and, by their failure, did not end. */
export async function closeLeftApps(): Promise<void> {
  for (const keyhold of running) await keyhold.close()
}

/** Starts the built app under Playwright, with settings of its own. */
export async function launchKeyhold(options: LaunchOptions = {}): Promise<Keyhold> {
  await ownDisplay()
  const ownsFolder = options.userData === undefined
  const userData = options.userData ?? mkdtempSync(join(tmpdir(), 'keyhold-e2e-'))
  try {
    const app = await _electron.launch({
      args: [
        ...(options.executable === undefined ? launchArguments() : launchArguments().slice(1)),
        ...(options.switches ?? []),
      ],
      ...(options.executable === undefined ? {} : { executablePath: options.executable }),
      cwd: options.root ?? repository,
      env: environment(options, userData),
    })
    const keyhold = await follow(app, userData, ownsFolder)
    running.add(keyhold)
    return keyhold
  } catch (error) {
    kill(userData)
    if (ownsFolder) removeFolder(userData)
    throw error
  }
}

/** For Electron's command line: Chromium's sandbox refuses to run as root. */
export function launchArguments(): string[] {
  return ['.', '--log-level=3', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
}

/** The environment for one app: what the tests were started with says nothing about it. */
export function environment({ redisUrl, env }: LaunchOptions, userData: string): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]): [string, string][] =>
    value === undefined || (name.startsWith('KEYHOLD_') && name !== 'KEYHOLD_REDIS_SERVER')
      ? []
      : [[name, value]],
  )
  return {
    ...Object.fromEntries(inherited),
    KEYHOLD_USER_DATA: userData,
    ...(redisUrl === undefined ? {} : { KEYHOLD_REDIS_URL: redisUrl }),
    ...env,
  }
}

async function follow(app: ElectronApplication, userData: string, ownsFolder: boolean): Promise<Keyhold> {
  const child = app.process()
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (output += String(data)))
  const page = await app.firstWindow()
  const pageErrors: string[] = []
  page.on('pageerror', (error) => pageErrors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') pageErrors.push(message.text())
  })
  const drawn = page.getByRole('navigation', { name: 'Pages' }).or(page.getByRole('main')).first()
  await drawn.waitFor().catch(async (cause: unknown) => {
    const facts = [page.url(), await page.content(), ...pageErrors, output]
    throw new Error(`The page was not drawn:\n${facts.join('\n')}`, { cause })
  })

  const ended = async (): Promise<void> => {
    try {
      await waitFor(() => processesOf(userData).length === 0, {
        timeoutMs: QUIT_MS,
        what: 'no process of the app is left',
      })
    } catch (error) {
      const left = describeProcesses(processesOf(userData))
      kill(userData)
      throw new Error(`Processes were left:\n${left}\n\nThe app said:\n${output}`, { cause: error })
    }
  }
  const close = async (): Promise<void> => {
    child.kill('SIGTERM')
    running.delete(keyhold)
    await ended().finally(() => ownsFolder && removeFolder(userData))
  }
  const pid = child.pid ?? 0
  const keyhold: Keyhold = { app, page, userData, pid, output: () => output, pageErrors, ended, close }
  return keyhold
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
}

function kill(userData: string): void {
  for (const pid of processesOf(userData)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended meanwhile.
    }
  }
}
