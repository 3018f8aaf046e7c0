import {
  channels,
  type ChannelName,
  type KeyholdApi,
  type RequestOf,
  type ResponseOf,
} from '../../src/contract/channels'
import type { ErrorEnvelope } from '../../src/contract/errors'

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly keyhold?: KeyholdApi
  }
}

/** What a request to the main process failed with: a code to branch on, a sentence, and what to do next. */
export class ApiError extends Error {
  readonly code: string
  readonly remedy: string

  constructor({ code, message, remedy }: ErrorEnvelope) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.remedy = remedy
  }
}

/** @throws ApiError `no-bridge` where the page runs outside the app's window */
export function bridge(): KeyholdApi {
  if (window.keyhold) return window.keyhold
  throw new ApiError({
    code: 'no-bridge',
    message: 'This page cannot reach the app around it.',
    remedy: 'Open it in Keyhold’s own window; if this is that window, restart the app.',
  })
}

function isResponse<Name extends ChannelName>(name: Name, value: unknown): value is ResponseOf<Name> {
  return channels[name].response.safeParse(value).success
}

/**
 * Asks the main process.
 *
 * @throws ApiError with the code that main answered, or `bad-reply` where the answer is not of the channel's shape
 */
export async function request<Name extends ChannelName>(
  name: Name,
  payload: RequestOf<Name>,
): Promise<ResponseOf<Name>> {
  const reply = await bridge().request(name, payload)
  if (!reply.ok) throw new ApiError(reply.error)
  if (isResponse(name, reply.value)) return reply.value
  throw new ApiError({
    code: 'bad-reply',
    message: `The app answered “${name}” in a shape that this page does not know.`,
    remedy: 'Restart Keyhold; if it happens again, report it with the log file.',
  })
}

/** The envelope of anything that was thrown. */
export function envelopeOf(error: unknown): ErrorEnvelope {
  if (error instanceof ApiError) return { code: error.code, message: error.message, remedy: error.remedy }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'unexpected', message, remedy: 'Try again; if it happens again, look into the log file.' }
}
