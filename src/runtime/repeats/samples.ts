import type { JobRequest } from '../jobs/job-request'
import type { RepeatPlan } from './repeat-plan'

const COUNT = 20

/**
 * Jobs that ask for a key that an earlier one has, by index: a refusal is part of what there is to see.
 * The earlier one waits still, so that the answer is the same each time.
 */
const DUPLICATES: ReadonlyMap<number, number> = new Map([
  [6, 5],
  [12, 10],
  [17, 15],
])

/** From "free as soon as it has run" to "held for a while after". */
const BACKOFFS_MS = [0, 5_000, 15_000, 60_000, 300_000] as const
const PAUSES_MS = [150, 300, 450, 600] as const
const RUNS_MS = [200, 500, 900] as const

/**
 * 20 jobs that show the life of a job within some ten seconds: run times, pauses, backoffs of several lengths, a
 * failure here and there, and three refused duplicates.
 * @param handler file name of the active script: the argument is one that it understands
 */
export function samplePlan(handler: string): RepeatPlan {
  const argumentFor = handler.startsWith('http-get.') ? requestArgument : timedArgument
  return {
    keyTemplate: 'sample:seller:{n}',
    total: COUNT,
    jobAt: (index) => sampleJob(DUPLICATES.get(index) ?? index, argumentFor),
    keyAt: (index) => keyOf(DUPLICATES.get(index) ?? index),
    lineAt: (index) => index + 1,
    ended: () => undefined,
  }
}

function keyOf(index: number): string {
  return `sample:seller:${index + 1}`
}

function sampleJob(index: number, argumentFor: (index: number) => object): JobRequest {
  return {
    key: keyOf(index),
    backoffMs: cycled(BACKOFFS_MS, index),
    argument: JSON.stringify(argumentFor(index)),
  }
}

/** Each of the other samples reads the member that it knows; a script of one's own gets something to look at. */
function timedArgument(index: number): object {
  return {
    seller: index + 1,
    ms: cycled(RUNS_MS, index),
    pauseMs: cycled(PAUSES_MS, index),
    failureRate: 0.3,
  }
}

function requestArgument(index: number): object {
  return { url: `https://example.com/?seller=${index + 1}` }
}

function cycled(values: readonly number[], index: number): number {
  return values[index % values.length] ?? 0
}
