import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useAppInfo } from '../../api/app-info'
import { handlerFolderQuery } from './api'
import classes from './connection.module.css'
import { isFolderFromOutside } from './model'

interface HandlerFolderFieldProps {
  readonly value: string
  readonly problem: string | undefined
  readonly onChange: (folder: string) => void
}

/** Where this profile's scripts are. What the environment says comes first, and is said here. */
export function HandlerFolderField({ value, problem, onChange }: HandlerFolderFieldProps): ReactNode {
  const { profile, userData } = useAppInfo()
  const { data: inUse } = useQuery(handlerFolderQuery(profile.id))
  const fromOutside = inUse !== undefined && isFolderFromOutside(profile, inUse, userData)
  const hint = fromOutside
    ? `KEYHOLD_HANDLER_FOLDER is set and comes first: ${inUse}`
    : 'The scripts of this profile; empty: the app’s own folder'
  return (
    <TextInput
      label="Handler folder"
      description={problem === undefined ? hint : undefined}
      placeholder={inUse ?? ''}
      classNames={{ input: classes.code, description: classes.hint }}
      value={value}
      error={problem}
      inputWrapperOrder={['label', 'description', 'error', 'input']}
      spellCheck={false}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
