import type { Page } from 'playwright'
import { channels, type ChannelName, type RequestOf } from '../../src/contract/channels'
import type { LiveState } from '../../src/contract/live'
import '../../renderer/api/client'

/** The id of the profile that a fresh user-data folder has. */
export const PROFILE = 'default'

type Answer<Name extends ChannelName> = ReturnType<(typeof channels)[Name]['response']['parse']>

/** Asks the main process as the page does; for what a test needs and is not about. */
export async function request<Name extends ChannelName>(
  page: Page,
  name: Name,
  payload: RequestOf<Name>,
): Promise<Answer<Name>>
export async function request(
  page: Page,
  name: ChannelName,
  payload: RequestOf<ChannelName>,
): Promise<unknown> {
  const reply = await page.evaluate(
    ([channel, sent]) => {
      if (!window.keyhold) throw new Error('The page has no bridge.')
      return window.keyhold.request(channel, sent)
    },
    [name, payload] as const,
  )
  if (!reply.ok) throw new Error(`${name}: ${reply.error.code}: ${reply.error.message}`)
  return channels[name].response.parse(reply.value)
}

export function live(page: Page): Promise<LiveState> {
  return request(page, 'live.open', { profileId: PROFILE })
}

export async function pauseQueue(page: Page): Promise<void> {
  await request(page, 'queue.pause', { profileId: PROFILE })
}

export async function resumeQueue(page: Page): Promise<void> {
  await request(page, 'queue.resume', { profileId: PROFILE })
}
