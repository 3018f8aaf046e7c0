import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconPlayerStop, type Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { ExportKind, ExportView } from '../../../src/contract/exports'
import { useCancelExport, useDismissExport, useExports, useRevealExport } from '../../api/exports'
import classes from '../bulk/bulk.module.css'
import { ProblemNote } from '../problem-note'
import { exportFraction, exportSentence, fileNameOf } from './export-words'

/** The files of a page, on their way or just written. */
export function ExportProgress({ kind }: { readonly kind: ExportKind }): ReactNode {
  return useExports(kind).map((view) => <OneExport key={view.exportId} view={view} />)
}

const marks: Readonly<Record<Exclude<ExportView['state'], 'working'>, Icon>> = {
  done: IconCheck,
  cancelled: IconPlayerStop,
  failed: IconAlertTriangle,
}

/** How far a file is, Cancel, and where it is once it was written. */
function OneExport({ view }: { readonly view: ExportView }): ReactNode {
  const { exportId, state, path } = view
  const cancel = useCancelExport()
  const dismiss = useDismissExport()
  const reveal = useRevealExport()
  const title = `Exporting ${fileNameOf(path)}`
  return (
    <section
      className={classes.act}
      aria-label={title}
      data-state={state === 'cancelled' ? 'stopped' : state}
    >
      <Mark state={state} />
      <p className={classes.words} role="status" title={`${path}: ${exportSentence(view)}`}>
        <span className={classes.title}>{state === 'working' ? title : fileNameOf(path)}</span>{' '}
        <span>{exportSentence(view)}</span>
      </p>
      {state === 'working' ? <Bar title={title} fraction={exportFraction(view)} /> : null}
      <span className={classes.acts}>
        {state === 'done' ? (
          <Button variant="default" size="compact-sm" onClick={() => reveal.mutate(exportId)}>
            Show in folder
          </Button>
        ) : null}
        {state === 'working' ? (
          <Button
            variant="default"
            size="compact-sm"
            loading={cancel.isPending}
            onClick={() => cancel.mutate(exportId)}
          >
            Cancel
          </Button>
        ) : (
          <Button variant="default" size="compact-sm" onClick={() => dismiss.mutate(exportId)}>
            Dismiss
          </Button>
        )}
      </span>
      {view.error ? <ProblemNote error={view.error} /> : null}
    </section>
  )
}

function Mark({ state }: Pick<ExportView, 'state'>): ReactNode {
  if (state === 'working') return null
  const Glyph = marks[state]
  return <Glyph size={16} className={classes.mark} aria-hidden="true" />
}

function Bar({
  title,
  fraction,
}: {
  readonly title: string
  readonly fraction: number | undefined
}): ReactNode {
  return (
    <span
      className={classes.track}
      role="progressbar"
      aria-label={title}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(fraction === undefined ? {} : { 'aria-valuenow': Math.floor(fraction * 100) })}
    >
      <span
        className={classes.bar}
        data-unknown={fraction === undefined || undefined}
        style={{ width: `${(fraction ?? 0.3) * 100}%` }}
      />
    </span>
  )
}
