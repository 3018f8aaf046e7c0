import type { ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { useLive } from '../../api/live'
import { Panel } from '../../ui/page'
import { ROW_HEIGHT } from '../../ui/virtual-table/column'
import { VirtualTable } from '../../ui/virtual-table/virtual-table'
import { lanesInWords } from './lanes-in-words'
import { laneColumns } from './running-columns'
import { lanesOf, type JobView } from './model'
import classes from './queue.module.css'

const selectRunning = (live: LiveState) => live.running
const selectHandler = (live: LiveState) => live.handler
const selectAt = (live: LiveState) => live.at
/** Further lanes are scrolled to. */
const lanesInView = { high: 4, low: 2 }

interface RunningPanelProps {
  readonly selectedId: number | undefined
  readonly onOpen: (job: JobView) => void
  /** The window has little height. */
  readonly low: boolean
}

/** The lanes and what each of them runs. */
export function RunningPanel({ selectedId, onOpen, low }: RunningPanelProps): ReactNode {
  const profile = useProfile()
  const { file, concurrency } = useLive(selectHandler)
  const running = useLive(selectRunning)
  const readAt = useLive(selectAt)
  const lanes = lanesOf(running, concurrency, readAt)
  const height = (Math.min(lanes.length, low ? lanesInView.low : lanesInView.high) + 1) * ROW_HEIGHT
  return (
    <Panel label="Running" height="fit" aside={lanesInWords(file, concurrency, profile.concurrency)}>
      <div className={classes.lanes} style={{ height }}>
        <VirtualTable
          label="Running jobs"
          columns={laneColumns}
          count={lanes.length}
          rowAt={(index) => lanes[index]}
          isSelected={({ job }) => job !== undefined && job.jobId === selectedId}
          onOpen={({ job }) => {
            if (job) onOpen({ state: 'running', row: job, readAt })
          }}
        />
      </div>
    </Panel>
  )
}
