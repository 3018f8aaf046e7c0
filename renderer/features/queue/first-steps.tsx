import { Button } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import { useChangePreferences, usePreferences } from '../../api/preferences'
import { KeyRing } from '../../ui/key-ring'
import classes from './first-steps.module.css'

/** What Keyhold does, in three sentences; until the operator puts it away. */
export function FirstSteps(): ReactNode {
  const { tourDone } = usePreferences()
  const change = useChangePreferences()
  const titleId = useId()
  if (tourDone) return null
  return (
    <section aria-labelledby={titleId} className={classes.card}>
      <span className={classes.drawing}>
        <KeyRing size={32} />
      </span>
      <div className={classes.words}>
        <h2 id={titleId} className={classes.title}>
          First steps
        </h2>
        <p>
          Keyhold runs a job once per key: while a key waits, runs or is held in Redis, no instance can
          schedule it again.
        </p>
        <p>
          <a href="#/schedule">Schedule</a> a first job, and follow it here from waiting to finished.
        </p>
        <p>Bump generation, above, ends all holds at once: then every key can be scheduled again.</p>
      </div>
      <Button variant="default" onClick={() => change({ tourDone: true })}>
        Got it
      </Button>
    </section>
  )
}
