import { notifications } from '@mantine/notifications'
import { envelopeOf } from './client'

/** Says what an act came to. */
export function notify(title: string, message?: string): void {
  notifications.show({ title, message: message ?? '', autoClose: 5_000 })
}

/** Says what failed and what to do next; stays until it is closed. */
export function notifyError(title: string, error: unknown): void {
  const { message, remedy } = envelopeOf(error)
  notifications.show({ title, message: `${message} ${remedy}`, autoClose: false, color: 'failure' })
}
