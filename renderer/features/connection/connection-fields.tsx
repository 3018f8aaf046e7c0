import { Checkbox, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import { environment } from '../../../src/contract/profile'
import classes from './connection.module.css'
import { HandlerFolderField } from './handler-folder-field'
import { environmentWords, type ConnectionDraft, type DraftProblems, type LayoutChoice } from './model'

interface ConnectionFieldsProps {
  readonly draft: ConnectionDraft
  readonly problems: DraftProblems
  readonly onChange: (change: Partial<ConnectionDraft>) => void
}

const layouts: readonly { readonly value: LayoutChoice; readonly label: string }[] = [
  { value: 'go-io', label: 'go-io (goio.bgProcessor…)' },
  { value: 'go-io-colon', label: 'go-io with colons (goio:bgProcessor:…)' },
  { value: 'prefix', label: 'A prefix of its own' },
]

export function ConnectionFields({ draft, problems, onChange }: ConnectionFieldsProps): ReactNode {
  return (
    <>
      <div className={classes.pair}>
        <TextInput
          label="Name"
          value={draft.name}
          error={problems.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <Choice
          label="Environment"
          value={draft.environment}
          options={environment.options.map((value) => ({ value, label: environmentWords[value] }))}
          onChange={(value) => onChange({ environment: environment.parse(value) })}
        />
      </div>
      <div className={classes.pair}>
        <Choice
          label="Redis"
          value={draft.server}
          options={[
            { value: 'embedded', label: 'The app’s own' },
            { value: 'other', label: 'Another one' },
          ]}
          onChange={(value) => onChange({ server: value === 'other' ? 'other' : 'embedded' })}
        />
        <LanesAndReadOnly draft={draft} problems={problems} onChange={onChange} />
      </div>
      {draft.server === 'other' ? (
        <TextInput
          label="Address"
          description="A password in it is kept while the app runs, and never stored."
          placeholder="redis://user:password@host:6379/0"
          classNames={{ input: classes.code }}
          value={draft.redisUrl}
          error={problems.redisUrl}
          spellCheck={false}
          onChange={(event) => onChange({ redisUrl: event.currentTarget.value })}
        />
      ) : null}
      <div className={classes.pair}>
        <TextInput
          label="Namespace"
          classNames={{ input: classes.code }}
          value={draft.namespace}
          error={problems.namespace}
          spellCheck={false}
          onChange={(event) => onChange({ namespace: event.currentTarget.value })}
        />
        <NativeSelect
          label="Names in Redis"
          value={draft.layout}
          data={layouts.map(({ value, label }) => ({ value, label }))}
          onChange={(event) => {
            const chosen = layouts.find(({ value }) => value === event.currentTarget.value)
            if (chosen) onChange({ layout: chosen.value })
          }}
        />
      </div>
      {draft.layout === 'prefix' ? (
        <TextInput
          label="Prefix"
          classNames={{ input: classes.code }}
          value={draft.prefix}
          error={problems.prefix}
          spellCheck={false}
          onChange={(event) => onChange({ prefix: event.currentTarget.value })}
        />
      ) : null}
      <HandlerFolderField
        value={draft.handlerFolder}
        problem={problems.handlerFolder}
        onChange={(handlerFolder) => onChange({ handlerFolder })}
      />
    </>
  )
}

function LanesAndReadOnly({ draft, problems, onChange }: ConnectionFieldsProps): ReactNode {
  return (
    <div className={classes.lanesAndReadOnly}>
      <TextInput
        label="Lanes, 1 to 64"
        title="Jobs that run at once"
        inputMode="numeric"
        value={draft.concurrency}
        error={problems.concurrency}
        onChange={(event) => onChange({ concurrency: event.currentTarget.value })}
      />
      <Checkbox
        label="Read-only"
        description="No schedule, no release, no bump"
        checked={draft.readOnly}
        onChange={(event) => onChange({ readOnly: event.currentTarget.checked })}
      />
    </div>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps): ReactNode {
  const id = useId()
  return (
    <div className={classes.choice}>
      <span id={id} className={classes.choiceLabel}>
        {label}
      </span>
      <SegmentedControl
        aria-labelledby={id}
        fullWidth
        size="xs"
        className={classes.segments}
        value={value}
        data={options}
        onChange={onChange}
      />
    </div>
  )
}
