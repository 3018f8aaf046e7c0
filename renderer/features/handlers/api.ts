import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useId } from 'react'
import type {
  HandlerFolderView,
  SaveOutcome,
  ScriptProblem,
  ScriptView,
} from '../../../src/contract/handlers'
import type { LiveState } from '../../../src/contract/live'
import { bridge, request } from '../../api/client'
import { useLive } from '../../api/live'
import { notify, notifyError } from '../../api/notices'
import { drafts } from './draft-store'

const selectVersion = (live: LiveState) => live.handlersVersion
const selectActive = (live: LiveState) => live.handler
const selectWaiting = (live: LiveState) => live.counters.waiting

/** The scripts of the folder; read again when the live state says that the folder changed. */
export function useHandlers(profileId: string) {
  const version = useLive(selectVersion)
  return useQuery({
    queryKey: ['handlers', profileId, version],
    queryFn: () => request('handlers.list', { profileId }),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  })
}

/** Which script runs the jobs, and whether it can. */
export function useActiveHandler() {
  return useLive(selectActive)
}

/** Jobs that the next version, or the next script, will run. */
export function useWaitingCount(): number {
  return useLive(selectWaiting)
}

/** The text of a script that is not open yet, as it is on the disk at this moment. */
export function useScriptText(profileId: string, file: string, wanted: boolean) {
  // Of this opening alone: a text of an earlier one may be old.
  const opening = useId()
  return useQuery({
    queryKey: ['script', profileId, file, opening],
    queryFn: () => readScript(profileId, file),
    enabled: wanted,
    gcTime: 0,
    staleTime: 0,
  })
}

export function readScript(profileId: string, file: string): Promise<ScriptView> {
  return request('handlers.read', { profileId, file })
}

export interface SaveRequest {
  readonly file: string
  readonly text: string
  readonly expected: string | null
}

export function saveScript(profileId: string, script: SaveRequest): Promise<SaveOutcome> {
  return request('handlers.save', { profileId, ...script })
}

/** What is wrong with a text; nothing of it runs. */
export async function checkScript(
  profileId: string,
  file: string,
  text: string,
): Promise<ScriptProblem | null> {
  const { problem } = await request('handlers.check-text', { profileId, file, text })
  return problem
}

/** Tells the app around the page whether closing the window must ask first. */
export function tellUnsaved(unsaved: boolean): void {
  // Where it cannot be told, the page is about to end anyway.
  request('app.unsaved', { unsaved }).catch(() => undefined)
}

/** Calls `ask` when the window is to close while something is unsaved. @returns unsubscribes */
export function onLeaveAsked(ask: () => void): () => void {
  return bridge().on('leave-asked', ask)
}

export function closeWindow(): void {
  request('app.leave', null).catch((error: unknown) => notifyError('The window was not closed', error))
}

/** Puts a list that an act answered into the cache, or has it read again. */
export function useHandlersCache(profileId: string): (view?: HandlerFolderView) => Promise<void> {
  const client = useQueryClient()
  return useCallback(
    async (view) => {
      const queryKey = ['handlers', profileId]
      if (view) client.setQueriesData({ queryKey }, view)
      else await client.invalidateQueries({ queryKey })
    },
    [client, profileId],
  )
}

export function useTemplates(profileId: string) {
  return useQuery({
    queryKey: ['handler-templates', profileId],
    queryFn: () => request('handlers.templates', { profileId }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export function useChooseHandler(profileId: string) {
  const put = useHandlersCache(profileId)
  return useMutation({
    mutationFn: (file: string) => request('handlers.use', { profileId, file }),
    onSuccess: (view, file) => {
      void put(view)
      notify(`${file} is the handler now`, 'It runs from the next job on.')
    },
    onError: (error, file) => notifyError(`${file} is not used`, error),
  })
}

/** @param onRenamed called as soon as the file has its new name, before the open script has */
export function useRenameScript(profileId: string, onRenamed: (to: string) => void) {
  const put = useHandlersCache(profileId)
  return useMutation({
    mutationFn: ({ file, to }: { readonly file: string; readonly to: string }) =>
      drafts.move(file, to, async () => {
        const view = await request('handlers.rename', { profileId, file, to })
        onRenamed(to)
        return view
      }),
    onSuccess: (view) => put(view),
  })
}

export function useTrashScript(profileId: string) {
  const put = useHandlersCache(profileId)
  return useMutation({
    mutationFn: (file: string) => request('handlers.trash', { profileId, file }),
    onSuccess: (view, file) => {
      void put(view)
      notify(`${file} is in the trash`, 'The system’s trash gives it back.')
    },
  })
}

export function useOpenFolder(profileId: string) {
  return useMutation({
    mutationFn: () => request('handlers.open-folder', { profileId }),
    onError: (error) => notifyError('The folder was not opened', error),
  })
}

export function useRevealScript(profileId: string) {
  return useMutation({
    mutationFn: (file: string) => request('handlers.reveal', { profileId, file }),
    onError: (error, file) => notifyError(`${file} was not shown`, error),
  })
}

export function useOpenOutside(profileId: string) {
  return useMutation({
    mutationFn: (file: string) => request('handlers.open-outside', { profileId, file }),
    onError: (error, file) => notifyError(`${file} was not opened`, error),
  })
}
