/**
 * What a handler script gets and what it may export, told once: the types that lie beside the scripts, the editor's
 * completion and the tests are made from it. Plain data, no imports.
 */

export interface ContextMember {
  readonly name: string
  /** Its TypeScript type; a type that is named here is one of `contextTypeNames`. */
  readonly signature: string
  readonly kind: 'property' | 'method'
  /** Plain sentences; no markup but `code`. */
  readonly doc: string
  /** What lies behind the dot, where there is more. */
  readonly members?: readonly ContextMember[]
}

export interface OptionMember extends ContextMember {
  readonly unit: 'ms' | 'MiB' | 'runs' | 'jobs'
  readonly least: number
  readonly most: number
  /** What counts where the script does not say. */
  readonly standard: number
}

const logMembers: readonly ContextMember[] = [
  {
    name: 'info',
    signature: '(...values: unknown[]) => void',
    kind: 'method',
    doc: 'A line of this job. Takes what `console.log` takes.',
  },
  {
    name: 'warn',
    signature: '(...values: unknown[]) => void',
    kind: 'method',
    doc: 'A line of this job that asks for attention.',
  },
  {
    name: 'error',
    signature: '(...values: unknown[]) => void',
    kind: 'method',
    doc: 'A line of this job that says what went wrong. The job goes on: throw to fail it.',
  },
]

/** The second parameter of a handler. */
export const contextMembers: readonly ContextMember[] = [
  {
    name: 'key',
    signature: 'string',
    kind: 'property',
    doc: 'The job’s key.',
  },
  {
    name: 'attempt',
    signature: 'number',
    kind: 'property',
    doc: 'Which run of this job it is, from 1. More than 1: a retry.',
  },
  {
    name: 'scheduledAt',
    signature: 'number',
    kind: 'property',
    doc: 'When the job was scheduled, in milliseconds since 1970. `new Date(scheduledAt)` makes a date of it.',
  },
  {
    name: 'backoffMs',
    signature: 'number',
    kind: 'property',
    doc: 'The job’s backoff in milliseconds: for so long after it was scheduled, no other job of its key is.',
  },
  {
    name: 'signal',
    signature: 'AbortSignal',
    kind: 'property',
    doc: 'Aborted at the time limit, by a cancel, and when the app quits. Give it to `fetch` and to all that waits.',
  },
  {
    name: 'log',
    signature: 'HandlerLog',
    kind: 'property',
    doc: 'Lines of this run. `console` goes the same way. At most 200 lines and 64 KiB a run.',
    members: logMembers,
  },
  {
    name: 'sleep',
    signature: '(ms: number) => Promise<void>',
    kind: 'method',
    doc: 'Waits so many milliseconds. Rejects with the signal’s reason as soon as the signal aborts.',
  },
  {
    name: 'progress',
    signature: '(fraction: number, text?: string) => void',
    kind: 'method',
    doc: 'Shows on the running row how far the job is: 0 … 1, with a short text. Call it as often as you like.',
  },
  {
    name: 'schedule',
    signature: '(key: string, backoffMs: number, arg?: unknown) => Promise<ScheduleAnswer>',
    kind: 'method',
    doc:
      'Schedules a follow-up job, once per key as any job. The backoff is whole milliseconds, 0 … 30 days; the ' +
      'argument is what JSON can say. The answer tells what happened. In a try nothing is scheduled.',
  },
]

/** What a script may set by `export const options = { … }`. */
export const optionMembers: readonly OptionMember[] = [
  {
    name: 'timeoutMs',
    signature: 'number',
    kind: 'property',
    doc: 'How long one run may take. Then `signal` aborts, and 5 s later the run is ended from outside.',
    unit: 'ms',
    least: 1,
    most: 86_400_000,
    standard: 60_000,
  },
  {
    name: 'memoryMb',
    signature: 'number',
    kind: 'property',
    doc: 'How much memory the script’s values may take. Its buffers may take as much again.',
    unit: 'MiB',
    least: 16,
    most: 4_096,
    standard: 128,
  },
  {
    name: 'attempts',
    signature: 'number',
    kind: 'property',
    doc: 'How often a job runs at most, the first run included. 1: a failed job is not run again.',
    unit: 'runs',
    least: 1,
    most: 100,
    standard: 1,
  },
  {
    name: 'retryDelayMs',
    signature: 'number | ((attempt: number) => number)',
    kind: 'property',
    doc: 'The wait before the next run, or a function of the run that failed (1, 2, 3 …).',
    unit: 'ms',
    least: 0,
    most: 86_400_000,
    standard: 1_000,
  },
  {
    name: 'concurrency',
    signature: 'number',
    kind: 'property',
    doc: 'Jobs of this script at once. The profile has a bound too: the lower of the two counts.',
    unit: 'jobs',
    least: 1,
    most: 64,
    standard: 1,
  },
]

/** Types that the signatures above name, and the types that a script may import. */
export const contextTypeNames = [
  'Handler',
  'HandlerContext',
  'HandlerLog',
  'HandlerOptions',
  'ScheduleAnswer',
] as const
