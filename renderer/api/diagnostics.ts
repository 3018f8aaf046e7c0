import { useProfile } from './app-info'
import { request } from './client'
import { copyText } from './copy-text'
import { notifyError } from './notices'

/** Puts a report on the clipboard: versions, state and counters; no secret, and nothing of a job. */
export function useCopyDiagnostics(): () => void {
  const { id } = useProfile()
  return () => {
    request('shell.diagnostics', { profileId: id }).then(
      ({ text }) => copyText(text, 'Diagnostics'),
      (error: unknown) => notifyError('The diagnostics could not be copied', error),
    )
  }
}
