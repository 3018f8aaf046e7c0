import type { AuditRow } from '../../store/records'
import type { ExportShape } from '../exports/export-text'

/** An act in a file: all that is kept of it, and the moment in a form that is read everywhere. */
export const auditShape: ExportShape<AuditRow> = {
  columns: [
    { title: 'id', cell: ({ id }) => id },
    { title: 'at', cell: ({ at }) => new Date(at).toISOString() },
    { title: 'profile', cell: ({ profile }) => profile },
    { title: 'act', cell: ({ act }) => act },
    { title: 'operator', cell: ({ operator }) => operator },
    { title: 'reason', cell: ({ reason }) => reason },
    { title: 'what', cell: ({ what }) => what },
  ],
  line: ({ at, what, ...row }) => ({ ...row, at: new Date(at).toISOString(), what: parsed(what) }),
}

function parsed(what: string): unknown {
  try {
    return JSON.parse(what)
  } catch {
    return what
  }
}
