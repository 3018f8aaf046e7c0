// Logs its argument, and pauses for as long as { "pauseMs": 250 } says.

/** @type {import('./keyhold').Handler<{ pauseMs?: number } | null>} */
export default function echo(arg, { log }) {
  log.info('argument:', arg)
  return arg?.pauseMs ?? 0
}
