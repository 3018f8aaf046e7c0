import type { ReactNode } from 'react'
import classes from './page.module.css'

interface PageProps {
  readonly title: string
  /** Beside the title: the page's state in words. */
  readonly status?: ReactNode
  /** On the right: what can be done to the whole page. */
  readonly actions?: ReactNode
  readonly children: ReactNode
  readonly drawer?: ReactNode
}

/** A page of the console: its name, its state, its acts, and below them what it is about. */
export function Page({ title, status, actions, children, drawer }: PageProps): ReactNode {
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <h1 className={classes.title}>{title}</h1>
        <div className={classes.status}>{status}</div>
        <div className={classes.actions}>{actions}</div>
      </header>
      <div className={classes.body}>{children}</div>
      {drawer}
    </div>
  )
}

interface PanelProps {
  /** Names the region; drawn unless `heading` replaces it. */
  readonly label: string
  readonly heading?: ReactNode
  /** Without a header, where the page's own says it all. */
  readonly bare?: boolean
  readonly aside?: ReactNode
  readonly children: ReactNode
  /** `fill` takes the height that is left; `fit` the height of what is in it. */
  readonly height?: 'fill' | 'fit'
}

/** A framed part of a page. */
export function Panel({ label, heading, bare, aside, children, height = 'fill' }: PanelProps): ReactNode {
  return (
    <section aria-label={label} className={classes.panel} data-height={height}>
      {bare ? null : (
        <div className={classes.panelHeader}>
          {heading ?? <h2 className={classes.panelTitle}>{label}</h2>}
          {aside ? <div className={classes.panelAside}>{aside}</div> : null}
        </div>
      )}
      {children}
    </section>
  )
}
