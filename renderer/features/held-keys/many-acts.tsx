import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { HeldKeyRow, ScanView } from '../../../src/contract/held-keys'
import { useProfile } from '../../api/app-info'
import { formatCount } from '../../ui/format'
import type { Selection } from '../../ui/virtual-table/selection'
import { isEverything, type FilterForm } from './filter-model'
import { foundNoneStale, releaseAllLabel } from './many-words'
import { shownHold } from './model'
import type { Many } from './use-many'
import classes from './held-keys.module.css'

interface ManyActsProps {
  readonly scan: ScanView | undefined
  readonly filter: FilterForm
  readonly selection: Selection<HeldKeyRow>
  readonly many: Many
}

/** The acts on many: on those that are selected, on all that match, and on what is stale. */
export function ManyActs({ scan, filter, selection, many }: ManyActsProps): ReactNode {
  const { readOnly } = useProfile()
  const selected = selection.rows.flatMap((row) => shownHold(row) ?? [])
  const rows = scan?.rows ?? 0
  const isWhole = rows >= (scan?.matches ?? 0)
  const noneStale = foundNoneStale(scan, filter)
  const hint = readOnly ? 'This profile is read-only.' : undefined
  const ofSelected = { kind: 'selected', holds: selected } as const
  return (
    <div className={classes.acts}>
      <Button
        variant="default"
        size="compact-sm"
        disabled={readOnly || selected.length === 0}
        title={hint}
        onClick={() => many.ask('extend', ofSelected)}
      >
        Extend selected ({formatCount(selected.length)})
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        className={classes.danger}
        disabled={readOnly || selected.length === 0}
        title={hint}
        onClick={() => many.ask('release', ofSelected)}
      >
        Release selected ({formatCount(selected.length)})
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        className={classes.danger}
        disabled={readOnly || rows === 0 || scan?.state === 'scanning'}
        title={
          hint ??
          (isWhole ? undefined : 'The rows that are listed; release them, and scan again for the rest.')
        }
        onClick={() => many.ask('release', { kind: 'all', scanId: scan?.scanId ?? '' })}
      >
        {releaseAllLabel(scan, !isEverything(filter))}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        className={classes.danger}
        disabled={readOnly || noneStale}
        title={hint ?? (noneStale ? 'The scan found none' : 'Delete holds of generations that have passed')}
        onClick={many.askToPurge}
      >
        Purge stale
      </Button>
    </div>
  )
}
