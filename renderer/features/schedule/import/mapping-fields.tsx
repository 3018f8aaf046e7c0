import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { Panel } from '../../../ui/page'
import { importSession, type MappedStage } from './import-session'
import { formatNames, unusedInWords } from './import-words'
import { unusedColumns, type Mapping } from './mapping'
import type { ImportFormat, Separator } from './reading/import-table'
import classes from './import.module.css'

interface FieldProps {
  readonly stage: MappedStage
  readonly change: (changes: Partial<Mapping>) => void
}

/** How the text is read, and where key, backoff and argument come from. */
export function MappingFields({ stage }: { readonly stage: MappedStage }): ReactNode {
  const change = (changes: Partial<Mapping>): void => importSession.map({ ...stage.mapping, ...changes })
  const props = { stage, change }
  return (
    <Panel label="Mapping" aside={<UnusedColumns stage={stage} />}>
      <div className={classes.mapping} tabIndex={0} role="group" aria-label="How rows become jobs">
        <div className={classes.field}>
          <KeyField {...props} />
        </div>
        <div className={classes.field}>
          <BackoffField {...props} />
        </div>
        <div className={classes.field}>
          <ArgumentField {...props} />
        </div>
        <div className={classes.field}>
          <FormatField stage={stage} />
        </div>
      </div>
    </Panel>
  )
}

/** Known columns that no job gets anything of: `ttl` where a backoff was meant. */
function UnusedColumns({ stage: { summary, mapping } }: Pick<FieldProps, 'stage'>): ReactNode {
  const words = unusedInWords(unusedColumns(summary.columns, mapping))
  return words === undefined ? null : (
    <span className={classes.unused} title={words}>
      {words}
    </span>
  )
}

function columnOptions(columns: readonly string[]) {
  return columns.map((label, index) => ({ value: `${index}`, label }))
}

function KeyField({ stage: { summary, mapping }, change }: FieldProps): ReactNode {
  const { key } = mapping
  const { columns } = summary
  return (
    <>
      <NativeSelect
        label="Key"
        autoFocus
        value={key.kind === 'column' ? `${key.column}` : 'template'}
        data={[
          { group: 'The column', items: columnOptions(columns) },
          { value: 'template', label: 'A template' },
        ]}
        onChange={({ currentTarget: { value } }) =>
          change({
            key:
              value === 'template'
                ? {
                    kind: 'template',
                    text: key.kind === 'column' ? `{${columns[key.column] ?? 'n'}}` : key.text,
                  }
                : { kind: 'column', column: Number(value) },
          })
        }
      />
      {key.kind === 'template' ? (
        <TextInput
          aria-label="Key template"
          description="A {column} in braces, {n}, {uuid}, {now}"
          classNames={{ input: classes.code }}
          inputWrapperOrder={['input', 'description']}
          spellCheck={false}
          value={key.text}
          onChange={(event) => change({ key: { kind: 'template', text: event.currentTarget.value } })}
        />
      ) : null}
    </>
  )
}

function BackoffField({ stage: { summary, mapping }, change }: FieldProps): ReactNode {
  const { backoff } = mapping
  return (
    <>
      <NativeSelect
        label="Backoff"
        value={backoff.kind === 'column' ? `${backoff.column}` : 'fixed'}
        data={[
          { group: 'The column', items: columnOptions(summary.columns) },
          { value: 'fixed', label: 'The same for all' },
        ]}
        onChange={({ currentTarget: { value } }) =>
          change({
            backoff:
              value === 'fixed' ? { kind: 'fixed', text: '5m' } : { kind: 'column', column: Number(value) },
          })
        }
      />
      {backoff.kind === 'fixed' ? (
        <TextInput
          aria-label="Backoff of all"
          description="90s, 5m, 1h 30m, 250ms, or plain ms"
          inputWrapperOrder={['input', 'description']}
          spellCheck={false}
          value={backoff.text}
          onChange={(event) => change({ backoff: { kind: 'fixed', text: event.currentTarget.value } })}
        />
      ) : null}
    </>
  )
}

