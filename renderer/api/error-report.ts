import { bridge } from './client'

const reportLimit = 60_000

/** A report that a person can paste: what happened, where, and when. */
export function describeError(error: unknown, componentStack = ''): string {
  const title = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const stack = error instanceof Error && error.stack ? error.stack : '(no stack)'
  const lines = [
    'Keyhold error report',
    `at: ${new Date().toISOString()}`,
    `page: ${window.location.hash || '#/queue'}`,
    `user agent: ${window.navigator.userAgent}`,
    '',
    title,
    stack,
  ]
  if (componentStack) lines.push('', 'components:', componentStack.trim())
  return lines.join('\n').slice(0, reportLimit)
}

/** Writes the report into the app's log. A report that cannot be delivered must not raise another error. */
export function sendReport(report: string): void {
  try {
    void bridge()
      .request('app.report-error', { report })
      .catch(() => undefined)
  } catch {
    // Outside the app's window there is no log to write to.
  }
}

/** Sends what nobody caught (event handlers, promises) to the log. */
export function reportUncaughtErrors(): void {
  window.addEventListener('error', (event) => sendReport(describeError(event.error ?? event.message)))
  window.addEventListener('unhandledrejection', (event) => sendReport(describeError(event.reason)))
}
