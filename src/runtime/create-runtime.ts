import { InstanceHeartbeat } from '../dedup/instance-heartbeat'
import { KeyInspector } from '../dedup/key-inspector'
import { RedisDedup } from '../dedup/redis-dedup'
import { copySamples } from '../handlers/samples'
import { systemClock, type Clock } from '../processor/clock'
import { openRedis } from '../redis/connect'
import type { AssembledRuntime } from './assembled-runtime'
import { Bumps } from './bump/bumps'
import { BulkActs } from './bulk/bulk-acts'
import { ChangeMark } from './change-mark'
import { JobCharts } from './charts/job-charts'
import { ConnectionWatch } from './connection-watch'
import { errorEnvelope } from './views/error-envelope'
import { follow } from './follow'
import { HandlerDesk } from './handlers/handler-desk'
import { ScriptLibrary } from './handlers/script-library'
import { scriptedProcessor } from './handlers/scripted-processor'
import { Tries } from './handlers/tries'
import { HistoryDesk } from './history/history-desk'
import { HistoryRecorder } from './history/history-recorder'
import { ProfileStore } from './history/profile-store'
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
  const base = beginning(options)
  const store = await ProfileStore.open(options.store, base.problems)
  // A profile of its own: its labels change while it works.
  const parts = await wired({ ...options, profile: { ...options.profile } }, { ...base, store })
  if (folderProblem !== undefined) {
    parts.problems.report('keyhold_samples_not_copied', errorEnvelope(folderProblem))
  }
  void parts.runner.warmUp()
  return new ProfileRuntime(parts)
}

type Base = Pick<RuntimeParts, 'clock' | 'change' | 'problems' | 'store'>

/** What everything else is told by. */
function beginning({ log }: RuntimeOptions): Omit<Base, 'store'> {
  const clock = systemClock
  const change = new ChangeMark()
  return { clock, change, problems: new ProblemLog(clock, log, change.mark) }
}

/** As `wire`, and leaves no store open where that fails. */
async function wired(options: RuntimeOptions, base: Base): Promise<AssembledRuntime> {
  try {
    return wire(options, base)
  } catch (error) {
    await base.store.close()
    throw error
  }
}

/** Makes every part, those first that others stand on. */
function wire(options: RuntimeOptions, base: Base): AssembledRuntime {
  const { profile, address, log } = options
  const { clock, change, problems } = base
  const changed = change.mark
  const { redis, dedup, inspector, heartbeat } = connect(options, clock)
  const connection = new ConnectionWatch({ redis, link: () => dedup.link(), address, problems, log, changed })

  const scripted = scriptedProcessor(options, { dedup, clock, changed })
  const { runner, handler, runs } = scripted
  const { instance } = dedup
  const own = options.ownInstances ?? new Set()
  own.add(instance)
  const jobs = new JobLog({ clock, instance, problems, log, changed, scripts: runs })
  const tries = new Tries({ runner, clock, changed })
  const charts = new JobCharts(clock)
  const bulk = new BulkActs({ clock, changed })
  const recorder = new HistoryRecorder({ ...base, ...scripted, dedup })
  const wired = {
    ...{ ...base, profile, redis, connection, dedup, inspector, heartbeat },
    ...{ ...scripted, tries, jobs, bulk, charts, recorder },
  }
  const heldKeys = new HeldKeys(wired)
  const bumps = new Bumps({ ...wired, address, own })
  const library = new ScriptLibrary(options.handlerFolder)
  const desk = new HandlerDesk({ profile, runner, handler, library, tries, trash: options.trash })
  const jobDesk = new JobDesk({ ...wired, heldKeys })
  const recurring = assembleRecurring(options, wired)
  const queue = new QueueDesk(wired)
  const history = new HistoryDesk(wired)
  return { ...wired, heldKeys, bumps, desk, jobDesk, queue, history, recurring, unfollow: follow(wired) }
}

/** One connection, and all that speaks on it. */
function connect(
  { redisUrl, profile: { namespace, layout, readOnly }, appVersion: version }: RuntimeOptions,
  clock: Clock,
): Pick<RuntimeParts, 'redis' | 'dedup' | 'inspector' | 'heartbeat'> {
  const redis = openRedis(redisUrl)
  const shared = { redis, namespace, layout, clock }
  const dedup = new RedisDedup(shared)
  return {
    redis,
    dedup,
    inspector: new KeyInspector(shared),
    // A read-only profile writes nothing at all.
    heartbeat: readOnly ? undefined : new InstanceHeartbeat({ ...shared, instance: dedup.instance, version }),
  }
}
