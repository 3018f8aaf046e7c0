// Waits as long as { "ms": 1000 } says, shows how far it is, and ends early when its job is cancelled.

const STEPS = 20

/** @type {import('./keyhold').HandlerOptions} */
export const options = { timeoutMs: 3_600_000 }

/** @type {import('./keyhold').Handler<{ ms?: number } | null>} */
export default async function waitAsTold(arg, { sleep, progress }) {
  const ms = arg?.ms ?? 1000
  for (let step = 1; step <= STEPS; step += 1) {
    await sleep(ms / STEPS)
    progress(step / STEPS, `${Math.round((ms * step) / STEPS)} of ${ms} ms`)
  }
}
