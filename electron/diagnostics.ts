import type { AboutView } from '../src/contract/channels/shell'
import type { ErrorEnvelope } from '../src/contract/errors'
import type { LiveState } from '../src/contract/live'
import type { ProfileView } from '../src/contract/profile'
import type { ProblemRow } from '../src/contract/queue'
import type { Settings } from './settings/schema'

export interface DiagnosticsFacts {
  /** Ms since the epoch. */
  readonly at: number
  readonly uptimeMs: number
  readonly about: AboutView
  readonly electronSource: string
  /** Names of the environment's variables. */
  readonly environment: readonly string[]
  readonly settings: Settings
  readonly profile: ProfileView
  readonly live: LiveState
  readonly startProblems: readonly ErrorEnvelope[]
  /** Newest first. */
  readonly problems: readonly ProblemRow[]
}

type Line = readonly [name: string, value: string | number | boolean]

/**
 * A text that can be passed on: each value is named here. Sentences of errors are left out with their keys and
 * addresses, their codes stay; of the environment only the names are told, of jobs only the counts.
 */
export function diagnosticsText(facts: DiagnosticsFacts): string {
  const sections: readonly (readonly [title: string, lines: readonly Line[]])[] = [
    ['Keyhold diagnostics', appLines(facts)],
    ['Files', fileLines(facts)],
    ['Profile', profileLines(facts.profile)],
    ['Settings', settingsLines(facts.settings)],
    ['State', stateLines(facts.live)],
    ['Counters', Object.entries(facts.live.counters)],
    ['Problems', problemLines(facts)],
  ]
  return `${sections.map(([title, lines]) => [title, ...lines.map(told)].join('\n')).join('\n\n')}\n`
}

function told([name, value]: Line): string {
  return `  ${name}: ${String(value)}`
}

function appLines({ at, uptimeMs, about, electronSource, environment }: DiagnosticsFacts): readonly Line[] {
  const own = environment.filter((name) => name.startsWith('KEYHOLD_')).sort()
  return [
    ['made', new Date(at).toISOString()],
    ['up for', `${Math.round(uptimeMs / 1_000)} s`],
    ['version', about.version],
    ['electron', `${about.electron}${electronSource === '' ? '' : ' (for development)'}`],
    ['chrome', about.chrome],
    ['node', about.node],
    ['v8', about.v8],
    ['system', about.system],
    ['variables set', own.join(', ') || 'none'],
  ]
}

function fileLines({ about }: DiagnosticsFacts): readonly Line[] {
  return [
    ['user data', about.userData],
    ['log', about.logFile],
    ['handlers', about.handlerFolder],
  ]
}

function profileLines(profile: ProfileView): readonly Line[] {
  const layout = typeof profile.layout === 'string' ? profile.layout : 'a prefix of its own'
  return [
    ['redis', profile.embedded ? 'embedded' : profile.address],
    ['layout', layout],
    ['environment', profile.environment],
    ['read-only', profile.readOnly],
    ['lanes', profile.concurrency],
  ]
}

function settingsLines({ version, profiles, zoom, preferences }: Settings): readonly Line[] {
  return [
    ['version', version],
    ['profiles', profiles.length],
    ['zoom', zoom],
    ['theme', preferences.theme],
    ['time zone', preferences.timeZone],
    ['motion', preferences.motion],
  ]
}

function stateLines({ state, connection, generation, generationError, handler, finishedCount }: LiveState) {
  return [
    ['processor', state],
    ['connection', connectionWords(connection)],
    ['generation', generation ?? (generationError ? codeOf(generationError) : 'not read yet')],
    ['handler', handler.problem ? 'broken' : 'ready'],
    ['handler lanes', handler.concurrency],
    ['finished jobs kept', finishedCount],
  ] satisfies readonly Line[]
}

function connectionWords(connection: LiveState['connection']): string {
  switch (connection.state) {
    case 'connecting':
      return 'connecting'
    case 'ready':
      return `ready, Redis ${connection.serverVersion}`
    case 'away':
      return `away since ${new Date(connection.since).toISOString()}: ${codeOf(connection.error)}`
  }
}

/** The newest ones that are told. */
const TOLD = 20

function problemLines({ startProblems, problems }: DiagnosticsFacts): readonly Line[] {
  const lines: readonly Line[] = [
    ...startProblems.map((error): Line => ['at the start', codeOf(error)]),
    ...problems.slice(0, TOLD).map(({ at, error }): Line => [new Date(at).toISOString(), codeOf(error)]),
  ]
  return lines.length > 0 ? lines : [['none', 'since the start']]
}

/** A code as Keyhold's own are; another may hold anything. */
function codeOf({ code }: ErrorEnvelope): string {
  return /^[a-z][a-z0-9_-]{0,60}$/i.test(code) ? code : '(a code of its own)'
}
