import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ConnectionView } from '../../../src/contract/live'
import type { ScanView } from '../../../src/contract/held-keys'
import { EmptyState } from '../../ui/empty-state'
import { countOf } from '../../ui/format'
import { emptiness } from './model'

interface HeldKeysEmptyProps {
  readonly scan: ScanView | undefined
  readonly connection: ConnectionView
  /** The filter leaves some out. */
  readonly filtered: boolean
  readonly onClearFilter: () => void
  readonly onScanAgain: () => void
}

/** Why the table is empty: not connected, nothing held, or nothing that the filter lets through. */
export function HeldKeysEmpty(props: HeldKeysEmptyProps): ReactNode {
  const { scan, connection, filtered, onClearFilter, onScanAgain } = props
  const again = (
    <Button variant="default" onClick={onScanAgain}>
      Scan again
    </Button>
  )
  switch (emptiness(scan, connection, filtered)) {
    case 'not-connected':
      return (
        <EmptyState title="Not connected to Redis">
          {connection.state === 'away'
            ? `${connection.error.message} ${connection.error.remedy}`
            : 'Held keys are read as soon as Redis answers.'}
        </EmptyState>
      )
    case 'scanning':
      return <EmptyState title="Scanning…">Held keys appear here as they are found.</EmptyState>
    case 'failed':
      return (
        <EmptyState title="The scan failed" action={again}>
          {scan?.error ? `${scan.error.message} ${scan.error.remedy}` : 'Redis stopped answering.'}
        </EmptyState>
      )
    case 'no-match':
      return (
        <EmptyState
          title="No held key matches the filter"
          action={
            <Button variant="default" onClick={onClearFilter}>
              Clear the filter
            </Button>
          }
        >
          About {countOf(scan?.scanned ?? 0, 'key')} looked at, none of them let through.
        </EmptyState>
      )
    case 'no-keys':
      return (
        <EmptyState title="No keys are held">
          Each key that is scheduled with a backoff is held here until the backoff is over.
        </EmptyState>
      )
    case 'stopped':
      return (
        <EmptyState title="Stopped before a held key was found" action={again}>
          Part of the keys was not looked at.
        </EmptyState>
      )
  }
}
