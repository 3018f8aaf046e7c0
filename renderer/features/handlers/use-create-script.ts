import { useMutation } from '@tanstack/react-query'
import type { ScriptView } from '../../../src/contract/handlers'
import { ApiError } from '../../api/client'
import { saveScript, useHandlersCache } from './api'
import { drafts } from './draft-store'

interface NewScript {
  readonly file: string
  readonly text: () => Promise<string>
}

async function create(profileId: string, { file, text }: NewScript): Promise<ScriptView> {
  const answer = await saveScript(profileId, { file, text: await text(), expected: null })
  if (answer.outcome === 'saved') return answer.script
  throw new ApiError({
    code: 'name-taken',
    message: `${file} is already in the folder.`,
    remedy: 'Choose another name.',
  })
}

/** Writes a script that was not there, and opens it. Never over another one. */
export function useCreateScript(profileId: string) {
  const refresh = useHandlersCache(profileId)
  return useMutation({
    mutationFn: (script: NewScript) => create(profileId, script),
    onSuccess: async (script) => {
      drafts.open(script)
      await refresh()
    },
  })
}
