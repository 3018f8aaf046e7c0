import { useId, type ReactNode } from 'react'
import classes from './section.module.css'

interface SectionProps {
  readonly title: string
  /** On the line of the title. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A part of a job's details under a name of its own. */
export function Section({ title, aside, children }: SectionProps): ReactNode {
  const id = useId()
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.sectionHead}>
        <h3 id={id} className={classes.sectionTitle}>
          {title}
        </h3>
        {aside ? <div className={classes.sectionAside}>{aside}</div> : null}
      </div>
      {children}
    </section>
  )
}
