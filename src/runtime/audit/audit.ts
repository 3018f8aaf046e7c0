import { auditWhat, type AuditAct, type AuditFilter, type AuditRowView } from '../../contract/audit'
import type { RequestOf, ResponseOf } from '../../contract/channels'
import type { ExportFormat, ExportView } from '../../contract/exports'
import type { AuditRow } from '../../store/records'
import type { Profile } from '../../contract/profile'
import type { Clock } from '../../processor/clock'
import type { ChangeMark } from '../change-mark'
import type { Exports } from '../exports/exports'
import type { ProfileStore } from '../history/profile-store'
import type { ProblemLog } from '../problem-log'
import { errorEnvelope } from '../views/error-envelope'
import type { AuditFace } from './audit-face'
import { auditShape } from './audit-export'

interface Parts {
  readonly change: ChangeMark
  readonly clock: Clock
  readonly exports: Exports
  readonly problems: ProblemLog
  readonly profile: Profile
  readonly store: ProfileStore
  /** The user of the system. */
  readonly operator: string
}

/**
 * Notes what an operator did, once it was done. An act never fails because it could not be noted: that is told among
 * the problems.
 */
export class Audit implements AuditFace {
  readonly #parts: Parts
  #version = 0

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Grows with each act that was noted. */
  get version(): number {
    return this.#version
  }

  /** @param reason in the operator's words; blanks alone are none */
  note(act: AuditAct, reason?: string): void {
    const { clock, operator, profile, store } = this.#parts
    const words = reason?.trim()
    // Nobody asked for an audit; one that was asked for and cannot be is told.
    if (!store.ifOpen && store.failure?.code === 'store-off') return
    const { name, environment, id } = profile
    const record = {
      at: clock.wall(),
      act: act.act,
      what: JSON.stringify({ profile: { name, environment }, did: act }),
      operator,
      ...(words ? { reason: words } : {}),
      profile: id,
    }
    void this.#add(record)
  }

  /** @throws KeyholdError why nothing is kept */
  async page({
    filter,
    after,
    limit,
  }: Omit<RequestOf<'audit.page'>, 'profileId'>): Promise<ResponseOf<'audit.page'>> {
    const { store } = this.#parts
    const { rows, next = null } = await store.opened.audit({ after, limit }, filter)
    return { rows: rows.map(auditRowView), next, file: store.file ?? '' }
  }

  /** @throws KeyholdError why nothing is kept, `too-many-exports` */
  export({
    filter,
    format,
    path,
  }: {
    readonly filter: AuditFilter
    readonly format: ExportFormat
    readonly path: string
  }): ExportView {
    const { exports, store } = this.#parts
    const { opened } = store
    return exports.start({
      ...{ kind: 'audit', format, path },
      ...auditShape,
      rows: (signal) => opened.everyAudit(filter, signal),
    })
  }

  async #add(record: Omit<AuditRow, 'id'>): Promise<void> {
    const { change, problems, store } = this.#parts
    try {
      await store.opened.addAudit(record)
      this.#version += 1
      change.mark()
    } catch (error) {
      const { code, message, remedy } = errorEnvelope(error)
      problems.report('keyhold_act_not_noted', {
        code,
        message: `The act "${record.act}" was done and could not be noted in the audit. ${message}`,
        remedy,
      })
    }
  }
}

export function auditRowView({ profile, ...row }: AuditRow): AuditRowView {
  return { ...row, profileId: profile, known: knownOf(row.what) }
}

/** What another version noted, in a way of its own or of an act that is not known here, is shown as it is kept. */
function knownOf(what: string): AuditRowView['known'] {
  try {
    return auditWhat.safeParse(JSON.parse(what)).data
  } catch {
    return undefined
  }
}
