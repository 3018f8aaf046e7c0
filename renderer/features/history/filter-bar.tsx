import { Button, Checkbox, Popover, TextInput } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { KeyField } from '../../ui/key-field'
import { MomentInput } from '../../ui/moment-input'
import { momentField, readMoment } from '../../ui/moment-field'
import classes from './history.module.css'
import { outcomes, partsSet } from './model'
import { useHistoryFilter, type UsedFilter } from './use-history-filter'

/** What the page is to show: text in the key, and further parts behind a button. */
export function FilterBar(): ReactNode {
  const used = useHistoryFilter()
  const parts = partsSet(used.filter)
  return (
    <div className={classes.bar} role="search" aria-label="Filter jobs">
      <KeyField
        className={classes.key}
        value={used.filter.text}
        onChange={(text) => used.change({ key: text || undefined })}
      />
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

function FilterFields({ filter, change, clear }: UsedFilter): ReactNode {
  return (
    <div className={classes.fields}>
      <div role="group" aria-label="Outcome" className={classes.outcomes}>
        {outcomes.map(({ outcome, word }) => (
          <Checkbox
            key={outcome}
            label={word}
            checked={filter.outcomes.includes(outcome)}
            onChange={(event) => {
              const others = filter.outcomes.filter((other) => other !== outcome)
              const wanted = event.currentTarget.checked ? [...others, outcome] : others
              change({ outcome: wanted.join(',') || undefined })
            }}
          />
        ))}
      </div>
      <TextInput
        label="Handler"
        placeholder="Text in the script’s name"
        maxLength={255}
        spellCheck={false}
        value={filter.handler}
        onChange={(event) => change({ handler: event.currentTarget.value || undefined })}
      />
      <MomentInput
        label="Ended from"
        value={momentField(filter.from)}
        onChange={(moment) => change({ from: readMoment(moment)?.toString() })}
      />
      <MomentInput
        label="Ended before"
        value={momentField(filter.to)}
        onChange={(moment) => change({ to: readMoment(moment)?.toString() })}
      />
      <Button variant="default" onClick={clear}>
        Clear filter
      </Button>
    </div>
  )
}
