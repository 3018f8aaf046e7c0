import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useActiveHandler } from './api'
import { hasPlace, problemWords } from './model'
import { Note } from './note'

interface ActiveNoteProps {
  readonly shown: string | undefined
  readonly onShow: (file: string) => void
}

/** Says that the active script cannot be used as it is, and what runs the jobs meanwhile. */
export function ActiveNote({ shown, onShow }: ActiveNoteProps): ReactNode {
  const { file, problem, version } = useActiveHandler()
  if (!problem) return null
  const meanwhile =
    version === undefined
      ? 'Its jobs fail until it is mended or another handler is used.'
      : 'Its last good version runs on.'
  return (
    <Note
      tone="failure"
      icon={IconAlertTriangle}
      action={
        shown === file ? null : (
          <Button variant="default" size="compact-sm" onClick={() => onShow(file)}>
            Show it
          </Button>
        )
      }
    >
      <strong>{file}</strong> is the active handler and cannot be used as it is.{' '}
      {shown === file && hasPlace(problem) ? null : `${problemWords(problem)} `}
      <strong>{meanwhile}</strong>
    </Note>
  )
}
