import { Button, TextInput } from '@mantine/core'
import { useState, type ReactNode, type SubmitEvent } from 'react'
import { hrefWith } from '../../ui/hash-parameters'
import { KeyText } from '../../ui/key-text'
import { KeyTimeline } from '../../ui/key-timeline/key-timeline'
import { SideDrawer } from '../../ui/side-drawer'
import classes from './history.module.css'
import { showTimeline } from './use-history-filter'

interface TimelineDrawerProps {
  readonly jobKey: string
  readonly onClose: () => void
}

/** All that happened to one key: why something ran, and why nothing did. */
export function TimelineDrawer({ jobKey, onClose }: TimelineDrawerProps): ReactNode {
  return (
    <SideDrawer
      title="Timeline of a key"
      onClose={onClose}
      footer={
        <span className={classes.acts}>
          <a className={classes.link} href={hrefWith('queue', { key: jobKey })}>
            In the queue
          </a>
          <a className={classes.link} href={hrefWith('held-keys', { key: jobKey })}>
            In Held keys
          </a>
          <a className={classes.link} href={hrefWith('history', { key: jobKey })}>
            Its jobs
          </a>
        </span>
      }
    >
      <div className={classes.timelineKey}>
        <KeyText text={jobKey} whole />
      </div>
      <KeyTimeline jobKey={jobKey} />
    </SideDrawer>
  )
}

/** Asks what happened to a key that is typed: also one of which nothing ever ran. */
export function TimelineLookUp(): ReactNode {
  const [key, setKey] = useState('')
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (key !== '') showTimeline(key)
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
      <Button type="submit" variant="default" title="Why did nothing run? All that happened to this key">
        Timeline
      </Button>
    </form>
  )
}
