import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { generationProblem, remainingProblem, type FilterForm } from './filter-model'
import classes from './held-keys.module.css'

const generations: readonly { readonly value: FilterForm['generation']; readonly label: string }[] = [
  { value: 'all', label: 'Any generation' },
  { value: 'current', label: 'Current' },
  { value: 'stale', label: 'Stale' },
  { value: 'one', label: 'Generation …' },
]
const owners: readonly { readonly value: FilterForm['owner']; readonly label: string }[] = [
  { value: 'all', label: 'Any owner' },
  { value: 'here', label: 'This app' },
  { value: 'keyhold', label: 'Keyhold' },
  { value: 'named', label: 'By name …' },
  { value: 'go-io', label: 'go-io' },
  { value: 'unknown', label: 'Unknown' },
]
const remainings: readonly { readonly value: FilterForm['remaining']; readonly label: string }[] = [
  { value: 'all', label: 'Any time left' },
  { value: 'less', label: 'Less than …' },
  { value: 'more', label: 'More than …' },
  { value: 'no-expiry', label: 'No expiry' },
]

interface FilterBarProps {
  readonly form: FilterForm
  readonly onChange: (form: FilterForm) => void
}

/** What lets held keys through: their names, generation, owner, time left, and what this app knows of them. */
export function FilterBar({ form, onChange }: FilterBarProps): ReactNode {
  const change = (changes: Partial<FilterForm>): void => onChange({ ...form, ...changes })
  return (
    <>
      <TextInput
        aria-label="Filter"
        data-search-field
        placeholder="Text or pattern: seller:*"
        title="Text in the key. With * ? or [a-z] it is a pattern for the whole key; a \ before them takes them as they are."
        leftSection={<IconSearch size={16} aria-hidden="true" />}
        className={classes.filter}
        value={form.text}
        maxLength={1_024}
        spellCheck={false}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <span className={classes.choice}>
        <Choice
          label="Generation"
          options={generations}
          value={form.generation}
          onChange={(generation) => change({ generation })}
        />
        {form.generation === 'one' ? (
          <TextInput
            aria-label="Number of the generation"
            className={classes.choiceText}
            value={form.generationText}
            error={generationProblem(form) !== undefined}
            title={generationProblem(form)}
            maxLength={20}
            onChange={(event) => change({ generationText: event.currentTarget.value })}
          />
        ) : null}
      </span>
      <span className={classes.choice}>
        <Choice label="Owner" options={owners} value={form.owner} onChange={(owner) => change({ owner })} />
        {form.owner === 'named' ? (
          <TextInput
            aria-label="Host or instance"
            placeholder="api-7"
            className={classes.choiceText}
            value={form.ownerText}
            maxLength={300}
            spellCheck={false}
            onChange={(event) => change({ ownerText: event.currentTarget.value })}
          />
        ) : null}
      </span>
      <span className={classes.choice}>
        <Choice
          label="Time left"
          options={remainings}
          value={form.remaining}
          onChange={(remaining) => change({ remaining })}
        />
        {form.remaining === 'less' || form.remaining === 'more' ? (
          <TextInput
            aria-label="Duration"
            className={classes.choiceText}
            value={form.remainingText}
            error={remainingProblem(form) !== undefined}
            title={remainingProblem(form)}
            onChange={(event) => change({ remainingText: event.currentTarget.value })}
          />
        ) : null}
      </span>
      <Checkbox
        label="Queued here"
        checked={form.queuedHere}
        onChange={(event) => change({ queuedHere: event.currentTarget.checked })}
      />
      <Checkbox
        label="Looks orphaned"
        title="Held by a Keyhold instance that shows no heartbeat, or by this app without a job: evidence, not proof"
        checked={form.orphaned}
        onChange={(event) => change({ orphaned: event.currentTarget.checked })}
      />
    </>
  )
}

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

function Choice<Value extends string>({ label, options, value, onChange }: ChoiceProps<Value>): ReactNode {
  return (
    <NativeSelect
      aria-label={label}
      className={classes.choiceSelect}
      data={[...options]}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.currentTarget.value)
        if (chosen) onChange(chosen.value)
      }}
    />
  )
}
