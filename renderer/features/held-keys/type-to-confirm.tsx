import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatCount } from '../../ui/format'

interface TypeToConfirmProps {
  /** Undefined: only the profile's name will do. */
  readonly count: number | undefined
  readonly profileName: string
  readonly typed: string
  readonly onType: (typed: string) => void
}

/** In production an act on many is confirmed by typing. */
export function TypeToConfirm({ count, profileName, typed, onType }: TypeToConfirmProps): ReactNode {
  const wanted = count === undefined ? `“${profileName}”` : `${formatCount(count)} or “${profileName}”`
  return (
    <TextInput
      label={`This is production. Type ${wanted} to confirm`}
      value={typed}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  )
}
