import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ScanView } from '../../../src/contract/held-keys'
import { useProfile } from '../../api/app-info'
import { useStopScan } from './api'
import { scanInWords } from './model'
import classes from './held-keys.module.css'

interface ScanStatusProps {
  readonly scan: ScanView | undefined
  readonly onScanAgain: () => void
}

/** How far the scan is, and the act that fits: stop it, or scan again. */
export function ScanStatus({ scan, onScanAgain }: ScanStatusProps): ReactNode {
  const { id } = useProfile()
  const stop = useStopScan(id)
  const scanning = scan?.state === 'scanning'
  return (
    <div className={classes.scan}>
      <span role="status" className={classes.scanWords}>
        {scan ? scanInWords(scan) : ''}
      </span>
      <Button
        variant="default"
        size="compact-sm"
        w={96}
        onClick={() => (scanning ? stop.mutate(scan.scanId) : onScanAgain())}
      >
        {scanning ? 'Stop' : 'Scan again'}
      </Button>
    </div>
  )
}
