import { ActionIcon, Button, Skeleton } from '@mantine/core'
import { IconPin, IconPinFilled, IconTrash } from '@tabler/icons-react'
import { useRef, type ReactNode } from 'react'
import type { TemplateView } from '../../../../src/contract/templates'
import { useProfile } from '../../../api/app-info'
import { envelopeOf } from '../../../api/client'
import { EmptyState } from '../../../ui/empty-state'
import { KeyLabel } from '../../../ui/key-text'
import { ProblemNote } from '../../../ui/problem-note'
import type { Draft } from '../model'
import { RemoveDialog } from '../remove-dialog'
import { useSubject } from '../use-subject'
import { usePinTemplate, useReadTemplate, useRemoveTemplate, useTemplates } from './api'
import { RenameTemplateDialog } from './rename-template-dialog'
import classes from './templates.module.css'

interface TemplatesListProps {
  readonly onRun: (form: Draft) => void
  readonly onFill: (form: Draft) => void
}

/** The templates of the profile: run with one click, put into the form, pinned, renamed, deleted. */
export function TemplatesList({ onRun, onFill }: TemplatesListProps): ReactNode {
  const { id, name: profileName } = useProfile()
  const { data, error } = useTemplates(id)
  const run = useReadTemplate(id, onRun)
  const fill = useReadTemplate(id, onFill)
  const renamed = useSubject<string>()
  const removed = useSubject<string>()
  const removal = useRemoveTemplate(id)
  const list = useRef<HTMLUListElement>(null)
  if (error) return <ProblemNote title="The templates could not be read" error={envelopeOf(error)} />
  if (!data) return <Skeleton height={40} radius={0} aria-label="Reading the templates" />
  if (data.length === 0) {
    return (
      <EmptyState title="No templates yet">
        Fill the form under Now and choose “Save as template…”: it is then one click away.
      </EmptyState>
    )
  }
  return (
    <>
      <ul ref={list} className={classes.list} aria-label="Templates" tabIndex={0}>
        {data.map((template) => (
          <TemplateRow
            key={template.name}
            template={template}
            onRun={() => run.mutate(template.name)}
            onFill={() => fill.mutate(template.name)}
            onRename={() => renamed.open(template.name)}
            onRemove={() => removed.open(template.name)}
          />
        ))}
      </ul>
      <RenameTemplateDialog opened={renamed.opened} name={renamed.value ?? ''} onClose={renamed.close} />
      <RemoveDialog
        opened={removed.opened}
        what="template"
        subject={{ id: removed.value ?? '', name: removed.value ?? '' }}
        words={`goes from the templates of ${profileName}. Jobs that were scheduled with it stay.`}
        removal={removal}
        onClose={removed.close}
        onRemoved={() => list.current?.focus()}
      />
    </>
  )
}

interface TemplateRowProps {
  readonly template: TemplateView
  readonly onRun: () => void
  readonly onFill: () => void
  readonly onRename: () => void
  readonly onRemove: () => void
}

function TemplateRow({ template, onRun, onFill, onRename, onRemove }: TemplateRowProps): ReactNode {
  const { readOnly } = useProfile()
  const { name, key, backoff, repeat } = template
  return (
    <li className={classes.row} aria-label={name}>
      <PinButton template={template} />
      <span className={classes.name} title={name}>
        {name}
      </span>
      <span className={classes.job}>
        <KeyLabel text={key} />
      </span>
      <span className={classes.facts}>
        {backoff}
        {repeat.trim() === '' || repeat.trim() === '1' ? '' : ` × ${repeat.trim()}`}
      </span>
      <span className={classes.acts}>
        <Button size="compact-sm" disabled={readOnly} aria-label={`Schedule ${name}`} onClick={onRun}>
          Schedule
        </Button>
        <Button variant="default" size="compact-sm" aria-label={`Edit ${name}`} onClick={onFill}>
          Edit
        </Button>
        <Button variant="default" size="compact-sm" aria-label={`Rename ${name}`} onClick={onRename}>
          Rename
        </Button>
        <ActionIcon aria-label={`Delete ${name}`} title="Delete" onClick={onRemove}>
          <IconTrash size={16} aria-hidden="true" />
        </ActionIcon>
      </span>
    </li>
  )
}

function PinButton({ template: { name, pinned } }: { readonly template: TemplateView }): ReactNode {
  const { id } = useProfile()
  const pin = usePinTemplate(id)
  const Glyph = pinned ? IconPinFilled : IconPin
  return (
    <ActionIcon
      aria-label={`Pin ${name}`}
      aria-pressed={pinned}
      title={pinned ? 'Pinned above the form' : 'Pin above the form'}
      onClick={() => pin.mutate({ name, pinned: !pinned })}
    >
      <Glyph size={16} aria-hidden="true" />
    </ActionIcon>
  )
}
