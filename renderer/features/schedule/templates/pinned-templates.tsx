import { Button } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import type { Draft } from '../model'
import { useReadTemplate, useTemplates } from './api'
import { templateInWords } from './words'
import classes from './templates.module.css'

/** The pinned templates as buttons: each schedules what it says, at once. */
export function PinnedTemplates({ onRun }: { readonly onRun: (form: Draft) => void }): ReactNode {
  const { id, readOnly } = useProfile()
  const pinned = useTemplates(id).data?.filter((one) => one.pinned) ?? []
  const read = useReadTemplate(id, onRun)
  if (pinned.length === 0) return null
  return (
    <div className={classes.pinned} role="group" aria-label="Pinned templates">
      {pinned.map((one) => (
        <Button
          key={one.name}
          variant="default"
          size="compact-sm"
          className={classes.pin}
          leftSection={<IconPlayerPlay size={14} aria-hidden="true" />}
          title={`Schedule ${templateInWords(one)}`}
          disabled={readOnly}
          onClick={() => read.mutate(one.name)}
        >
          {one.name}
        </Button>
      ))}
    </div>
  )
}
