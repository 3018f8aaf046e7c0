import { IconClock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useChangePreferences, usePreferences } from '../api/preferences'
import classes from './shell.module.css'

/** Says in which zone moments are told; a click tells them in the other one. */
export function TimeZoneButton(): ReactNode {
  const { timeZone } = usePreferences()
  const change = useChangePreferences()
  const inUtc = timeZone === 'utc'
  return (
    <button
      type="button"
      className={classes.zone}
      title={inUtc ? 'Times are in UTC; show local time' : 'Times are local; show UTC'}
      onClick={() => change({ timeZone: inUtc ? 'local' : 'utc' })}
    >
      <IconClock size={18} stroke={1.75} aria-hidden="true" />
      {inUtc ? (
        <span>
          UTC<span className={classes.zoneMore}> times</span>
        </span>
      ) : (
        <span>
          Local<span className={classes.zoneMore}> times</span>
        </span>
      )}
    </button>
  )
}
