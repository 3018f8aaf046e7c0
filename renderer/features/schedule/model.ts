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

export type Problems = Partial<Readonly<Record<Field, ErrorEnvelope>>>

export type ReadDraft =
  | { readonly ok: true; readonly request: ScheduleRequest }
  | { readonly ok: false; readonly problems: Problems }

/** Reads what was typed. Only what cannot be sent at all is judged here; the rest is the processor's to say. */
export function readDraft(draft: Draft): ReadDraft {
  const backoffMs = parseDuration(draft.backoff)
  const count = Number(draft.repeat.replaceAll(',', '') || '1')
  const counts = Number.isInteger(count) && count >= 1 && count <= LIMITS.repeat
  if (backoffMs !== undefined && counts)
    return { ok: true, request: { key: draft.key, backoffMs, argument: draft.argument, count } }
  return {
    ok: false,
    problems: {
      ...(backoffMs === undefined ? { backoff: backoffProblem(draft.backoff) } : {}),
      ...(counts ? {} : { repeat: repeatProblem(draft.repeat) }),
    },
  }
}

function repeatProblem(text: string): ErrorEnvelope {
  return {
    code: 'bad-repeat',
    message: `“${text}” is not a number of jobs.`,
    remedy: `Write a whole number from 1 to ${formatCount(LIMITS.repeat)}.`,
  }
}

/**
 * What else is wrong with a draft of which something is: the processor speaks of one thing at a time, and all of it is
 * to be seen at once.
 */
export function furtherProblems({ key, argument }: Draft): Problems {
  return {
    ...(key === ''
      ? {
          key: { code: 'bad-key', message: 'A key cannot be empty.', remedy: 'Give at least one character.' },
        }
      : {}),
    ...(isJson(argument)
      ? {}
      : {
          argument: {
            code: 'bad-argument',
            message: 'The argument is not JSON.',
            remedy:
              'Write a JSON value: text in double quotes, no comma after the last entry, null for nothing.',
          },
        }),
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The field that an error of the processor speaks of, if it speaks of one. */
export function fieldOf(code: string): Field | undefined {
  if (code.includes('key')) return 'key'
  if (code.includes('backoff')) return 'backoff'
  if (code.includes('arg') || code.includes('json')) return 'argument'
  if (code.includes('repeat') || code.includes('count')) return 'repeat'
  return undefined
}
