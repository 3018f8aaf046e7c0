import { useEffect, useRef, useState, type ReactNode } from 'react'
import { KeyRing } from './key-ring'
import classes from './empty-state.module.css'

interface EmptyStateProps {
  readonly title: string
  readonly children?: ReactNode
  /** What to do about it. */
  readonly action?: ReactNode
  readonly ring?: 'closed' | 'open'
}

/** Says why a list is empty and what to do next. */
export function EmptyState({ title, children, action, ring = 'open' }: EmptyStateProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const [scrolls, setScrolls] = useState(false)
  useEffect(() => {
    const [outer, inner] = [frame.current, content.current]
    if (!outer || !inner) return undefined
    const observer = new ResizeObserver(() => setScrolls(inner.offsetHeight > outer.clientHeight))
    observer.observe(outer)
    observer.observe(inner)
    return () => observer.disconnect()
  }, [])
  return (
    <div
      ref={frame}
      className={classes.empty}
      // Read by keyboard where it is too low for its words, and no stop elsewhere.
      {...(scrolls ? { tabIndex: 0, role: 'group', 'aria-label': title } : {})}
    >
      <div ref={content} className={classes.content}>
        <span className={classes.drawing}>
          <KeyRing size={48} ring={ring} />
        </span>
        <p className={classes.title}>{title}</p>
        {children ? <div className={classes.text}>{children}</div> : null}
        {action ? <div className={classes.action}>{action}</div> : null}
      </div>
    </div>
  )
}
