// Fails now and then: { "failureRate": 0.3 } makes three jobs in ten fail.

/**
 * @param {{ failureRate?: number } | null} arg
 * @param {{ key: string }} context
 */
export default function flaky(arg, { key }) {
  if (Math.random() < (arg?.failureRate ?? 0.3)) throw new Error(`${key} was out of luck`)
}
