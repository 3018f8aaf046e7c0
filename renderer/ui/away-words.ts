import type { ConnectionView } from '../../src/contract/live'
import { formatWholeSeconds } from './duration'
import { formatTime } from './format'

export type AwayView = Extract<ConnectionView, { state: 'away' }>

/** Where Redis answers, and the answer is no: that is no outage, and something else helps. */
const refusals: Readonly<Record<string, string>> = {
  'wrong-password': 'Redis refuses the password',
  'no-permission': 'Redis refuses this user',
  'read-only': 'Redis is a read-only replica',
  loading: 'Redis is loading its data',
  'out-of-memory': 'Redis is out of memory',
}

/** How things stand, as a sentence without its end. */
export function awaySentence({ error }: AwayView): string {
  return refusals[error.code] ?? 'Redis is away'
}

/** The same in few words, with the moment it began. */
export function awayBadge(away: AwayView): string {
  return `${refusals[away.error.code] ?? 'Redis away'} since ${formatTime(away.since)}`
}

/**
 * How long, how old the data is that is shown, when it is tried again, and why: what changes comes first, where it is
 * never cut off.
 * @param now ms since the epoch
 */
export function awayDetails({ since, answeredAt, error }: AwayView, now: number): string {
  const ago = (at: number): string => formatWholeSeconds(Math.max(0, now - at))
  const data = answeredAt === undefined ? 'no data yet' : `last data ${ago(answeredAt)} ago`
  return `for ${ago(since)}, ${data}, next attempt within 2s. ${error.message}`
}
