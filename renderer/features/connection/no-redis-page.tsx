import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { ErrorEnvelope } from '../../../src/contract/errors'
import { useProfile } from '../../api/app-info'
import { KeyRing } from '../../ui/key-ring'
import { KeyText } from '../../ui/key-text'
import { notifyError } from '../../api/notices'
import { useSaveProfile } from './api'
import { ConnectionDialog } from './connection-dialog'
import classes from './connection.module.css'
import { draftOf, readConnection } from './model'

/** The first screen where there is no Redis to start: what is missing, how to get it, and another way on. */
export function NoRedisPage({ problem }: { readonly problem: ErrorEnvelope }): ReactNode {
  const view = useProfile()
  const [opened, setOpened] = useState(false)
  const save = useSaveProfile()

  const tryAgain = (): void => {
    const read = readConnection(draftOf(view), view)
    if (read.ok)
      save.mutate(
        { profile: read.profile, reason: '' },
        { onError: (error) => notifyError('Still no Redis', error) },
      )
  }
  return (
    <main className={classes.first}>
      <KeyRing size={96} ring="open" />
      <h1 className={classes.firstTitle}>No Redis to hold keys in</h1>
      <p className={classes.firstText}>{problem.message}</p>
      <p className={classes.firstText}>{problem.remedy}</p>
      {problem.command === undefined ? null : (
        <div className={classes.command}>
          <KeyText text={problem.command} what="Command" />
        </div>
      )}
      <div className={classes.firstActions}>
        <Button loading={save.isPending} onClick={tryAgain}>
          Try again
        </Button>
        <Button variant="default" onClick={() => setOpened(true)}>
          Connect to another Redis
        </Button>
      </div>
      <ConnectionDialog opened={opened} onClose={() => setOpened(false)} start={{ server: 'other' }} />
    </main>
  )
}
