import type { ReactNode } from 'react'

export interface TryPanelProps {
  /** Whose text it is; what was tried is remembered by this name. */
  readonly file: string
  /** The editor's text as it is now, saved or not. */
  readonly text: string
}

/** Runs the editor's text once, apart from the queue. Fills the frame that it is put into (a column). */
export function TryPanel({ file }: TryPanelProps): ReactNode {
  return <section aria-label={`Try ${file}`} />
}
