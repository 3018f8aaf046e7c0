import { LIMITS } from '../../contract/limits'
import type { RedisDedup } from '../../dedup/redis-dedup'
import { createHandlerRunner } from '../../handlers/hosted-runner'
import type { Clock } from '../../processor/clock'
import { createBackgroundProcessor } from '../../processor/create-background-processor'
import { JobLinesKept } from '../jobs/job-lines'
import { handlerLog, JobRuns } from '../jobs/job-runs'
import type { RuntimeOptions } from '../runtime'
import type { RuntimeParts } from '../runtime-parts'
import { ActiveHandler } from './active-handler'
import type { AppJournal } from '../journal/app-journal'
import { FollowUps } from './follow-ups'

/** Jobs the queue has room for before it grows. */
const QUEUE_CAPACITY = 1_024
/** Characters of all that jobs wrote which are kept to be looked at. */
const LINE_CHARACTERS = 32 * 1_048_576

export interface ScriptedProcessorParts {
  readonly dedup: RedisDedup
  readonly clock: Clock
  readonly changed: () => void
  /** Undefined: jobs are not written down. */
  readonly journal?: AppJournal | undefined
}

export interface ScriptedProcessorOptions extends Pick<
  RuntimeOptions,
  'hostLauncher' | 'handlerFolder' | 'versionsFolder' | 'log' | 'paused' | 'store'
> {
  readonly profile: Pick<RuntimeOptions['profile'], 'handler' | 'concurrency'>
}

/** The processor and the scripts that run its jobs: each knows the other through what a run needs. */
export function scriptedProcessor(
  options: ScriptedProcessorOptions,
  { dedup, clock, changed, journal }: ScriptedProcessorParts,
): Pick<RuntimeParts, 'runner' | 'handler' | 'runs' | 'lines' | 'processor' | 'followUps'> {
  const {
    hostLauncher: launcher,
    handlerFolder: folder,
    versionsFolder,
    log,
    paused = false,
    store,
  } = options
  const { handler: file, concurrency } = options.profile
  const lines = new JobLinesKept({ jobs: LIMITS.finishedKept, characters: LINE_CHARACTERS })
  const runner = createHandlerRunner({
    ...{ launcher, folder, versionsFolder },
    ...(journal && store
      ? { marksFolder: store.marksFolder, marksName: dedup.instance, marksNeeded: () => journal.owesEnds }
      : {}),
    log: handlerLog(log, (jobId, line) => {
      lines.add(jobId, { ...line, at: clock.wall() })
      changed()
    }),
    onProgress: (jobId, progress) => {
      if (runs.noteProgress(jobId, progress)) changed()
    },
    schedule: (request, run) => followUps.schedule(request, run),
  })
  const handler = new ActiveHandler({
    ...{ runner, file, concurrency, changed },
    bounded: (jobsAtOnce) => processor.limitConcurrency(jobsAtOnce),
  })
  const runs = new JobRuns(runner, handler)
  const processor = createBackgroundProcessor<string>({
    ...{ initialCapacity: QUEUE_CAPACITY, dedup, handler: runs, clock, paused },
    ...(journal && { journal }),
    // As many as a profile can ever have: how many of them are at work changes while it works.
    concurrency: LIMITS.concurrency,
  })
  processor.limitConcurrency(handler.concurrency)
  const followUps = new FollowUps(processor, changed)
  return { runner, handler, runs, lines, processor, followUps }
}
