import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { HistoryDetail, HistoryRow } from '../../../src/contract/history'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { ArgumentSection } from '../../ui/argument-section'
import { ConsoleLines } from '../../ui/console-lines/console-lines'
import { Dialog } from '../../ui/dialog'
import { countOf, formatExactTime } from '../../ui/format'
import { MomentList } from '../../ui/key-timeline/moment-list'
import { ProblemNote } from '../../ui/problem-note'
import { RanVersionDialog, type RanVersion } from '../../ui/ran-version/ran-version'
import { AgainForm } from '../../ui/schedule-again/again-form'
import { Section } from '../../ui/section'
import { SideDrawer } from '../../ui/side-drawer'
import { jobQuery } from './api'
import { JobFacts } from './job-facts'
import { showTimeline } from './use-history-filter'
import classes from './history.module.css'

interface JobDrawerProps {
  readonly row: HistoryRow
  readonly onClose: () => void
}

/** All that is kept of one job. */
export function JobDrawer({ row, onClose }: JobDrawerProps): ReactNode {
  const { id: profileId, readOnly } = useProfile()
  const { data, error } = useQuery(jobQuery(profileId, row.id))
  const [ran, setRan] = useState<RanVersion>()
  const [again, setAgain] = useState(false)
  return (
    <>
      <SideDrawer
        title={`Job ${row.jobId}`}
        onClose={onClose}
        footer={
          <div className={classes.acts}>
            <Button
              variant="default"
              disabled={readOnly || !data}
              title={readOnly ? 'This profile is read-only.' : undefined}
              onClick={() => setAgain(true)}
            >
              Schedule again
            </Button>
            <Button variant="default" onClick={() => showTimeline(row.key)}>
              Timeline of this key
            </Button>
          </div>
        }
      >
        <JobFacts row={row} stack={data?.stack} onShowText={setRan} />
        {error ? <ProblemNote title="The job could not be read" error={envelopeOf(error)} /> : null}
        {data === undefined && !error ? <Skeleton height={160} animate={false} /> : null}
        {data === null ? <p>Nothing more is kept of it: it has become too old meanwhile.</p> : null}
        {data ? <Kept job={data} /> : null}
      </SideDrawer>
      {/* Beside the drawer, not in it: Escape closes one of the two. */}
      <RanVersionDialog ran={ran} onClose={() => setRan(undefined)} />
      <Dialog opened={again} title="Schedule again" onClose={() => setAgain(false)} width={520}>
        {again && data ? (
          <AgainForm
            job={{ ...row, jobId: row.ofThisRun ? row.jobId : undefined }}
            argument={data.argument}
            onClose={() => setAgain(false)}
          />
        ) : null}
      </Dialog>
    </>
  )
}

function Kept({ job }: { readonly job: HistoryDetail }): ReactNode {
  const { argument, lines, linesLeftOut, moments } = job
  const note = linesLeftOut === 0 ? undefined : `${countOf(linesLeftOut, 'earlier line')} not kept.`
  return (
    <>
      <Section title="Timeline">
        <MomentList label="Timeline of this job" moments={moments} />
      </Section>
      <ArgumentSection text={argument} whole />
      <Section title="Console" aside={note}>
        <ConsoleLines lines={lines} from={linesLeftOut} formatAt={formatExactTime} />
      </Section>
    </>
  )
}
