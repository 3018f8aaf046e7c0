import { Button, Menu } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconFileExport, IconPlayerStop, type Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { HistoryExportView } from '../../../src/contract/history'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { useLive } from '../../api/live'
import bulk from '../../ui/bulk/bulk.module.css'
import { ProblemNote } from '../../ui/problem-note'
import { useCancelExport, useDismissExport, useExport, type ExportRequest } from './api'
import { exportInWords } from './model'

const selectExport = (live: LiveState) => live.historyExport

/** Writes what the filter lets through into a file. */
export function ExportMenu(of: Omit<ExportRequest, 'format'>): ReactNode {
  const { id } = useProfile()
  const begin = useExport(id)
  const isWriting = useLive(selectExport)?.state === 'writing'
  return (
    <Menu position="bottom-end" shadow="md" width={176}>
      <Menu.Target>
        <Button
          variant="default"
          disabled={isWriting || begin.isPending}
          title="What the filter lets through, with all that is kept of each job"
          leftSection={<IconFileExport size={16} aria-hidden="true" />}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => begin.mutate({ ...of, format: 'jsonl' })}>JSON Lines…</Menu.Item>
        <Menu.Item onClick={() => begin.mutate({ ...of, format: 'csv' })}>CSV…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const titles: Readonly<Record<HistoryExportView['state'], string>> = {
  writing: 'Exporting',
  done: 'Exported',
  cancelled: 'Export cancelled',
  failed: 'Not exported',
}
const marks: Readonly<Record<Exclude<HistoryExportView['state'], 'writing'>, Icon>> = {
  done: IconCheck,
  cancelled: IconPlayerStop,
  failed: IconAlertTriangle,
}
/** In the words of the acts on many, whose look it has. */
const looks = { writing: 'working', done: 'done', cancelled: 'stopped', failed: 'failed' } as const

/** How far the export is, Cancel, and what it came to. */
export function ExportProgress(): ReactNode {
  const view = useLive(selectExport)
  return view ? <Progress view={view} /> : null
}

function Progress({ view }: { readonly view: HistoryExportView }): ReactNode {
  const { id } = useProfile()
  const cancel = useCancelExport(id)
  const dismiss = useDismissExport(id)
  const { state, rows, total, more, error } = view
  const fraction = more ? undefined : Math.min(1, rows / Math.max(1, total))
  const Glyph = state === 'writing' ? undefined : marks[state]
  const words = exportInWords(view)
  return (
    <section className={bulk['act']} aria-label="Export" data-state={looks[state]}>
      {Glyph ? <Glyph size={16} className={bulk['mark']} aria-hidden="true" /> : null}
      <p className={bulk['words']} role="status" title={`${titles[state]} ${words}`}>
        <span className={bulk['title']}>{titles[state]}</span> <span>{words}</span>
      </p>
      {state === 'writing' ? (
        <span
          className={bulk['track']}
          role="progressbar"
          aria-label="Export"
          aria-valuemin={0}
          aria-valuemax={100}
          {...(fraction === undefined ? {} : { 'aria-valuenow': Math.floor(fraction * 100) })}
        >
          <span className={bulk['bar']} style={{ width: `${(fraction ?? 0.3) * 100}%` }} />
        </span>
      ) : null}
      <span className={bulk['acts']}>
        {state === 'writing' ? (
          <Button variant="default" size="compact-sm" onClick={() => cancel.mutate(view)}>
            Cancel
          </Button>
        ) : (
          <Button variant="default" size="compact-sm" onClick={() => dismiss.mutate(view)}>
            Dismiss
          </Button>
        )}
      </span>
      {error ? <ProblemNote error={error} /> : null}
    </section>
  )
}
