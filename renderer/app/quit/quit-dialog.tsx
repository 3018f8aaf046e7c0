import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import type { LiveState } from '../../../src/contract/live'
import type { QuitView } from '../../../src/contract/quit'
import { useProfile } from '../../api/app-info'
import { useLive } from '../../api/live'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { useNow } from '../../ui/use-now'
import { answerQuit, useLastWait, useTellShown } from './api'
import { finishProgress, firstChoice, quitChoices, quitTitle, type QuitChoiceName } from './model'
import { QuitChoices } from './quit-choices'
import { QuitProgress } from './quit-progress'
import classes from './quit.module.css'

type Quitting = LiveState & { readonly quit: QuitView }

/** Nothing is drawn again for what changes while nobody quits. */
const selectQuitting = (live: LiveState): Quitting | undefined =>
  live.quit ? { ...live, quit: live.quit } : undefined

/** Asks what becomes of the jobs that wait when the operator quits, and shows how they are finished. */
export function QuitDialog(): ReactNode {
  const live = useLive(selectQuitting)
  const [last, setLast] = useState<Quitting>()
  if (live && live !== last) setLast(live)
  useTellShown(live?.quit.step === 'asked')
  return <Ask opened={live !== undefined} live={live ?? last} />
}

interface AskProps {
  readonly opened: boolean
  /** As it was last while the dialog closes. */
  readonly live: Quitting | undefined
}

function Ask({ opened, live }: AskProps): ReactNode {
  const { id } = useProfile()
  const now = useNow()
  const [chosen, setChosen] = useState<QuitChoiceName>()
  const [wasOpened, setWasOpened] = useState(opened)
  if (opened !== wasOpened) {
    setWasOpened(opened)
    // Not when it closes: it is still to be seen for a moment.
    if (opened) setChosen(undefined)
  }
  const step = live?.quit.step
  const asks = opened && step === 'asked'
  const lastMs = useLastWait(id, asks ? live?.counters.waiting : undefined)
  const body = useRef<HTMLDivElement>(null)
  useFocusOf(body, opened ? step : undefined)

  const ask = { opened, onTop: true, width: 560, onCancel: () => answerQuit('cancel') }
  switch (live?.quit.step) {
    case undefined:
      return (
        <ConfirmDialog {...ask} title="Quit Keyhold?" actions={[]}>
          {null}
        </ConfirmDialog>
      )
    case 'asked': {
      const choices = quitChoices(live, live.quit.keeps, lastMs, now)
      const name = chosen ?? firstChoice(choices)
      const choice = choices.find((each) => each.name === name && each.refused === undefined)
      const isEmpty = live.counters.waiting === 0
      const act = isEmpty
        ? { label: 'Quit', tone: 'accent' as const, run: () => answerQuit('release') }
        : {
            ...(choice?.act ?? { label: 'Quit', tone: 'plain' as const }),
            disabled: choice === undefined,
            run: () => choice && answerQuit(choice.name),
          }
      return (
        <ConfirmDialog {...ask} title={quitTitle(live)} actions={[act]}>
          <div ref={body} className={classes.body}>
            {isEmpty ? (
              <p>No job waits any more.</p>
            ) : (
              <QuitChoices live={live} choices={choices} chosen={choice?.name} onChoose={setChosen} />
            )}
          </div>
        </ConfirmDialog>
      )
    }
    case 'finishing':
      return (
        <ConfirmDialog {...ask} title="Finishing, then quitting" cancelLabel="Stop finishing" actions={[]}>
          <div ref={body} className={classes.body}>
            <QuitProgress progress={finishProgress(live, live.quit, now)} />
          </div>
        </ConfirmDialog>
      )
    case 'ending':
      return (
        <ConfirmDialog {...ask} title="Quitting Keyhold" actions={[]} cancelLabel={null}>
          <div ref={body} className={classes.body}>
            <p role="status">What still runs has 5 seconds to end.</p>
          </div>
        </ConfirmDialog>
      )
  }
}

/** With another step the buttons are other ones: the focus goes to the one that does no harm. */
function useFocusOf(body: RefObject<HTMLDivElement | null>, step: QuitView['step'] | undefined): void {
  useEffect(() => {
    if (step === undefined) return
    body.current?.closest('[role="dialog"]')?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
  }, [body, step])
}
