import { Button } from '@mantine/core'
import { IconArrowBigUpLine } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useProfile } from '../../api/app-info'
import { useCommands } from '../../api/commands'
import { BumpDialog } from './bump-dialog'
import classes from './bump.module.css'

/** The way to the bump: it asks first. */
export function BumpButton(): ReactNode {
  const { readOnly } = useProfile()
  const [opening, setOpening] = useState<string>()
  const open = (): void => setOpening(crypto.randomUUID())
  useCommands([
    {
      id: 'bump.open',
      title: 'Bump generation…',
      group: 'Redis',
      icon: IconArrowBigUpLine,
      words: 'holds increment reset',
      refused: readOnly ? 'This profile is read-only.' : undefined,
      run: open,
    },
  ])
  return (
    <>
      <Button
        variant="default"
        className={classes.button}
        leftSection={<IconArrowBigUpLine size={16} aria-hidden="true" />}
        disabled={readOnly}
        title={readOnly ? 'This profile is read-only.' : undefined}
        onClick={open}
      >
        Bump generation
      </Button>
      <BumpDialog opening={opening} onClose={() => setOpening(undefined)} />
    </>
  )
}
