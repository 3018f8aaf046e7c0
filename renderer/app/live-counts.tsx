import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import { useProfile } from '../api/app-info'
import { readLive } from '../api/live'
import { countsInWords } from './counts-in-words'
import classes from './shell.module.css'

/** Ms between two announcements. */
const interval = 10_000

/** Says the counts aloud for those who hear the page: politely, when they changed, at most each 10 s. */
export function LiveCounts(): ReactNode {
  const { id } = useProfile()
  const client = useQueryClient()
  const [words, setWords] = useState('')
  useEffect(() => {
    // Looked at now and then: nothing is drawn for the changes in between.
    const timer = window.setInterval(() => {
      const live = readLive(client, id)
      if (live) setWords(countsInWords(live.counters))
    }, interval)
    return () => window.clearInterval(timer)
  }, [client, id])
  return (
    <div className={classes.heard} aria-live="polite" data-live-counts>
      {words}
    </div>
  )
}
