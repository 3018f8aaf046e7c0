import type { ExtensionRequest } from '../../../src/contract/held-keys-acts'
import { LIMITS } from '../../../src/contract/limits'
import { parseDuration } from '../../ui/duration'

export interface ExtensionForm {
  readonly kind: 'by' | 'to'
  readonly duration: string
  /** As a field for date and time has it, local time. */
  readonly moment: string
}

export const noExtension: ExtensionForm = { kind: 'by', duration: '10m', moment: '' }

/** Why it cannot be sent; undefined: it can. @param now ms since the epoch */
export function extensionProblem(form: ExtensionForm, now: number): string | undefined {
  if (form.kind === 'by') {
    const ms = parseDuration(form.duration)
    if (ms === undefined) return 'Write 90s, 5m or 1h 30m.'
    return ms >= 1 && ms <= LIMITS.backoffMs ? undefined : 'At most 30 days.'
  }
  const at = Date.parse(form.moment)
  if (Number.isNaN(at)) return 'Choose a moment.'
  if (at <= now) return 'That moment has passed.'
  return at <= now + LIMITS.backoffMs ? undefined : 'At most 30 days from now.'
}

/** Undefined where it cannot be sent. */
export function extensionOf(form: ExtensionForm, now: number): ExtensionRequest | undefined {
  if (extensionProblem(form, now) !== undefined) return undefined
  if (form.kind === 'to') return { kind: 'to', at: Date.parse(form.moment) }
  const ms = parseDuration(form.duration)
  return ms === undefined ? undefined : { kind: 'by', ms: Math.round(ms) }
}
