import { NativeSelect, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { AuditFilter } from '../../../src/contract/audit'
import classes from './audit.module.css'
import { actsOf, groups, type ActGroup } from './words'

export interface FilterForm {
  readonly group: ActGroup | 'all'
  readonly text: string
}

export const everything: FilterForm = { group: 'all', text: '' }

export function filterOf({ group, text }: FilterForm): AuditFilter {
  const wanted = text.trim()
  return {
    ...(group === 'all' ? {} : { acts: actsOf(group) }),
    ...(wanted === '' ? {} : { text: wanted }),
  }
}

interface FilterBarProps {
  readonly form: FilterForm
  readonly onChange: (form: FilterForm) => void
}

export function FilterBar({ form, onChange }: FilterBarProps): ReactNode {
  return (
    <div className={classes.filter} role="search" aria-label="Filter acts">
      <TextInput
        aria-label="Text in the entry"
        placeholder="Key, operator, reason"
        data-search-field
        className={classes.text}
        leftSection={<IconSearch size={16} aria-hidden="true" />}
        value={form.text}
        maxLength={200}
        spellCheck={false}
        onChange={(event) => onChange({ ...form, text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && form.text !== '') onChange({ ...form, text: '' })
        }}
      />
      <NativeSelect
        aria-label="Acts"
        className={classes.group}
        data={[...groups]}
        value={form.group}
        onChange={({ currentTarget: { value } }) => {
          onChange({ ...form, group: groups.find((one) => one.value === value)?.value ?? 'all' })
        }}
      />
    </div>
  )
}
