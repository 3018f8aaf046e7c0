import { useEffect } from 'react'
import type { HandlerFolderView } from '../../../src/contract/handlers'
import { notify } from '../../api/notices'
import { readScript } from './api'
import { gone, isUnsaved, reconciled } from './draft'
import { drafts, useDrafts } from './draft-store'

/** Closes a script whose file is gone; one with changes of ours stays, and says so. */
function leaveGone(file: string): void {
  const draft = drafts.get(file)
  if (!draft || drafts.isMoving(file)) return
  if (isUnsaved(draft)) {
    drafts.change(file, gone)
    return
  }
  drafts.close(file)
  notify(`${file} is gone`, 'It is no longer in the folder.')
}

/**
 * Keeps an open script in step with its file: other programs write it too. The list only says that something may
 * have happened (it can be older than our own last save); the file itself says what.
 */
export function useFileWatch(profileId: string, file: string, view: HandlerFolderView | undefined): void {
  const draft = useDrafts().get(file)
  const seen = draft?.base.version
  const listed = view?.handlers.find((each) => each.file === file)?.version
  const isKnown = view !== undefined && seen !== undefined
  const isGone = draft?.outside.state === 'gone'

  useEffect(() => {
    if (!isKnown || listed === seen || (listed === undefined && isGone)) return
    let current = true
    const isSame = (): boolean => current && drafts.get(file)?.base.version === seen
    readScript(profileId, file).then(
      (disk) => {
        if (isSame()) drafts.change(file, (known) => reconciled(known, disk))
      },
      () => {
        if (isSame() && listed === undefined) leaveGone(file)
      },
    )
    return () => {
      current = false
    }
  }, [profileId, file, listed, seen, isKnown, isGone])
}
