import { useState } from 'react'
import type { HandlerFolderView } from '../../../src/contract/handlers'
import { useRememberedState } from '../../ui/use-remembered-state'
import { useChooseHandler, useWaitingCount } from './api'
import { isUnsaved } from './draft'
import { useDrafts } from './draft-store'
import { activationQuestion, listedScripts, shownScript, type ListedScript } from './model'
import { useLeaving, type LeaveGate } from './use-leaving'
import { useQuestion, type Asked } from './use-question'
import { useSave, type Save } from './use-save'

/** What lies over the page. */
export type ScriptDialog = 'new' | 'rename' | 'duplicate' | 'trash' | 'compare'

export interface Scripts {
  readonly list: readonly ListedScript[]
  readonly shown: string | undefined
  readonly show: (file: string) => void
  readonly dialog: ScriptDialog | undefined
  readonly open: (dialog: ScriptDialog) => void
  readonly closeDialog: () => void
  /** A script came to be under this name, and is shown. */
  readonly arrived: (file: string) => void
  /** The one that came to be last: its text is where the operator goes on. */
  readonly arrival: string | undefined
  readonly save: Save
  readonly use: (file: string) => void
  /** The script that is being made the active one. */
  readonly choosing: string | undefined
  readonly gate: LeaveGate
  readonly asked: Asked | undefined
}

const isName = (value: unknown): value is string => typeof value === 'string'

/** What the page Handlers shows, and what can be done on it. */
export function useScripts(profileId: string, view: HandlerFolderView | undefined): Scripts {
  const opened = useDrafts()
  const waiting = useWaitingCount()
  const [wanted, setWanted] = useRememberedState('handlers.shown', '', isName)
  const [dialog, setDialog] = useState<ScriptDialog>()
  const [arrival, setArrival] = useState<string>()
  const { asked, ask } = useQuestion()
  const save = useSave(profileId, ask)
  const gate = useLeaving(save)
  const choose = useChooseHandler(profileId)

  const unsaved = [...opened.values()].filter(isUnsaved).map(({ file }) => file)
  const list = view ? listedScripts(view.handlers, unsaved) : []
  // One that was just made is shown before the list has it.
  const shown = opened.has(wanted) ? wanted : shownScript(list, wanted)

  /** What is used is what the editor shows. */
  const use = async (file: string): Promise<void> => {
    if (unsaved.includes(file) && !(await save.save(file))) return
    if (waiting > 0 && !(await ask(activationQuestion(file, waiting)))) return
    choose.mutate(file)
  }
  return {
    list,
    shown,
    show: (file) => {
      if (file === shown) return
      gate.leave(() => {
        setWanted(file)
        setArrival(undefined)
      })
    },
    dialog,
    open: (next) => {
      // Both of these leave the script that is shown.
      if (next === 'new' || next === 'duplicate') gate.leave(() => setDialog(next))
      else setDialog(next)
    },
    closeDialog: () => setDialog(undefined),
    arrived: (file) => {
      setWanted(file)
      setArrival(file)
    },
    arrival,
    save,
    use: (file) => void use(file),
    choosing: choose.isPending ? choose.variables : undefined,
    gate,
    asked,
  }
}
