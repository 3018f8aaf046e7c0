import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './note.module.css'

interface NoteProps {
  readonly tone: 'failure' | 'warning'
  readonly icon: Icon
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** A sentence across the page about what it shows, with what can be done. */
export function Note({ tone, icon: Glyph, action, children }: NoteProps): ReactNode {
  return (
    <div className={classes.note} data-tone={tone} role="alert">
      <Glyph size={16} className={classes.icon} aria-hidden="true" />
      <p className={classes.words}>{children}</p>
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  )
}
