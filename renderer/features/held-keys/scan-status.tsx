import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ScanView } from '../../../src/contract/held-keys'
import { useProfile } from '../../api/app-info'
import { useStopScan } from './api'
import { scanInWords } from './model'
import classes from './held-keys.module.css'

interface ScanProps {
  /** Undefined: none has begun. */
  readonly scan: ScanView | undefined
}

/** What the scan has found, and how far it is. */
export function ScanWords({ scan }: ScanProps): ReactNode {
  return (
    <span role="status" className={classes.scanWords}>
      {scan ? scanInWords(scan) : ''}
    </span>
  )
}

interface ScanButtonProps extends ScanProps {
  readonly onScanAgain: () => void
}

/** The act that fits: stop the scan, or scan again. */
export function ScanButton({ scan, onScanAgain }: ScanButtonProps): ReactNode {
  const { id } = useProfile()
  const stop = useStopScan(id)
  const scanning = scan?.state === 'scanning'
  return (
    <Button variant="default" w={104} onClick={() => (scanning ? stop.mutate(scan.scanId) : onScanAgain())}>
      {scanning ? 'Stop' : 'Scan again'}
    </Button>
  )
}
