import type { ReactNode } from 'react'
import { Page, Panel } from '../../ui/page'
import { Attempts } from './attempts'
import { ImportArea, ImportButton } from './import/import-area'
import { Repeats } from './repeats'
import { ScheduleFields } from './schedule-fields'
import classes from './schedule.module.css'
import { useScheduleForm } from './use-schedule-form'

/** Schedules one job, many that are numbered, or those of a file, and says what came of it. */
export function SchedulePage(): ReactNode {
  const form = useScheduleForm()
  return (
    <ImportArea>
      <Page title="Schedule" actions={<ImportButton />}>
        <div className={classes.columns}>
          <div className={classes.job}>
            <Panel label="Job">
              <ScheduleFields form={form} />
            </Panel>
          </div>
          <div className={classes.repeats}>
            <Panel label="Progress">
              <Repeats />
            </Panel>
          </div>
          <div className={classes.outcome}>
            <Panel label="Outcome">
              <Attempts attempts={form.attempts} />
            </Panel>
          </div>
        </div>
      </Page>
    </ImportArea>
  )
}
