import { Button, Switch } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import { EmptyState } from '../../../ui/empty-state'
import { countOf, formatCount } from '../../../ui/format'
import { Page, Panel } from '../../../ui/page'
import { ProblemNote } from '../../../ui/problem-note'
import { VirtualTable } from '../../../ui/virtual-table/virtual-table'
import { ImportDialog } from './import-dialog'
import { importSession, type MappedStage } from './import-session'
import { countsInWords } from './import-words'
import { MappingFields } from './mapping-fields'
import { previewColumns } from './preview-columns'
import { usePreviewRows, useSaveBadRows } from './use-import'
import classes from './import.module.css'

/** The rows of a file as jobs: how they are mapped, what they come to, and the button that schedules them. */
export function ImportMapped({ stage }: { readonly stage: MappedStage }): ReactNode {
  const { readOnly } = useProfile()
  const [asking, setAsking] = useState(false)
  const { name, summary, judged, busy } = stage
  const good = judged?.counts.good ?? 0
  return (
    <Page
      title="Schedule"
      status={
        <span className={classes.status} title={name}>
          {name}: {countOf(summary.rows, 'row')}
        </span>
      }
      actions={
        <>
          <Button variant="default" onClick={() => importSession.choose()}>
            Other file…
          </Button>
          <Button variant="default" onClick={() => importSession.close()}>
            Close
          </Button>
          <Button
            disabled={readOnly || busy || good === 0}
            title={readOnly ? 'This profile is read-only.' : undefined}
            onClick={() => setAsking(true)}
          >
            {judged ? `Schedule ${countOf(good, 'job')}` : 'Schedule'}
          </Button>
        </>
      }
    >
      <div className={classes.mapped}>
        <MappingFields stage={stage} />
        <Preview stage={stage} />
      </div>
      <ImportDialog opened={asking} stage={stage} onClose={() => setAsking(false)} />
    </Page>
  )
}

function Preview({ stage }: { readonly stage: MappedStage }): ReactNode {
  const { id } = useProfile()
  const [badOnly, setBadOnly] = useState(false)
  const { name, judged, error, summary } = stage
  const save = useSaveBadRows(id)
  const { rowAt, show } = usePreviewRows(judged, badOnly)
  const bad = judged?.counts.bad ?? 0
  const count = badOnly ? bad : summary.rows
  return (
    <Panel
      label="Preview"
      heading={
        <p className={classes.counts} role="status">
          {judged ? countsInWords(judged.counts) : 'Judging the rows…'}
        </p>
      }
      aside={
        <>
          <Switch
            size="xs"
            label="Bad rows only"
            checked={badOnly}
            onChange={(event) => setBadOnly(event.currentTarget.checked)}
          />
          <Button
            variant="default"
            size="compact-sm"
            disabled={bad === 0}
            loading={save.isPending}
            title={`${formatCount(bad)} rows with their line and reason, as CSV`}
            onClick={() => save.mutate(name)}
          >
            Save bad rows…
          </Button>
        </>
      }
    >
      {error ? (
        <div className={classes.problem}>
          <ProblemNote title="Nothing was scheduled" error={error} />
        </div>
      ) : null}
      <VirtualTable
        label="Jobs of the file"
        columns={previewColumns}
        count={judged ? count : 0}
        rowAt={rowAt}
        onShow={show}
        empty={judged ? <EmptyState title="No bad rows">Every row of {name} is a job.</EmptyState> : null}
      />
    </Panel>
  )
}
