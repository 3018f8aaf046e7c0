import { ActionIcon, Button, Popover, TextInput } from '@mantine/core'
import { IconFilter, IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import classes from './filter.module.css'
import { FilterFields } from './filter-fields'
import { partsSet } from './model'
import { useQueueFilter } from './use-queue-filter'

/** Ms without typing after which the text is used. */
const typingPause = 250

/** What the page is to show of its jobs: text in the key, and further parts behind a button. */
export function FilterBar(): ReactNode {
  const used = useQueueFilter()
  const parts = partsSet(used.filter)
  return (
    <div className={classes.bar} role="search" aria-label="Filter jobs">
      <KeyField value={used.filter.key} onChange={(key) => used.change({ key })} />
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

interface KeyFieldProps {
  readonly value: string
  readonly onChange: (key: string) => void
}

function KeyField({ value, onChange }: KeyFieldProps): ReactNode {
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    // The address has changed, by this field or by a link.
    setKnown(value)
    setText(value)
  }
  const field = useRef<HTMLInputElement>(null)
  const timer = useRef<number | undefined>(undefined)
  useEffect(() => () => window.clearTimeout(timer.current), [])
  const apply = (next: string, afterMs: number): void => {
    setText(next)
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => onChange(next), afterMs)
  }
  const clear = (): void => {
    apply('', 0)
    field.current?.focus()
  }
  return (
    <TextInput
      ref={field}
      aria-label="Text in the key"
      placeholder="Text in key"
      data-search-field
      className={classes.key}
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      rightSection={
        text === '' ? null : (
          <ActionIcon size={24} aria-label="Clear the text" onClick={clear}>
            <IconX size={14} aria-hidden="true" />
          </ActionIcon>
        )
      }
      value={text}
      maxLength={1_024}
      spellCheck={false}
      onChange={(event) => apply(event.currentTarget.value, typingPause)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') apply(text, 0)
        if (event.key === 'Escape' && text !== '') apply('', 0)
      }}
    />
  )
}
