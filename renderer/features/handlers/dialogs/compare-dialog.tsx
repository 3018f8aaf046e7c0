import { Button, Skeleton } from '@mantine/core'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { Dialog } from '../../../ui/dialog'
import { keptMine, tookTheirs, type Draft } from '../draft'
import { drafts } from '../draft-store'
import classes from './dialogs.module.css'

const CompareView = lazy(() =>
  import('../editor/compare-view').then((module) => ({ default: module.CompareView })),
)

interface CompareDialogProps {
  readonly draft: Draft
  readonly onClose: () => void
}

/** What somebody else wrote beside what is written here; changes of theirs can be taken over one by one. */
export function CompareDialog({ draft, onClose }: CompareDialogProps): ReactNode {
  const [mine, setMine] = useState(draft.text)
  const { file, outside } = draft
  if (outside.state !== 'changed') return null
  const settle = (change: (known: Draft) => Draft) => (): void => {
    drafts.change(file, change)
    onClose()
  }
  return (
    <Dialog opened title={`Compare ${file}`} onClose={onClose} width={1_040}>
      <div className={classes.form}>
        <Suspense fallback={<Skeleton height={320} animate={false} />}>
          <CompareView file={file} theirs={outside.script.text} mine={mine} onChange={setMine} />
        </Suspense>
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose} data-autofocus>
            Decide later
          </Button>
          <Button variant="default" onClick={settle(tookTheirs)}>
            Take theirs
          </Button>
          <Button onClick={settle((known) => keptMine(known, mine))}>Keep mine</Button>
        </div>
      </div>
    </Dialog>
  )
}
