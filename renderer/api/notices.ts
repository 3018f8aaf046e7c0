import { notifications } from '@mantine/notifications'
import { envelopeOf } from './client'

/** What an act came to is on the screen for this long; ms. */
const TOLD_MS = 5_000
/** Of these at once, at most: one more would wait for its turn, and tell of what is long over. */
const MOST_TOLD = 2
/** Ids of those that are on the screen, the oldest first. */
let told: readonly string[] = []

/** Says what an act came to. */
export function notify(title: string, message?: string): void {
  const [oldest] = told
  if (oldest !== undefined && told.length >= MOST_TOLD) forget(oldest)
  const id = notifications.show({
    title,
    message: message ?? '',
    autoClose: TOLD_MS,
    onClose: ({ id: closed }) => forget(closed),
  })
  told = [...told, id]
}

function forget(id: string | undefined): void {
  if (id === undefined || !told.includes(id)) return
  told = told.filter((other) => other !== id)
  notifications.hide(id)
}

/** Says what failed and what to do next; stays until it is closed. */
export function notifyError(title: string, error: unknown): void {
  const { message, remedy } = envelopeOf(error)
  notifications.show({ title, message: `${message} ${remedy}`, autoClose: false, color: 'failure' })
}
