import { Button, Skeleton } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { HandlerTemplate } from '../../../../src/contract/handlers'
import { useProfile } from '../../../api/app-info'
import { envelopeOf } from '../../../api/client'
import { Dialog } from '../../../ui/dialog'
import { ProblemNote } from '../../../ui/problem-note'
import { useTemplates } from '../api'
import { freeName } from '../model'
import { useCreateScript } from '../use-create-script'
import { NameForm } from './name-form'
import classes from './dialogs.module.css'

interface NewDialogProps {
  readonly files: readonly string[]
  readonly onClose: () => void
  readonly onCreated: (file: string) => void
}

/** A new script, from a template. */
export function NewDialog(props: NewDialogProps): ReactNode {
  const { id } = useProfile()
  const { data, error, refetch } = useTemplates(id)
  return (
    <Dialog opened title="New handler" onClose={props.onClose} width={600}>
      {error ? (
        <ProblemNote
          title="The templates could not be read"
          error={envelopeOf(error)}
          action={
            <Button variant="default" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        />
      ) : data ? (
        <NewForm {...props} templates={data} />
      ) : (
        <Skeleton height={240} animate={false} />
      )}
    </Dialog>
  )
}

interface NewFormProps extends NewDialogProps {
  readonly templates: readonly HandlerTemplate[]
}

function NewForm({ templates, files, onClose, onCreated }: NewFormProps): ReactNode {
  const { id } = useProfile()
  const [chosen, setChosen] = useState(templates[0])
  const [typed, setTyped] = useState<string>()
  const create = useCreateScript(id)
  // The template proposes a name until one was typed.
  const name = typed ?? freeName(chosen?.file ?? 'handler.ts', files)
  const submit = (file: string): void =>
    create.mutate(
      { file, text: () => Promise.resolve(chosen?.text ?? '') },
      {
        onSuccess: () => {
          onCreated(file)
          onClose()
        },
      },
    )
  return (
    <NameForm
      name={name}
      taken={files}
      action="Create"
      busy={create.isPending}
      failure={create.error ? { title: 'Nothing was created', error: create.error } : undefined}
      onChange={setTyped}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Templates templates={templates} chosen={chosen} onChoose={setChosen} />
    </NameForm>
  )
}

interface TemplatesProps {
  readonly templates: readonly HandlerTemplate[]
  readonly chosen: HandlerTemplate | undefined
  readonly onChoose: (template: HandlerTemplate) => void
}

function Templates({ templates, chosen, onChoose }: TemplatesProps): ReactNode {
  return (
    <fieldset className={classes.templates} aria-label="Template">
      {templates.map((template) => (
        <label key={template.name} className={classes.template}>
          <input
            type="radio"
            name="template"
            checked={template === chosen}
            onChange={() => onChoose(template)}
          />
          <span className={classes.templateName}>{template.name}</span>
          <span className={classes.templateSummary}>{template.summary}</span>
        </label>
      ))}
    </fieldset>
  )
}
