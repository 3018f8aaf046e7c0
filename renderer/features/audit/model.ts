import type { AuditAct, AuditChange, AuditRowView } from '../../../src/contract/audit'
import { formatDuration } from '../../ui/duration'
import { countOf, formatCount, formatMoment } from '../../ui/format'

type Many = Extract<AuditAct, { readonly phase: string }>

/** What an operator did, in one plain sentence. */
export function sentenceOf({ known, what }: Pick<AuditRowView, 'known' | 'what'>): string {
  return known ? inWords(known.did) : what
}

function inWords(did: AuditAct): string {
  switch (did.act) {
    case 'bump':
      return `Bumped ${did.from} → ${did.to}`
    case 'bump-unknown':
      return `A bump from ${did.from} got no answer: it may have been done`
    case 'bump-found':
      return did.found === did.from
        ? `Redis answered again: still generation ${did.from}, the bump was not done`
        : `Redis answered again: generation ${did.found}, it was ${did.from}`
    case 'release':
      return releaseInWords(did)
    case 'release-holds':
      return manyInWords(did, { verb: 'Released', begins: 'release', one: 'key', matching: did.matching })
    case 'extend-holds':
      return `${manyInWords(did, { verb: 'Extended', begins: 'extend', one: 'hold', matching: did.matching })}, ${extensionInWords(did.extension)}`
    case 'purge-holds':
      return manyInWords(did, { verb: 'Purged', begins: 'purge', one: 'stale hold' })
    case 'cancel-jobs':
      return manyInWords(did, { verb: 'Cancelled', begins: 'cancel', one: 'job', matching: did.matching })
    case 'schedule-again':
      return manyInWords(did, { verb: 'Scheduled again', begins: 'schedule again', one: 'job' })
    case 'run-left':
      return manyInWords(did, { verb: 'Queued again', begins: 'queue again', one: 'job' })
    case 'drop-left':
      return manyInWords(did, { verb: 'Dropped', begins: 'drop', one: 'job' })
    case 'journal-off':
      return 'Went on without the journal: jobs are scheduled without being written down'
    case 'journal-on':
      return 'Tried the journal again'
    case 'pause':
      return `Paused the queue: ${formatCount(did.waiting)} waiting, ${formatCount(did.running)} running`
    case 'resume':
      return `Resumed the queue: ${formatCount(did.waiting)} waiting`
    case 'cancel':
      return did.outcome === 'removed' ? `Cancelled ${did.key}, which waited` : `Aborted ${did.key}`
    case 'run-next':
      return `Moved ${did.key} before all others`
    case 'profile':
      return changesInWords(did.changes, 'Saved the profile as it was')
    case 'connect':
      return `${changesInWords(did.changes, 'Connected anew')}; ${countOf(did.dropped, 'waiting job')} dropped`
    case 'handler-use':
      return `Made ${did.file} the handler, after ${did.before}`
    case 'handler-save':
      return `${did.created ? 'Made' : 'Saved'} ${did.file}${did.active ? ', which runs the jobs' : ''}`
    case 'handler-rename':
      return `Renamed ${did.file} to ${did.to}`
    case 'handler-trash':
      return `Moved ${did.file} to the trash`
    case 'recurring-save':
      return `${did.created ? 'Made' : 'Changed'} the recurring job ${did.key}, ${did.on ? 'on' : 'off'}`
    case 'recurring-switch':
      return `Switched the recurring job ${did.key} ${did.on ? 'on' : 'off'}`
    case 'recurring-remove':
      return `Deleted the recurring job ${did.key}`
  }
}

function releaseInWords({
  key,
  outcome,
  jobCancelled,
}: Extract<AuditAct, { readonly act: 'release' }>): string {
  switch (outcome) {
    case 'released':
      return `Released ${key}${jobCancelled ? ' and cancelled its job' : ''}`
    case 'changed':
      return `Did not release ${key}: its hold was another one by then`
    case 'gone':
      return `Did not release ${key}: its hold was gone already`
    case 'unknown':
      return `Released ${key} perhaps: Redis gave no answer`
  }
}

interface ManyWords {
  readonly verb: string
  readonly begins: string
  readonly one: string
  readonly matching?: string | undefined
}

/** `Released 120 of 122 keys matching seller:; 2 failed` */
function manyInWords(did: Many, { verb, begins, one, matching }: ManyWords): string {
  const { phase, total, changed, failed, unknown, unreached } = did
  const which = matching === undefined ? '' : ` matching “${matching}”`
  if (phase === 'begun') {
    return `Began to ${begins} ${total === undefined ? `${one}s` : countOf(total, one)}${which}`
  }
  const of = total === undefined || total === changed ? '' : `${formatCount(changed)} of `
  const counts = `${verb} ${of}${countOf(total ?? changed, one)}${which}`
  const short: readonly (readonly [number, string])[] = [
    [failed, 'not changed'],
    [unknown, 'unknown'],
    [unreached, 'not reached'],
  ]
  const parts = short.filter(([count]) => count > 0).map(([count, words]) => `${formatCount(count)} ${words}`)
  if (phase === 'stopped') parts.push('stopped by the operator')
  if (phase === 'failed') parts.push(`failed${did.error === undefined ? '' : `: ${did.error}`}`)
  return parts.length === 0 ? counts : `${counts}; ${parts.join(', ')}`
}

function extensionInWords(
  extension: Extract<AuditAct, { readonly act: 'extend-holds' }>['extension'],
): string {
  return extension.kind === 'by'
    ? `by ${formatDuration(extension.ms)}`
    : `until ${formatMoment(extension.at)}`
}

function changesInWords(changes: readonly AuditChange[], none: string): string {
  if (changes.length === 0) return none
  return `Changed ${changes.map(({ what, from, to }) => `${what} ${from || '(empty)'} → ${to || '(empty)'}`).join(', ')}`
}

/** Keys that an act on many was for, as far as they were noted. */
export function keysOf({ known }: AuditRowView): readonly string[] {
  const did = known?.did
  return did && 'keys' in did ? (did.keys ?? []) : []
}
