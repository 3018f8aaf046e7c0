import { Button, TextInput } from '@mantine/core'
import { useState, type ReactNode, type SubmitEvent } from 'react'
import type { HeldKeyRow } from '../../../src/contract/held-keys'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { KeyText } from '../../ui/key-text'
import { useLookUp } from './api'
import classes from './held-keys.module.css'

/** Looks one key up by its exact name, without a scan. */
export function LookUp({ onFound }: { readonly onFound: (row: HeldKeyRow) => void }): ReactNode {
  const { id } = useProfile()
  const [key, setKey] = useState('')
  const lookUp = useLookUp(id)

  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    lookUp.mutate(key, {
      onSuccess: ({ row }) => {
        if (row) onFound(row)
      },
    })
  }
  return (
    <>
      <form className={classes.lookUp} onSubmit={submit}>
        <TextInput
          aria-label="Exact key"
          placeholder="Exact key"
          className={classes.lookUpField}
          value={key}
          spellCheck={false}
          onChange={(event) => {
            setKey(event.currentTarget.value)
            lookUp.reset()
          }}
        />
        <Button type="submit" variant="default" loading={lookUp.isPending}>
          Look up
        </Button>
      </form>
      <div role="status" className={classes.lookUpAnswer}>
        {lookUp.data?.row === null ? (
          <>
            <span>Not held in the current generation, as</span>
            <KeyText text={lookUp.data.redisKey} what="Redis key" />
          </>
        ) : null}
        {lookUp.error ? <LookUpProblem error={lookUp.error} /> : null}
      </div>
    </>
  )
}

function LookUpProblem({ error }: { readonly error: Error }): ReactNode {
  const { message, remedy } = envelopeOf(error)
  return (
    <span className={classes.problem}>
      {message} {remedy}
    </span>
  )
}
