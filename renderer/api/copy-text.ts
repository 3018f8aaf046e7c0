import { notifications } from '@mantine/notifications'
import { request } from './client'
import { notifyError } from './notices'

/** Puts the text on the clipboard and says so. */
export function copyText(text: string, what: string): void {
  request('app.copy-text', { text }).then(
    () => notifications.show({ message: `${what} copied`, autoClose: 1_600 }),
    (error: unknown) => notifyError(`${what} could not be copied`, error),
  )
}