function ArgumentField({ stage, change }: FieldProps): ReactNode {
  const { columns, format, guess } = stage.summary
  const { argument } = stage.mapping
  const choose = (value: string): Mapping['argument'] => {
    if (value === 'fixed') return { kind: 'fixed', text: '{}' }
    if (value !== 'object') return { kind: 'column', column: Number(value) }
    const all = columns.map((_name, index) => index)
    return { kind: 'object', columns: guess.argument.kind === 'object' ? guess.argument.columns : all }
  }
  return (
    <>
      <NativeSelect
        label="Argument"
        value={argument.kind === 'column' ? `${argument.column}` : argument.kind}
        data={[
          { value: 'object', label: 'Columns as object' },
          {
            group: format === 'csv' ? 'The JSON in the column' : 'The value of',
            items: columnOptions(columns),
          },
          { value: 'fixed', label: 'The same for all' },
        ]}
        onChange={(event) => change({ argument: choose(event.currentTarget.value) })}
      />
      {argument.kind === 'fixed' ? (
        <Textarea
          aria-label="Argument of all (JSON)"
          description="JSON; {n}, {uuid} and {now} differ"
          classNames={{ input: classes.code }}
          inputWrapperOrder={['input', 'description']}
          rows={2}
          spellCheck={false}
          value={argument.text}
          onChange={(event) => change({ argument: { kind: 'fixed', text: event.currentTarget.value } })}
        />
      ) : null}
      {argument.kind === 'object' ? (
        <Members
          columns={columns}
          chosen={argument.columns}
          onChange={(chosen) => change({ argument: { kind: 'object', columns: chosen } })}
        />
      ) : null}
    </>
  )
}

interface MembersProps {
  readonly columns: readonly string[]
  readonly chosen: readonly number[]
  readonly onChange: (chosen: readonly number[]) => void
}

/** Which columns are members of the argument, in the order of the file. */
function Members({ columns, chosen, onChange }: MembersProps): ReactNode {
  return (
    <div className={classes.members} role="group" aria-label="Columns of the argument">
      {columns.map((name, index) => (
        <Checkbox
          key={name}
          size="xs"
          label={name}
          checked={chosen.includes(index)}
          onChange={(event) =>
            onChange(
              event.currentTarget.checked
                ? [...chosen, index].sort((one, other) => one - other)
                : chosen.filter((each) => each !== index),
            )
          }
        />
      ))}
    </div>
  )
}

const separators: readonly { readonly value: Separator; readonly label: string }[] = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
]
const formats: readonly ImportFormat[] = ['csv', 'json', 'jsonl']

function FormatField({ stage: { summary } }: Pick<FieldProps, 'stage'>): ReactNode {
  const { format, separator, header } = summary
  const read = (changes: Partial<Pick<typeof summary, 'separator' | 'header'>>): void =>
    void importSession.read({ format, separator, header, ...changes })
  return (
    <>
      <NativeSelect
        label="Read as"
        value={format}
        data={formats.map((value) => ({ value, label: formatNames[value] }))}
        onChange={(event) => {
          const wanted = formats.find((each) => each === event.currentTarget.value)
          if (wanted) void importSession.read({ format: wanted })
        }}
      />
      {format === 'csv' ? (
        <>
          <NativeSelect
            aria-label="Separator"
            value={separator}
            data={[...separators]}
            onChange={(event) => {
              const wanted = separators.find(({ value }) => value === event.currentTarget.value)
              if (wanted) read({ separator: wanted.value })
            }}
          />
          <Checkbox
            size="xs"
            label="First row names the columns"
            checked={header}
            onChange={(event) => read({ header: event.currentTarget.checked })}
          />
        </>
      ) : null}
    </>
  )
}
