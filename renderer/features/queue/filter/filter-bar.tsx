import { Button, Popover } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { KeyField } from '../../../ui/key-field'
import classes from './filter.module.css'
import { FilterFields } from './filter-fields'
import { partsSet } from './model'
import { useQueueFilter } from './use-queue-filter'

/** What the page is to show of its jobs: text in the key, and further parts behind a button. */
export function FilterBar(): ReactNode {
  const used = useQueueFilter()
  const parts = partsSet(used.filter)
  return (
    <div className={classes.bar} role="search" aria-label="Filter jobs">
      <KeyField className={classes.key} value={used.filter.key} onChange={(key) => used.change({ key })} />
      <Popover position="bottom-end" trapFocus returnFocus width={304} shadow="md">
        <Popover.Target>
          <Button
            variant="default"
            className={classes.button}
            leftSection={<IconFilter size={16} aria-hidden="true" />}
            data-active={parts > 0 || undefined}
          >
            Filter{parts > 0 ? ` (${parts})` : ''}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label="Filter">
          <FilterFields {...used} />
        </Popover.Dropdown>
      </Popover>
    </div>
  )
}
