import { SegmentedControl, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { MomentInput } from '../../ui/moment-input'
import { useNow } from '../../ui/use-now'
import { extensionProblem, noExtension, type ExtensionForm } from './extension-model'
import classes from './many.module.css'

interface ExtensionFieldsProps {
  readonly form: ExtensionForm
  readonly onChange: (form: ExtensionForm) => void
}

/** For how much longer, or until when. */
export function ExtensionFields({ form, onChange }: ExtensionFieldsProps): ReactNode {
  const problem = extensionProblem(form, useNow())
  return (
    <div className={classes.fields}>
      <SegmentedControl
        aria-label="Extend"
        data={[
          { value: 'by', label: 'By a duration' },
          { value: 'to', label: 'To a moment' },
        ]}
        value={form.kind}
        onChange={(kind) => onChange({ ...form, kind: kind === 'to' ? 'to' : 'by' })}
      />
      {form.kind === 'by' ? (
        <TextInput
          aria-label="Duration"
          // What is typed first; not where it comes back by the choice above.
          autoFocus={form === noExtension}
          data-autofocus
          value={form.duration}
          error={problem}
          onChange={(event) => onChange({ ...form, duration: event.currentTarget.value })}
        />
      ) : (
        <MomentInput
          aria-label="Moment"
          value={form.moment}
          error={problem}
          onChange={(moment) => onChange({ ...form, moment })}
        />
      )}
    </div>
  )
}
