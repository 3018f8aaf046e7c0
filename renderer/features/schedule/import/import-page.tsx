import { Button, Progress } from '@mantine/core'
import type { ReactNode } from 'react'
import { countOf, formatCount } from '../../../ui/format'
import { Page, Panel } from '../../../ui/page'
import { ImportMapped } from './import-mapped'
import { importSession, type ImportStage } from './import-session'
import { ImportSource } from './import-source'
import classes from './import.module.css'

type OpenStage = Exclude<ImportStage, { readonly stage: 'closed' }>

/** An import from the choice of a file to its jobs. */
export function ImportPage({ stage }: { readonly stage: OpenStage }): ReactNode {
  switch (stage.stage) {
    case 'choosing':
      return <ImportSource error={stage.error} />
    case 'reading':
      return <Waiting words={`Reading ${stage.name}…`} onCancel={() => importSession.choose()} />
    case 'sending':
      return (
        <Waiting
          words={`Handing over ${formatCount(stage.sent)} of ${countOf(stage.total, 'job')}. Nothing is scheduled yet.`}
          value={(stage.sent / stage.total) * 100}
          onCancel={() => importSession.cancelSending()}
        />
      )
    case 'mapped':
      return <ImportMapped stage={stage} />
  }
}

interface WaitingProps {
  readonly words: string
  /** Percent; undefined: it is not known. */
  readonly value?: number
  readonly onCancel: () => void
}

function Waiting({ words, value, onCancel }: WaitingProps): ReactNode {
  return (
    <Page title="Schedule">
      <Panel label="From a file">
        <div className={classes.waiting}>
          <p className={classes.words} role="status">
            {words}
          </p>
          <Progress
            value={value ?? 100}
            animated={value === undefined}
            size={4}
            className={classes.bar}
            aria-label="Progress"
          />
          <Button variant="default" autoFocus onClick={onCancel}>
            Cancel
          </Button>
        </div>
      </Panel>
    </Page>
  )
}
