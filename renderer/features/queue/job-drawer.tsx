import { Button } from '@mantine/core'
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState, type ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { PAGE_ROWS, pageQuery } from '../../api/list-queries'
import { useLive } from '../../api/live'
import { CodeBlock, Detail, DetailList } from '../../ui/detail-list'
import { layOutJson } from '../../ui/format'
import { SideDrawer } from '../../ui/side-drawer'
import { argumentQuery, finishedSource, useCancelJob, waitingSource } from './api'
import { JobFacts } from './job-facts'
import { followJob, type JobView } from './model'
import { RanVersionDialog, type RanVersion } from './ran-version'

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
  const { id, readOnly } = useProfile()
  const job = useFollowedJob(chosen)
  const cancel = useCancelJob(id)
  const { jobId } = job.row
  const canCancel = (job.state === 'waiting' || job.state === 'running') && !readOnly
  const [ran, setRan] = useState<RanVersion>()
  return (
    <>
      <SideDrawer
        title={`Job ${jobId}`}
        onClose={onClose}
        footer={
          canCancel ? (
            <Button
              variant="default"
              c="var(--kh-danger)"
              loading={cancel.isPending}
              onClick={() => cancel.mutate(jobId)}
            >
              Cancel job
            </Button>
          ) : null
        }
      >
        <JobFacts job={job} onShowText={setRan} />
        <DetailList>
          <Detail name="Argument" place="below">
            <WholeArgument jobId={jobId} preview={job.row.argument} />
          </Detail>
        </DetailList>
      </SideDrawer>
      {/* Beside the drawer, not in it: Escape closes one of the two. */}
      <RanVersionDialog ran={ran} onClose={() => setRan(undefined)} />
    </>
  )
}

function WholeArgument({ jobId, preview }: { readonly jobId: number; readonly preview: string }): ReactNode {
  const { id } = useProfile()
  const { data } = useQuery(argumentQuery(id, jobId))
  // Laying out a megabyte of JSON is not for every frame of a live page.
  const text = useMemo(() => layOutJson(data ?? preview), [data, preview])
  return <CodeBlock text={text} label="Argument" />
}
