// Schedules one job for each seller of { "sellers": [1, 2, 3] }; each job then runs this script itself.
import type { HandlerContext } from './keyhold'

interface Arg {
  readonly sellers?: readonly number[]
  readonly seller?: number
}

export default async function followUpJobs(arg: Arg, { schedule, log }: HandlerContext) {
  if (arg.seller !== undefined) {
    log.info('seller', arg.seller)
    return 100
  }

  for (const seller of arg.sellers ?? []) {
    // Held for five minutes: a second job of this key is refused until then, here and on every other instance.
    const answer = await schedule(`seller:${seller}`, 300_000, { seller })
    log.info('seller', seller, answer.outcome)
  }
}
