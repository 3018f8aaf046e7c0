import type { AuditRowView } from '../../../src/contract/audit'
import { auditRow } from '../../../src/contract/audit'
import { waitFor } from '../../support/wait-for'
import type { RuntimeBench } from '../runtime-bench'

/** All that is noted so far, the first act first. */
export async function noted({ runtime }: RuntimeBench): Promise<readonly AuditRowView[]> {
  const { rows } = await runtime.audit.page({ filter: {}, limit: 200 })
  return rows.map((row) => auditRow.parse(row)).toReversed()
}

/** Waits until so many acts are noted. @returns what each did, the first act first */
export async function notedActs(bench: RuntimeBench, count: number): Promise<readonly unknown[]> {
  const rows = await waitFor(
    async () => {
      const found = await noted(bench)
      return found.length >= count ? found : undefined
    },
    { what: `${count} acts are noted` },
  )
  return rows.map(({ known }) => known?.did)
}
