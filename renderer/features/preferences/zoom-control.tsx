import { ActionIcon, Button } from '@mantine/core'
import { IconMinus, IconPlus } from '@tabler/icons-react'
import { useEffect, useState, type ReactNode } from 'react'
import type { ZoomStep } from '../../../src/contract/channels/shell'
import { request } from '../../api/client'
import { notifyError } from '../../api/notices'
import { formatPercent } from '../../ui/format'
import classes from './preferences.module.css'

/** How large everything is drawn. It changes by keys and by the menu too: the window tells by its size. */
export function ZoomControl(): ReactNode {
  const [factor, setFactor] = useState<number>()
  const ask = (step: ZoomStep | null): void => {
    request('shell.zoom', { step }).then(
      (answer) => setFactor(answer.factor),
      (error: unknown) => notifyError('The zoom is as it was', error),
    )
  }
  useEffect(() => {
    const read = (): void => ask(null)
    read()
    window.addEventListener('resize', read)
    return () => window.removeEventListener('resize', read)
  }, [])
  return (
    <div className={classes.zoom}>
      <ActionIcon variant="default" size={32} aria-label="Zoom out" onClick={() => ask('out')}>
        <IconMinus size={16} aria-hidden="true" />
      </ActionIcon>
      <Button variant="default" w={72} title="Back to 100 %" onClick={() => ask('reset')}>
        {factor === undefined ? '' : zoomInWords(factor)}
      </Button>
      <ActionIcon variant="default" size={32} aria-label="Zoom in" onClick={() => ask('in')}>
        <IconPlus size={16} aria-hidden="true" />
      </ActionIcon>
    </div>
  )
}

function zoomInWords(factor: number): string {
  // More than the whole, unlike a share.
  return factor > 1 ? `${Math.round(factor * 100)} %` : formatPercent(factor)
}
