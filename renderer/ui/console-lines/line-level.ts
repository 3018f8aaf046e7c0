import { IconAlertTriangle, IconCircleX, IconInfoCircle, type Icon } from '@tabler/icons-react'
import type { HandlerLine } from '../../../src/contract/handlers'
import type { StatusTone } from '../status-badge'

interface LevelStatus {
  readonly tone: StatusTone
  readonly icon: Icon
  readonly word: string
}

/** How grave a line is. */
export function levelStatus(level: HandlerLine['level']): LevelStatus {
  switch (level) {
    case 'info':
      return { tone: 'neutral', icon: IconInfoCircle, word: 'info' }
    case 'warn':
      return { tone: 'warning', icon: IconAlertTriangle, word: 'warn' }
    case 'error':
      return { tone: 'failure', icon: IconCircleX, word: 'error' }
  }
}
