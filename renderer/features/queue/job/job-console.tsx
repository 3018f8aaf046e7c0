import type { ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import { ConsoleLines } from '../../../ui/console-lines/console-lines'
import { countOf, formatExactTime } from '../../../ui/format'
import { Section } from '../../../ui/section'
import type { JobView } from '../model'
import { useJobLines } from './api'
import classes from './job.module.css'
import { linesMark } from './model'

/** What the handler of a job wrote, as it writes it and after. */
export function JobConsole({ job }: { readonly job: JobView }): ReactNode {
  const { id } = useProfile()
  const known = useJobLines(id, job.row.jobId, linesMark(job))
  const leftOut = known?.leftOut ?? 0
  return (
    <Section title="Console">
      {leftOut > 0 ? (
        <p className={classes.quiet}>
          {countOf(leftOut, 'earlier line')} {leftOut === 1 ? 'was' : 'were'} left out; the log file has all.
        </p>
      ) : null}
      <ConsoleLines
        lines={known?.lines ?? []}
        from={leftOut}
        formatAt={formatExactTime}
        {...(job.state === 'waiting' && !job.row.retry ? { nothing: 'It has not run yet.' } : {})}
      />
    </Section>
  )
}
