import type { ErrorEnvelope } from '../src/contract/errors'
import type { LiveState } from '../src/contract/live'
import { isAdjustment, type Profile, type ProfileView } from '../src/contract/profile'
import type { ProblemRow } from '../src/contract/queue'
import type { QuitView } from '../src/contract/quit'
import { errorEnvelope, KeyholdError, type Pending, type Runtime } from '../src/runtime'
import { idleLiveState } from './idle-live-state'
import type { LiveSource } from './ipc/event-bridge'
import type { ShellLog } from './log'
import { passwordNotStored, type PasswordKeeper } from './password-keeper'
import { profileChanges } from './profile-changes'
import { checkHandlerFolder } from './profile-source'
import { addressWithoutPassword, shownAddress } from './redis-address'
import type { RedisTarget, RedisSource } from './redis-source'
import type { SettingsStore } from './settings/settings-store'
import type { StartProblems } from './start-problems'

export interface ActiveProfileOptions {
  readonly profile: Profile
  readonly settings: SettingsStore
  readonly passwords: PasswordKeeper
  readonly problems: StartProblems
  readonly redis: RedisSource
  readonly createRuntime: (
    profile: Profile,
    redis: RedisTarget,
    queue: { readonly paused: boolean },
  ) => Promise<Runtime>
  readonly log: ShellLog
}

/** The profile of the window and its runtime, which is replaced as a whole when the operator connects elsewhere. */
export class ActiveProfile implements LiveSource {
  readonly #options: ActiveProfileOptions
  readonly #listeners = new Set<() => void>()
  #profile: Profile
  #runtime: Runtime | undefined
  #unsubscribe: (() => void) | undefined
  #redis: RedisTarget | undefined
  #problem: ErrorEnvelope | undefined
  #since = Date.now()
  #closed = false
  #quit: QuitView | undefined
  /** The operator paused the queue of the runtime before: that holds until it is resumed. */
  #paused = false
  /** Starts, saves and stops, one after another. */
  #work: Promise<void> = Promise.resolve()

  constructor(options: ActiveProfileOptions) {
    this.#options = options
    this.#profile = options.profile
  }

