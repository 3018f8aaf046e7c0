import { useCallback, useEffect, useState } from 'react'
import { guardLeaving } from '../../ui/leave-guard'
import { closeWindow, onLeaveAsked, tellUnsaved } from './api'
import { discarded } from './draft'
import { drafts, hasUnsaved, useDrafts } from './draft-store'
import type { Save } from './use-save'

/** Something would take an unsaved text off the screen. */
export interface Leaving {
  readonly file: string
  readonly proceed: () => void
}

export interface LeaveGate {
  readonly leaving: Leaving | undefined
  /** Runs `proceed`, at once or when the operator has said what becomes of unsaved changes. */
  readonly leave: (proceed: () => void) => void
  readonly stay: () => void
  readonly discard: () => void
  readonly saveAndLeave: () => void
}

/** Nothing unsaved goes without being asked about: not by another script, another page, a reload or the end of the app. */
export function useLeaving({ save }: Save): LeaveGate {
  const [leaving, setLeaving] = useState<Leaving>()

  /** @returns true where nothing is unsaved */
  const isFree = useCallback((proceed: () => void): boolean => {
    const unsaved = drafts.unsaved()
    setLeaving(unsaved && { file: unsaved.file, proceed })
    return unsaved === undefined
  }, [])
  const leave = (proceed: () => void): void => {
    if (isFree(proceed)) proceed()
  }

  useEffect(() => {
    const refuse = (event: BeforeUnloadEvent): void => {
      if (!isFree(() => window.location.reload())) event.preventDefault()
    }
    window.addEventListener('beforeunload', refuse)
    const unguard = guardLeaving(isFree)
    const unsubscribe = onLeaveAsked(() => {
      if (isFree(closeWindow)) closeWindow()
    })
    return () => {
      window.removeEventListener('beforeunload', refuse)
      unguard()
      unsubscribe()
    }
  }, [isFree])

  const isUnsaved = hasUnsaved(useDrafts())
  useEffect(() => {
    tellUnsaved(isUnsaved)
    return () => tellUnsaved(false)
  }, [isUnsaved])

  return {
    leaving,
    leave,
    stay: () => setLeaving(undefined),
    discard: () => {
      if (!leaving) return
      drafts.change(leaving.file, discarded)
      leave(leaving.proceed)
    },
    saveAndLeave: () => {
      if (!leaving) return
      setLeaving(undefined)
      void save(leaving.file).then((done) => done && leave(leaving.proceed))
    },
  }
}
