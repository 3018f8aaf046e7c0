import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import type { Draft } from '../model'
import { newDraft } from './model'
import { RecurringDialog } from './recurring-dialog'

/** Begins with the job that stands in the form. */
export function NewRecurringButton({ draft }: { readonly draft: Draft }): ReactNode {
  const { readOnly } = useProfile()
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button
        leftSection={<IconPlus size={16} aria-hidden="true" />}
        disabled={readOnly}
        onClick={() => setOpened(true)}
      >
        New recurring job
      </Button>
      <RecurringDialog
        opened={opened}
        subject={{ id: null, on: true, draft: newDraft(draft) }}
        onClose={() => setOpened(false)}
      />
    </>
  )
}
