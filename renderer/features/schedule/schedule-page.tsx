import { Tabs } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { HandlerNotice } from '../../ui/handler-notice/handler-notice'
import { Page, Panel } from '../../ui/page'
import { Attempts } from './attempts'
import { ImportArea, ImportButton } from './import/import-area'
import { RunsWith } from './forecast'
import type { Draft } from './model'
import { NewRecurringButton } from './recurring/new-recurring-button'
import { RecurringList } from './recurring/recurring-list'
import { Repeats } from './repeats'
import { ScheduleFields } from './schedule-fields'
import classes from './schedule.module.css'
import { PinnedTemplates } from './templates/pinned-templates'
import { SaveTemplateButton } from './templates/save-template'
import { TemplatesList } from './templates/templates-list'
import { useScheduleForm, type ScheduleForm } from './use-schedule-form'

/** Schedules one job, many that are numbered, or those of a file, now or again and again, and says what came of it. */
export function SchedulePage(): ReactNode {
  const form = useScheduleForm()
  const [tab, setTab] = useState<string | null>('now')
  /** What is chosen elsewhere is seen beside the form and its outcome. */
  const atTheForm = (act: (draft: Draft) => void) => (draft: Draft) => {
    act(draft)
    setTab('now')
  }
  return (
    <ImportArea>
      <Tabs value={tab} onChange={setTab} keepMounted={false} className={classes.tabs}>
        <Page
          title="Schedule"
          status={
            <Tabs.List className={classes.tabList} aria-label="Ways to schedule">
              <Tabs.Tab value="now">Now</Tabs.Tab>
              <Tabs.Tab value="templates">Templates</Tabs.Tab>
              <Tabs.Tab value="recurring">Recurring</Tabs.Tab>
            </Tabs.List>
          }
          actions={
            tab === 'recurring' ? (
              <NewRecurringButton draft={form.draft} />
            ) : tab === 'now' ? (
              <ImportButton />
            ) : null
          }
        >
          <HandlerNotice />
          <Tabs.Panel value="now" keepMounted className={classes.tabPanel}>
            <ScheduleNow form={form} />
          </Tabs.Panel>
          <Tabs.Panel value="templates" className={classes.tabPanel}>
            <Panel label="Templates" bare>
              <TemplatesList onRun={atTheForm(form.run)} onFill={atTheForm(form.fill)} />
            </Panel>
          </Tabs.Panel>
          <Tabs.Panel value="recurring" className={classes.tabPanel}>
            <Panel label="Recurring" bare>
              <RecurringList />
            </Panel>
          </Tabs.Panel>
        </Page>
      </Tabs>
    </ImportArea>
  )
}

/** The form, and beside it what came of it. */
function ScheduleNow({ form }: { readonly form: ScheduleForm }): ReactNode {
  return (
    <div className={classes.columns}>
      <div className={classes.job}>
        <Panel label="Job" aside={<JobAside form={form} />}>
          <PinnedTemplates onRun={form.run} />
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
          <Attempts attempts={form.attempts} onAgain={form.run} onEdit={form.fill} />
        </Panel>
      </div>
    </div>
  )
}

function JobAside({ form }: { readonly form: ScheduleForm }): ReactNode {
  return (
    <>
      <RunsWith />
      <SaveTemplateButton draft={form.draft} />
    </>
  )
}
