import { useState } from 'react'
import { notifyError } from '../../api/notices'
import { checkScript, saveScript, useActiveHandler, useHandlersCache, useWaitingCount } from './api'
import { expectedVersion, gone, reconciled, saved } from './draft'
import { drafts } from './draft-store'
import { newVersionQuestion } from './model'
import type { Ask } from './use-question'

export interface Save {
  /** True while a script is written. */
  readonly busy: boolean
  /** @returns true where the file holds the text now; what stood in the way has been said */
  readonly save: (file: string) => Promise<boolean>
}

/** Writes open scripts to their files. Asks where waiting jobs would run with the new version. */
export function useSave(profileId: string, ask: Ask): Save {
  const active = useActiveHandler()
  const waiting = useWaitingCount()
  const refresh = useHandlersCache(profileId)
  const [busy, setBusy] = useState(false)

  const agreed = async (file: string, text: string): Promise<boolean> => {
    if (file !== active.file || waiting === 0) return true
    // A version that cannot be used changes nothing for the jobs: the last good one runs on.
    const problem = await checkScript(profileId, file, text).catch(() => null)
    return problem !== null || ask(newVersionQuestion(file, waiting))
  }

  const write = async (file: string): Promise<boolean> => {
    const draft = drafts.get(file)
    if (!draft || draft.outside.state === 'changed') return draft === undefined
    const { text } = draft
    if (!(await agreed(file, text))) return false
    const answer = await saveScript(profileId, { file, text, expected: expectedVersion(draft) })
    switch (answer.outcome) {
      case 'saved':
        drafts.change(file, (known) => saved(known, answer.script))
        void refresh()
        return true
      case 'changed-outside':
        drafts.change(file, (known) => reconciled(known, answer.script))
        return drafts.get(file)?.outside.state === 'same'
      case 'gone':
        drafts.change(file, gone)
        return false
    }
  }

  const save = async (file: string): Promise<boolean> => {
    setBusy(true)
    try {
      return await write(file)
    } catch (error) {
      notifyError(`${file} is not saved`, error)
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, save }
}
