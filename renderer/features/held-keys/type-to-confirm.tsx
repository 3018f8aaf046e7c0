import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatCount } from '../../ui/format'

interface TypeToConfirmProps {
  readonly count: number
  readonly profileName: string
  readonly typed: string
  readonly onType: (typed: string) => void
}

/** In production an act on many is confirmed by typing. */
export function TypeToConfirm({ count, profileName, typed, onType }: TypeToConfirmProps): ReactNode {
  return (
    <TextInput
      label={`This is production. Type ${formatCount(count)} or “${profileName}” to confirm`}
      value={typed}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  )
}
