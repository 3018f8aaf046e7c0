import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { LIMITS } from '../../src/contract/limits'
import { useProfile } from '../api/app-info'

interface ReasonFieldProps {
  readonly reason: string
  readonly onChange: (reason: string) => void
}

/** Asks why, in production: whoever reads the audit later was not there. It may be left empty. */
export function ReasonField({ reason, onChange }: ReasonFieldProps): ReactNode {
  const { environment } = useProfile()
  if (environment !== 'production') return null
  return (
    <TextInput
      label="Reason (kept in the audit)"
      value={reason}
      maxLength={LIMITS.reasonCharacters}
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
