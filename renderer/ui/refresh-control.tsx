import { ActionIcon, NativeSelect } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { isRefreshRate, refreshNow, refreshRates, setRefreshRate, useRefreshRate } from '../api/refresh'
import classes from './refresh-control.module.css'

const options = refreshRates.map((rate) => ({
  value: String(rate),
  label: typeof rate === 'number' ? `Each ${rate} s` : rate === 'live' ? 'Live' : 'Off',
}))

/** How often tables and charts are read again, and a button that does it now. */
export function RefreshControl(): ReactNode {
  const rate = useRefreshRate()
  return (
    <div className={classes.refresh}>
      <NativeSelect
        aria-label="Refresh"
        title="How often tables and charts are read again; counters are always live"
        className={classes.rate}
        data={options}
        value={String(rate)}
        onChange={({ currentTarget: { value } }) => {
          const next = value === 'live' || value === 'off' ? value : Number(value)
          if (isRefreshRate(next)) setRefreshRate(next)
        }}
      />
      <ActionIcon
        variant="default"
        size={32}
        title="Read again now (r)"
        aria-label="Refresh now"
        onClick={refreshNow}
      >
        <IconRefresh size={16} aria-hidden="true" />
      </ActionIcon>
    </div>
  )
}
