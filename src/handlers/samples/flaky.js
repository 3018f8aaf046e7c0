// Fails now and then: { "failureRate": 0.3 } makes three runs in ten fail. A job is run up to three times.

/** @type {import('./keyhold').HandlerOptions} */
export const options = {
  attempts: 3,
  // 2 s after the first failure, 4 s after the second.
  retryDelayMs: (attempt) => attempt * 2_000,
}

/** @type {import('./keyhold').Handler<{ failureRate?: number } | null>} */
export default function flaky(arg, { key, attempt, log }) {
  if (Math.random() < (arg?.failureRate ?? 0.3)) throw new Error(`${key} was out of luck`)
  log.info('lucky at attempt', attempt)
}
