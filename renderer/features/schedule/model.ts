import { LIMITS } from '../../../src/contract/limits'
import type { ErrorEnvelope } from '../../../src/contract/errors'
import type { RepeatView, ScheduleOutcomeView } from '../../../src/contract/queue'
import { backoffProblem } from '../../ui/backoff'
import { parseDuration } from '../../ui/duration'
import { countOf, formatCount } from '../../ui/format'
import type { ScheduleOutcomeView } from '../../../src/contract/queue'
import { formatDuration, parseDuration } from '../../ui/duration'
import { formatCount } from '../../ui/format'
import { ownerInWords } from '../../ui/owner'
import type { StatusTone } from '../../ui/status-badge'

/** The form as it is typed. */
export interface Draft {
  readonly key: string
  readonly backoff: string
  readonly argument: string
  readonly repeat: string
}

export const emptyDraft: Draft = { key: '', backoff: '5m', argument: '{}', repeat: '1' }

export function isDraft(value: unknown): value is Draft {
  return (
    typeof value === 'object' && value !== null && 'key' in value && 'backoff' in value && 'repeat' in value
  )
}

export type Field = keyof Draft

export interface ScheduleRequest {
  readonly key: string
  readonly backoffMs: number
  readonly argument: string
  readonly count: number
}

export type ReadDraft =
  | { readonly ok: true; readonly request: ScheduleRequest }
  | { readonly ok: false; readonly field: Field; readonly error: ErrorEnvelope }

/** Reads what was typed. Only what cannot be sent at all is judged here; the rest is the processor's to say. */
export function readDraft(draft: Draft): ReadDraft {
  const backoffMs = parseDuration(draft.backoff)
  if (backoffMs === undefined) {
    return {
      ok: false,
      field: 'backoff',
      error: backoffProblem(draft.backoff),
    }
  }
  const count = Number(draft.repeat.replaceAll(',', '') || '1')
  if (!Number.isInteger(count) || count < 1 || count > LIMITS.repeat) {
    return {
      ok: false,
      field: 'repeat',
      error: {
        code: 'bad-repeat',
        message: `“${draft.repeat}” is not a number of jobs.`,
        remedy: `Write a whole number from 1 to ${formatCount(LIMITS.repeat)}.`,
      },
    }
  }
  return { ok: true, request: { key: draft.key, backoffMs, argument: draft.argument, count } }
}

/** The field that an error of the processor speaks of, if it speaks of one. */
export function fieldOf(code: string): Field | undefined {
  if (code.includes('key')) return 'key'
  if (code.includes('backoff')) return 'backoff'
  if (code.includes('arg') || code.includes('json')) return 'argument'
  if (code.includes('repeat') || code.includes('count')) return 'repeat'
  return undefined
}

/** What the repeat comes to. */
export function repeatHint({ key, repeat }: Draft): string {
  const count = Number(repeat.replaceAll(',', '') || '1')
  if (!Number.isInteger(count) || count <= 1) return 'Up to 100,000, as {n}'
  if (!key.includes('{n}')) return 'All have the same key: put {n} where the number goes'
  return `${key.replaceAll('{n}', '1')} … ${key.replaceAll('{n}', String(count))}`
}

/** Where a repeat stands, in a sentence. */
export function repeatInWords(repeat: RepeatView): string {
  const tried = `${formatCount(repeat.attempted)} of ${countOf(repeat.total, 'job')}`
  switch (repeat.state) {
    case 'scheduling':
      return `Scheduling: ${tried} tried.`
    case 'done':
      return `Done: ${formatCount(repeat.scheduled)} of ${countOf(repeat.total, 'job')} scheduled.`
    case 'cancelled':
      return `Cancelled after ${tried}: the ${formatCount(repeat.scheduled)} that were scheduled stay.`
    case 'failed':
      return `Failed after ${tried}: the ${formatCount(repeat.scheduled)} that were scheduled stay.`
  }
}

/** What the backoff comes to, as a check while typing. */
export function backoffHint(text: string): string {
  const ms = parseDuration(text)
  if (ms === undefined || ms < 0) return '90s, 5m, 1h 30m, 250ms, or plain ms'
  if (ms === 0) return 'No hold once the job has run'
  return `${formatDuration(ms)} = ${formatCount(ms)} ms`
}

/** The outcome of a schedule in words; the exact Redis key stands apart, so that it can be copied. */
export interface OutcomeWords {
  readonly tone: StatusTone
  readonly title: string
  readonly text: string
  readonly redisKey?: string
  readonly error?: ErrorEnvelope
}

export function outcomeInWords(outcome: ScheduleOutcomeView): OutcomeWords {
  switch (outcome.outcome) {
    case 'scheduled':
      return { tone: 'ok', title: 'Scheduled', text: `It is job ${outcome.jobId}.` }
    case 'queued-here': {
      const text = `Job ${outcome.jobId} with this key is ${outcome.state} in this app. Nothing was written to Redis.`
      return { tone: 'warning', title: 'Already queued here', text }
    }
    case 'held':
      return heldInWords(outcome)
    case 'redis-error':
      return { tone: 'failure', title: 'Redis error', text: 'Nothing was scheduled.', error: outcome.error }
    case 'journal-error':
      return { tone: 'failure', title: 'Journal error', text: 'Nothing was scheduled.', error: outcome.error }
    case 'stopped':
      return {
        tone: 'warning',
        title: 'Not scheduled',
        text: 'The processor is stopped. Restart the app to go on.',
      }
  }
}

function heldInWords(outcome: ScheduleOutcomeView & { readonly outcome: 'held' }): OutcomeWords {
  const owner = ownerInWords(outcome.owner)
  const title =
    outcome.remainingMs === undefined
      ? `Held without an expiry by ${owner}`
      : `Held for another ${formatDuration(outcome.remainingMs)} by ${owner}`
  const text = `Generation ${outcome.generation}, in Redis as`
  return { tone: 'warning', title, text, redisKey: outcome.redisKey }
}

/** One attempt of this session. */
export interface Attempt {
  readonly at: number
  readonly key: string
  readonly outcome: ScheduleOutcomeView
}

export const attemptsKept = 50

export function isAttempts(value: unknown): value is readonly Attempt[] {
  return Array.isArray(value)
}
