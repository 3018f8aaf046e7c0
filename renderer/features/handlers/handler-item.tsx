import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheckFilled, IconFileCode } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { HandlerView } from '../../../src/contract/handlers'
import { formatBytes, formatMoment } from '../../ui/format'
import { StatusBadge } from '../../ui/status-badge'
import classes from './handlers.module.css'

interface HandlerItemProps {
  readonly handler: HandlerView
  readonly readOnly: boolean
  readonly busy: boolean
  readonly onUse: () => void
}

/** One script: what it is, whether it can be used, and the act to use it. */
export function HandlerItem({ handler, readOnly, busy, onUse }: HandlerItemProps): ReactNode {
  const { file, active, problem } = handler
  return (
    <li className={classes.item} data-active={active || undefined}>
      <IconFileCode size={20} stroke={1.5} className={classes.icon} aria-hidden="true" />
      <div className={classes.words}>
        <span className={classes.file}>{file}</span>
        {problem ? (
          <span className={classes.trouble}>
            <StatusBadge
              tone="failure"
              icon={IconAlertTriangle}
              word={problem.message}
              hint={problem.message}
            />
            <span className={classes.remedy}>{problem.remedy}</span>
          </span>
        ) : (
          <span className={classes.summary} title={handler.summary}>
            {handler.summary}
          </span>
        )}
      </div>
      <span className={classes.fact}>{formatBytes(handler.sizeBytes)}</span>
      <span className={classes.fact}>{formatMoment(handler.modifiedAt)}</span>
      <span className={classes.act}>
        {active ? (
          <StatusBadge tone="active" icon={IconCircleCheckFilled} word="Active" />
        ) : (
          <Button
            variant="default"
            loading={busy}
            disabled={readOnly || problem !== undefined}
            onClick={onUse}
          >
            Use this handler
          </Button>
        )}
      </span>
    </li>
  )
}
