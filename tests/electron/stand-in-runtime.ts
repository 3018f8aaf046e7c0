import type { AuditAct } from '../../src/contract/audit'
import type { LiveState } from '../../src/contract/live'
import type { Profile, ProfileAdjustment } from '../../src/contract/profile'
import type { Runtime } from '../../src/runtime'
import { idleLiveState } from '../../electron/idle-live-state'

const unused = (): never => {
  throw new Error('not part of this test')
}

/** A runtime that has no Redis: only its start, its stop and its changes are seen. */
export class StandInRuntime implements Runtime {
  readonly profile: Profile
  state: LiveState['state'] = 'running'
  readonly noted: object[] = []
  readonly #steps: string[]
  readonly #listeners = new Set<() => void>()

  constructor(profile: Profile, steps: string[]) {
    this.profile = profile
    this.#steps = steps
  }

  change(): void {
    for (const listener of this.#listeners) listener()
  }

  live() {
    return { ...idleLiveState(this.profile, 0, undefined), state: this.state }
  }

  adjust({ name, environment, concurrency }: ProfileAdjustment): void {
    this.#steps.push(`adjust ${name} ${environment} ${concurrency}`)
  }

  onChange(listener: () => void) {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  get heard(): number {
    return this.#listeners.size
  }

  pending() {
    return { waiting: 2, running: 1, keeps: false }
  }

  readonly drain = unused
  readonly endDrain = unused

  async stop({ waiting }: { readonly waiting: 'release' | 'keep' }): Promise<void> {
    await Promise.resolve()
    this.#steps.push(`stop ${this.profile.name} ${waiting}`)
  }

  readonly waiting = unused
  readonly finished = unused
  readonly refused = unused
  readonly problems = unused
  readonly argument = unused
  readonly pause = unused
  readonly resume = unused
  readonly cancel = unused
  readonly schedule = unused
  readonly repeat = unused
  readonly cancelRepeat = unused
  readonly scheduleSamples = unused
  readonly charts = { read: unused }
  readonly queue = {
    search: unused,
    endSearch: unused,
    forgetSearch: unused,
    matches: unused,
    cancelJobs: unused,
    cancelMatching: unused,
    scheduleAgain: unused,
  }
  readonly audit = {
    page: unused,
    export: unused,
    note: (act: AuditAct, reason?: string): void => {
      this.noted.push(reason === undefined ? act : { ...act, reason })
    },
  }
  readonly exports = { cancel: unused, dismiss: unused, pathOf: unused }
  readonly bulk = { stop: unused, failures: unused, dismiss: unused }
  readonly keyState = unused
  readonly recurring = {
    list: unused,
    read: unused,
    save: unused,
    switch: unused,
    remove: unused,
    preview: unused,
  }
  readonly holds = {
    read: unused,
    preview: unused,
    releaseMany: unused,
    extend: unused,
    stale: unused,
    purge: unused,
  }
  readonly history = {
    jobs: unused,
    count: unused,
    job: unused,
    timeline: unused,
    checkOpen: unused,
    startExport: unused,
    cancelExport: unused,
    dismissExport: unused,
  }
  readonly scanHeldKeys = unused
  readonly stopScan = unused
  readonly heldKeyRows = unused
  readonly lookUp = unused
  readonly release = unused
  readonly bumps = { preview: unused, stopPreview: unused, confirm: unused, dismiss: unused }
  readonly bumpPreview = unused
  readonly bump = unused
  readonly job = { hold: unused, lines: unused, runNext: unused }
  readonly journal = {
    ...{ left: unused, runLeft: unused, dropLeft: unused, dismiss: unused },
    ...{ goWithout: unused, tryAgain: unused },
  }
  readonly imports = { begin: unused, add: unused, commit: unused, drop: unused, forget: unused }
  readonly repeats = { pause: unused, resume: unused, report: unused }
  readonly handlers = {
    activeFile: 'echo.js',
    list: unused,
    use: unused,
    templates: unused,
    read: unused,
    save: unused,
    rename: unused,
    trash: unused,
    pathOf: unused,
    checkText: unused,
    try: unused,
    stopTry: unused,
    tryLines: unused,
    textOf: unused,
  }
}
