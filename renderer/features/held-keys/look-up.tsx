import { Button, TextInput } from '@mantine/core'
import { useState, type ReactNode, type SubmitEvent } from 'react'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { useLookUp } from './api'
import classes from './held-keys.module.css'
import type { Chosen } from './model'

/** Looks one key up by its exact name, without a scan. */
export function LookUp({ onAnswer }: { readonly onAnswer: (answer: Chosen) => void }): ReactNode {
  const { id } = useProfile()
  const [key, setKey] = useState('')
  const lookUp = useLookUp(id)

  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    lookUp.mutate(key, {
      onSuccess: ({ row, redisKey }) =>
        onAnswer(row ? { kind: 'hold', row } : { kind: 'free', key, redisKey }),
      onError: (error) => onAnswer({ kind: 'unknown', key, error: envelopeOf(error) }),
    })
  }
  return (
    <form className={classes.lookUp} onSubmit={submit}>
      <TextInput
        aria-label="Exact key"
        placeholder="Exact key"
        className={classes.lookUpField}
        value={key}
        spellCheck={false}
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={lookUp.isPending}>
        Look up
      </Button>
    </form>
  )
}