  /** Starts the runtime. What prevents it is a start problem, never a rejection: the window opens all the same. */
  async start(): Promise<void> {
    await this.#next(() => this.#start()).catch((error: unknown) => {
      this.#options.log.error('shell_runtime_not_started', { error })
    })
  }

  /** Resolves when the start, or the last change of profile, is over. */
  settled(): Promise<void> {
    return this.#work
  }

  /**
   * Saves a profile and makes it the active one. What needs no new connection changes where it is; else the runtime
   * is stopped, its waiting jobs' holds are released, and another one connects.
   * @throws KeyholdError bad-option (nothing has changed then), or why it could not be started
   */
  async save(wanted: Profile, reason?: string): Promise<ProfileView> {
    const { settings, passwords, problems } = this.#options
    checkHandlerFolder(wanted)
    await this.#work
    if (this.#runtime && isAdjustment(this.view(), wanted)) return this.#adjust(this.#runtime, wanted, reason)
    const { profile, secret } = passwords.take(wanted, settings.current.secrets[wanted.id])
    const written = settings.update((current) => {
      const { [profile.id]: _replaced, ...others } = current.secrets
      return {
        ...current,
        activeProfile: profile.id,
        profiles: [...current.profiles.filter(({ id }) => id !== profile.id), profile],
        secrets: secret ? { ...others, [profile.id]: secret } : others,
      }
    })
    await written.catch((error: unknown) => problems.set(errorEnvelope(error)))
    problems.clear('password-needed', passwordNotStored.code)
    if (secret?.kind === 'not-stored') problems.set(passwordNotStored)
    await this.#next(async () => {
      const changes = profileChanges(this.#profile, profile)
      const { waiting: dropped, running } = this.pending()
      // The runtime that is left notes it: the next one may not start, and its jobs are gone all the same.
      this.#runtime?.audit.note({ act: 'connect', changes, dropped, running }, reason)
      await this.#stop('release')
      this.#profile = profile
      await this.#start()
    })
    return this.view()
  }

  /** Notes the handler that the operator chose, for the next start. */
  rememberHandler(file: string): Promise<void> {
    return this.#remember({ handler: file })
  }

  /**
   * @param profileId as the message carries it
   * @throws KeyholdError unknown-profile, or why the profile has no runtime
   */
  async runtime(profileId: string): Promise<Runtime> {
    this.check(profileId)
    await this.#work
    if (this.#runtime) return this.#runtime
    const { code, message, remedy, command } = this.#problem ?? stopped
    throw new KeyholdError(code, message, remedy, { command })
  }

  /** @throws KeyholdError unknown-profile */
  check(profileId: string): void {
    if (profileId === this.#profile.id) return
    throw new KeyholdError(
      'unknown-profile',
      `The profile ${profileId} is not the one that is open.`,
      'Reload the window: another profile was opened meanwhile.',
    )
  }

  view(): ProfileView {
    const { redisUrl, ...profile } = this.#profile
    if (redisUrl === undefined) return { ...profile, address: this.#redis?.address ?? '', embedded: true }
    const address = shownAddress(redisUrl)
    return { ...profile, redisUrl: address, address, embedded: false }
  }

  live(): LiveState {
    const live = this.#runtime?.live() ?? idleLiveState(this.#profile, this.#since, this.#problem)
    return this.#quit ? { ...live, quit: this.#quit } : live
  }

  onChange(listener: () => void): () => void {
    const own = (): void => listener()
    this.#listeners.add(own)
    return () => {
      this.#listeners.delete(own)
    }
  }

  /** The page is gone, or there anew: what it had begun to hand over goes, and what it searched for is followed no more. */
  forgetPage(): void {
    this.#runtime?.imports.forget()
    this.#runtime?.queue.forgetSearch()
  }

  /** Jobs waiting and running here. */
  pending(): Pending {
    return this.#runtime?.pending() ?? { waiting: 0, running: 0, keeps: false }
  }

  /** What the page has to show of a quit; undefined: nothing. */
  showQuit(quit: QuitView | undefined): void {
    this.#quit = quit
    this.#changed()
  }

  /** Runs what waits and accepts nothing more, until it is taken back. */
  async drain(): Promise<void> {
    await this.#runtime?.drain()
  }

  endDrain(): void {
    this.#runtime?.endDrain()
  }

  /** What went wrong lately, newest first. */
  async problems(): Promise<readonly ProblemRow[]> {
    return (await this.#runtime?.problems())?.rows ?? []
  }

  /** Stops the runtime for good. */
  async stop(waiting: 'release' | 'keep'): Promise<void> {
    this.#closed = true
    await this.#next(() => this.#stop(waiting))
  }

  async #adjust(runtime: Runtime, wanted: Profile, reason: string | undefined): Promise<ProfileView> {
    const { name, environment, concurrency } = wanted
    const change = { name, environment, concurrency }
    const changes = profileChanges(this.#profile, { ...this.#profile, ...change })
    runtime.adjust(change)
    runtime.audit.note({ act: 'profile', changes }, reason)
    await this.#remember(change).catch((error: unknown) => this.#options.problems.set(errorEnvelope(error)))
    return this.view()
  }

  async #remember(change: Partial<Profile>): Promise<void> {
    this.#profile = { ...this.#profile, ...change }
    await this.#options.settings.update((current) => ({
      ...current,
      profiles: current.profiles.map((one) => (one.id === this.#profile.id ? { ...one, ...change } : one)),
    }))
  }

  #next(step: () => Promise<void>): Promise<void> {
    const done = this.#work.then(step)
    this.#work = done.catch(() => undefined)
    return done
  }

  async #start(): Promise<void> {
    const { problems, createRuntime } = this.#options
    if (this.#closed) throw new KeyholdError(stopped.code, stopped.message, stopped.remedy)
    this.#forgetProblem()
    this.#changed()
    try {
      this.#redis = await this.#openRedis()
      const runtime = await createRuntime(this.#profile, this.#redis, { paused: this.#paused })
      this.#runtime = runtime
      this.#unsubscribe = runtime.onChange(() => this.#changed())
    } catch (error) {
      this.#problem = errorEnvelope(error)
      this.#since = Date.now()
      problems.set(this.#problem)
      throw error
    } finally {
      this.#changed()
    }
  }

  #openRedis(): Promise<RedisTarget> {
    const { settings, passwords, problems, redis } = this.#options
    const { url, problem } = passwords.addressOf(this.#profile, settings.current.secrets[this.#profile.id])
    if (problem) problems.set(problem)
    return redis.open(url === undefined ? undefined : { url, address: addressWithoutPassword(url) })
  }

  async #stop(waiting: 'release' | 'keep'): Promise<void> {
    const runtime = this.#runtime
    if (runtime) this.#paused = runtime.live().state === 'paused'
    // While it stops, the window still sees it draining.
    await runtime?.stop({ waiting })
    this.#unsubscribe?.()
    this.#unsubscribe = undefined
    this.#runtime = undefined
    this.#redis = undefined
    this.#forgetProblem()
    this.#changed()
  }

  #forgetProblem(): void {
    if (this.#problem) this.#options.problems.clear(this.#problem.code)
    this.#problem = undefined
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}

const stopped: ErrorEnvelope = {
  code: 'stopped',
  message: 'Keyhold is quitting.',
  remedy: 'Start it again.',
}
