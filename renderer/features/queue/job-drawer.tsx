import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { PAGE_ROWS, pageQuery } from '../../api/list-queries'
import { useLive } from '../../api/live'
import { SideDrawer } from '../../ui/side-drawer'
import { finishedSource, waitingSource } from './api'
import { JobActs } from './job/job-acts'
import { JobArgument } from './job/job-argument'
import { JobConsole } from './job/job-console'
import { JobHoldFacts } from './job/job-hold'
import { ScheduleAgainDialog } from './job/schedule-again'
import { JobFacts } from './job-facts'
import { followJob, type JobView } from './model'
import { RanVersionDialog, type RanVersion } from '../../ui/ran-version/ran-version'

const selectRunning = (live: LiveState) => live.running
const selectAt = (live: LiveState) => live.at

/** The job as it is now: it may have started or ended since it was chosen. */
function useFollowedJob(chosen: JobView): JobView {
  const { id } = useProfile()
  const client = useQueryClient()
  const running = useLive(selectRunning)
  const runningReadAt = useLive(selectAt)
  const finished = useQuery(pageQuery(client, finishedSource(id), 0))
  // It only moves towards the head: its page and the ones before it, as far as a long way up does not matter.
  const page = chosen.state === 'waiting' ? Math.floor(chosen.row.position / PAGE_ROWS) : 0
  const pages = [...new Set([page, Math.max(0, page - 1), 0])]
  const waiting = useQueries({ queries: pages.map((each) => pageQuery(client, waitingSource(id), each)) })
  return followJob(chosen, {
    running,
    runningReadAt,
    finished: finished.data?.rows ?? [],
    waiting: waiting.flatMap((result) => result.data?.rows ?? []),
  })
}

interface JobDrawerProps {
  readonly chosen: JobView
  readonly onClose: () => void
}

/** All about one job. */
export function JobDrawer({ chosen, onClose }: JobDrawerProps): ReactNode {
  const job = useFollowedJob(chosen)
  const { jobId, argument } = job.row
  const [ran, setRan] = useState<RanVersion>()
  const [again, setAgain] = useState<JobView['row']>()
  return (
    <>
      <SideDrawer
        title={`Job ${jobId}`}
        onClose={onClose}
        footer={<JobActs job={job} onScheduleAgain={() => setAgain(job.row)} />}
      >
        <JobFacts job={job} onShowText={setRan} />
        <JobArgument jobId={jobId} preview={argument} />
        <JobConsole job={job} />
        <JobHoldFacts job={job} />
      </SideDrawer>
      {/* Beside the drawer, not in it: Escape closes one of the two. */}
      <RanVersionDialog ran={ran} onClose={() => setRan(undefined)} />
      <ScheduleAgainDialog job={again} onClose={() => setAgain(undefined)} />
    </>
  )
}
