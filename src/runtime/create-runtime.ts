import { InstanceHeartbeat } from '../dedup/instance-heartbeat'
import { KeyInspector } from '../dedup/key-inspector'
import { RedisDedup } from '../dedup/redis-dedup'
import { createHandlerRunner } from '../handlers/hosted-runner'
import { copySamples } from '../handlers/samples'
import { systemClock, type Clock } from '../processor/clock'
import { createBackgroundProcessor } from '../processor/create-background-processor'
import { openRedis } from '../redis/connect'
import { ActiveHandler } from './active-handler'
import type { AssembledRuntime } from './assembled-runtime'
import { Bump } from './bump'
import { ChangeMark } from './change-mark'
import { ConnectionWatch } from './connection-watch'
import { errorEnvelope } from './views/error-envelope'
import { follow } from './follow'
import { HeldKeys } from './held-keys/held-keys'
import { JobLog } from './jobs/job-log'
import { handlerLog, JobRuns } from './jobs/job-runs'
import { ProblemLog } from './problem-log'
import { ProfileRuntime } from './profile-runtime'
import type { Runtime, RuntimeOptions } from './runtime'
import type { RuntimeParts } from './runtime-parts'

/** Jobs the queue has room for before it grows. */
const QUEUE_CAPACITY = 1_024

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
  const parts = wire(options)
  if (folderProblem !== undefined) {
    parts.problems.report('keyhold_samples_not_copied', errorEnvelope(folderProblem))
  }
  void parts.runner.warmUp()
  return new ProfileRuntime(parts)
}

/** Makes every part, those first that others stand on. */
function wire(options: RuntimeOptions): AssembledRuntime {
  const { profile, address, log } = options
  const clock = systemClock
  const change = new ChangeMark()
  const changed = change.mark
  const problems = new ProblemLog(clock, log, changed)
  const { redis, dedup, inspector, heartbeat } = connect(options, clock)
  const connection = new ConnectionWatch({ redis, link: () => dedup.link(), address, problems, log, changed })

  const { hostLauncher: launcher, handlerFolder: folder } = options
  const runner = createHandlerRunner({ launcher, folder, log: handlerLog(log) })
  const handler = new ActiveHandler(runner, profile.handler, changed)
  const runs = new JobRuns(runner, handler)
  const processor = createBackgroundProcessor({
    initialCapacity: QUEUE_CAPACITY,
    dedup,
    handler: runs.run,
    concurrency: profile.concurrency,
    clock,
  })
  const { instance } = dedup
  const jobs = new JobLog({ clock, instance, problems, log, changed, handlerOf: runs.takeFile })
  const wired = {
    ...{ profile, clock, change, redis, connection, dedup, inspector, heartbeat },
    ...{ runner, handler, processor, jobs, problems },
  }
  const heldKeys = new HeldKeys(wired)
  const bump = new Bump({ ...wired, address })
  return { ...wired, heldKeys, bump, unfollow: follow(wired) }
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
