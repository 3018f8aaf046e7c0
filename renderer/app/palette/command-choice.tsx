import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useKnownCommands, type Command } from '../../api/commands'
import { KeyCaps } from '../../ui/key-caps'
import { printedKeys } from '../shortcuts/key-words'
import { findCommands } from './find-commands'
import classes from './palette.module.css'

const steps: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => (index + 1) % count,
  ArrowUp: (index, count) => (index + count - 1) % count,
  PageDown: (index, count) => Math.min(index + 8, count - 1),
  PageUp: (index) => Math.max(index - 8, 0),
}

/** A field and what it finds. The focus stays in the field; the arrows move what Enter will do. */
export function CommandChoice({ onChoose }: { readonly onChoose: (command: Command) => void }): ReactNode {
  const [query, setQuery] = useState('')
  const [wanted, setWanted] = useState(0)
  const listId = useId()
  const found = findCommands(useKnownCommands(), query).filter(({ id }) => id !== 'app.palette')
  const current = Math.min(wanted, found.length - 1)
  const idOf = (index: number): string => `${listId}-${index}`
  const choose = (command: Command | undefined): void => {
    if (command && command.refused === undefined) onChoose(command)
  }
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || found.length === 0) return
    const step = steps[event.key]
    if (step) setWanted(step(current, found.length))
    else if (event.key === 'Enter') choose(found[current])
    else return
    event.preventDefault()
  }
  return (
    <>
      <TextInput
        role="combobox"
        aria-label="Command"
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={found.length > 0 ? idOf(current) : undefined}
        placeholder="Go to a page, or do something"
        leftSection={<IconSearch size={16} aria-hidden="true" />}
        classNames={{ input: classes.field }}
        value={query}
        spellCheck={false}
        autoComplete="off"
        data-autofocus
        onKeyDown={press}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setWanted(0)
        }}
      />
      <ul id={listId} role="listbox" aria-label="Commands" className={classes.options}>
        {found.map((command, index) => (
          <Option
            key={command.id}
            id={idOf(index)}
            command={command}
            current={index === current}
            heading={query.trim() === '' && found[index - 1]?.group !== command.group}
            onChoose={() => choose(command)}
          />
        ))}
      </ul>
      <p role="status" className={classes.empty}>
        {found.length === 0 ? 'No command is called so.' : ''}
      </p>
    </>
  )
}

interface OptionProps {
  readonly id: string
  readonly command: Command
  readonly current: boolean
  /** The first of its group. */
  readonly heading: boolean
  readonly onChoose: () => void
}

function Option({ id, command, current, heading, onChoose }: OptionProps): ReactNode {
  const { title, group, icon: Glyph, keys, refused } = command
  const line = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (current) line.current?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <>
      {heading ? (
        <li role="presentation" className={classes.group}>
          {group}
        </li>
      ) : null}
      <li
        ref={line}
        id={id}
        role="option"
        aria-selected={current}
        aria-disabled={refused !== undefined}
        className={classes.option}
        // The focus stays in the field.
        onMouseDown={(event) => event.preventDefault()}
        onClick={onChoose}
      >
        {Glyph ? <Glyph size={16} stroke={1.75} aria-hidden="true" /> : <span className={classes.noIcon} />}
        <span className={classes.name}>{title}</span>
        {refused === undefined ? null : <span className={classes.refused}>{refused}</span>}
        {keys === undefined ? null : <KeyCaps keys={printedKeys(keys)} />}
      </li>
    </>
  )
}
