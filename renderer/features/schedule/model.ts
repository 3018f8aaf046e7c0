import { LIMITS } from '../../../src/contract/limits'
import type { ErrorEnvelope } from '../../../src/contract/errors'
import { backoffProblem } from '../../ui/backoff'
import { parseDuration } from '../../ui/duration'
import { formatCount } from '../../ui/format'

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
