// Logs its argument, and pauses for as long as { "pauseMs": 250 } says.

/**
 * @param {{ pauseMs?: number } | null} arg
 * @param {{ log: { info(...values: unknown[]): void } }} context
 */
export default function echo(arg, context) {
  context.log.info('argument:', arg)
  return arg?.pauseMs ?? 0
}
