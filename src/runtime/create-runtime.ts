import { InstanceHeartbeat } from '../dedup/instance-heartbeat'
import { KeyInspector } from '../dedup/key-inspector'
import { RedisDedup } from '../dedup/redis-dedup'
import { copySamples } from '../handlers/samples'
import { systemClock, type Clock } from '../processor/clock'
import { openRedis } from '../redis/connect'
import type { AssembledRuntime } from './assembled-runtime'
import { Audit } from './audit/audit'
import { Bumps } from './bump/bumps'
import { BulkActs } from './bulk/bulk-acts'
import { ChangeMark } from './change-mark'
import { JobCharts } from './charts/job-charts'
import { ConnectionWatch } from './connection-watch'
import { Exports } from './exports/exports'
import { errorEnvelope } from './views/error-envelope'
import { follow } from './follow'
import { HandlerDesk } from './handlers/handler-desk'
import { ScriptLibrary } from './handlers/script-library'
import { scriptedProcessor } from './handlers/scripted-processor'
import { Tries } from './handlers/tries'
import { HistoryDesk } from './history/history-desk'
import { HistoryRecorder } from './history/history-recorder'
import { ProfileStore } from './history/profile-store'
import { EarlierHeartbeats } from './journal/earlier-heartbeats'
import { JournalDesk } from './journal/journal-desk'
import { journalOwner, openJournal, takeUpLeft } from './journal/compose-journal'
import { HeldKeys } from './held-keys/held-keys'
import { JobDesk } from './jobs/job-desk'
import { QueueDesk } from './jobs/queue-view/queue-desk'
import { JobLog } from './jobs/job-log'
import { ProblemLog } from './problem-log'
import { ProfileRuntime } from './profile-runtime'
import { assembleRecurring } from './recurring/assemble-recurring'
import type { Runtime, RuntimeOptions } from './runtime'
import type { RuntimeParts } from './runtime-parts'

/**
 * Starts a profile: connects, and runs jobs with its handler. Resolves without waiting for Redis: the live state
 * says how things stand, and the connection comes back by itself. Samples are copied into the handler folder once.
 * @throws KeyholdError `bad-option` for an address that cannot be read
 */
export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  const folderProblem = await copySamples(options.handlerFolder).then(
    () => undefined,
    (error: unknown) => error,
  )
  const begun = begin(options)
  const store = await ProfileStore.open(options.store, begun.problems, journalOwner(options, begun.dedup))
  // A profile of its own: its labels change while it works.
  const parts = wire({ ...options, profile: { ...options.profile } }, { ...begun, store })
  if (folderProblem !== undefined) {
    parts.problems.report('keyhold_samples_not_copied', errorEnvelope(folderProblem))
  }
  void parts.runner.warmUp()
  return new ProfileRuntime(parts)
}

type Begun = Pick<
  RuntimeParts,
  'clock' | 'change' | 'problems' | 'redis' | 'dedup' | 'inspector' | 'heartbeat' | 'earlierHeartbeats'
>

/** The connection is on its way while the store is opened. */
function begin(options: RuntimeOptions): Begun {
  const clock = systemClock
  const change = new ChangeMark()
  return {
    clock,
    change,
    problems: new ProblemLog(clock, options.log, change.mark),
    ...connect(options, clock),
  }
}

/** Makes every part, those first that others stand on. */
function wire(options: RuntimeOptions, begun: Begun & Pick<RuntimeParts, 'store'>): AssembledRuntime {
  const { profile, address, log } = options
  const { clock, change, problems, redis, dedup } = begun
  const changed = change.mark
  const connection = new ConnectionWatch({ redis, link: () => dedup.link(), address, problems, log, changed })

  const appJournal = openJournal(options, begun)
  const scripted = scriptedProcessor(options, { dedup, clock, changed, journal: appJournal })
  const { runner, handler, runs } = scripted
  const { instance } = dedup
  const own = options.ownInstances ?? new Set()
  own.add(instance)
  const jobs = new JobLog({ clock, instance, problems, log, changed, scripts: runs })
  const tries = new Tries({ runner, clock, changed })
  const charts = new JobCharts(clock)
  const exports = new Exports({ clock, changed })
  const audit = new Audit({ ...begun, profile, exports, operator: options.operator ?? 'unknown' })
  const bulk = new BulkActs({ clock, changed, note: (act, reason) => audit.note(act, reason) })
  const recorder = new HistoryRecorder({ ...begun, ...scripted, dedup })
  const wired = {
    ...{ ...begun, profile, connection },
    ...{ ...scripted, tries, jobs, audit, bulk, exports, charts, recorder },
  }
  const heldKeys = new HeldKeys(wired)
  const bumps = new Bumps({ ...wired, address, own })
  const library = new ScriptLibrary(options.handlerFolder)
  const desk = new HandlerDesk({ profile, audit, runner, handler, library, tries, trash: options.trash })
  const jobDesk = new JobDesk({ ...wired, heldKeys })
  const recurring = assembleRecurring(options, wired)
  const queue = new QueueDesk(wired)
  const history = new HistoryDesk(wired)
  const journal = new JournalDesk({ ...wired, journal: appJournal, work: takeUpLeft(options, wired, own) })
  const unfollow = follow({ ...wired, appJournal })
  return { ...wired, heldKeys, bumps, desk, jobDesk, queue, history, recurring, journal, unfollow }
}

/** One connection, and all that speaks on it. */
function connect(
  { redisUrl, profile: { namespace, layout, readOnly }, appVersion: version }: RuntimeOptions,
  clock: Clock,
): Pick<RuntimeParts, 'redis' | 'dedup' | 'inspector' | 'heartbeat' | 'earlierHeartbeats'> {
  const redis = openRedis(redisUrl)
  // Of each earlier instance whose jobs go on here there is one more that listens.
  redis.setMaxListeners(0)
  const shared = { redis, namespace, layout, clock }
  const dedup = new RedisDedup(shared)
  const beat = (instance: string): InstanceHeartbeat =>
    new InstanceHeartbeat({ ...shared, instance, version })
  return {
    redis,
    dedup,
    inspector: new KeyInspector(shared),
    // A read-only profile writes nothing at all.
    heartbeat: readOnly ? undefined : beat(dedup.instance),
    earlierHeartbeats: new EarlierHeartbeats(beat),
  }
}
