import { Button } from '@mantine/core'
import { Component, type ErrorInfo, type ReactNode } from 'react'
import { copyText } from '../api/copy-text'
import { describeError, sendReport } from '../api/error-report'
import { KeyRing } from '../ui/key-ring'
import classes from './shell.module.css'

interface ErrorBoundaryProps {
  readonly children: ReactNode
}

interface ErrorBoundaryState {
  readonly error: unknown
  readonly report: string | undefined
}

const healthy: ErrorBoundaryState = { error: undefined, report: undefined }

/** In place of a page that broke: what happened, as a report that can be copied, and a way back. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = healthy

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error, report: describeError(error) }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    const report = describeError(error, info.componentStack ?? '')
    this.setState({ error, report })
    sendReport(report)
  }

  override render(): ReactNode {
    const { report } = this.state
    if (report === undefined) return this.props.children
    return (
      <main className={classes.broken}>
        <KeyRing size={64} ring="open" />
        <h1 className={classes.brokenTitle}>This page broke</h1>
        <p className={classes.brokenText}>
          The processor is not touched: jobs go on. The report below is in the log; copy it to pass it on.
        </p>
        <pre className={classes.report} tabIndex={0} role="group" aria-label="Report">
          {report}
        </pre>
        <div className={classes.brokenActions}>
          <Button onClick={() => this.setState(healthy)}>Try again</Button>
          <Button variant="default" onClick={() => copyText(report, 'Report')}>
            Copy report
          </Button>
        </div>
      </main>
    )
  }
}
