import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './status-badge.module.css'

export type StatusTone = 'ok' | 'active' | 'failure' | 'warning' | 'neutral'

interface StatusBadgeProps {
  readonly tone: StatusTone
  readonly icon: Icon
  readonly word: string
  /** More about it, on hover. */
  readonly hint?: string | undefined
  /** A sentence: takes a second line where the first has no room. */
  readonly wraps?: boolean
}

/** A status told three ways: icon, word and colour. */
export function StatusBadge({ tone, icon: Glyph, word, hint, wraps = false }: StatusBadgeProps): ReactNode {
  return (
    <span className={classes.badge} data-tone={tone} data-wraps={wraps} title={hint}>
      <Glyph size={14} stroke={2} aria-hidden="true" />
      <span className={classes.word}>{word}</span>
    </span>
  )
}
