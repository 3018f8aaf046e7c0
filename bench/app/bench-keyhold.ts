import type { Keyhold } from '../../e2e/support/launch-keyhold'
import { startSurroundings } from './surroundings'

export interface BenchKeyholdOptions {
  /** Of the repository. */
  readonly root: string
  /** Text of the script that runs the jobs. */
  readonly handler: string
  /** Further ones for Electron's command line. */
  readonly switches?: readonly string[]
}

/** Starts the built app under Playwright on a Redis of its own, and ends both after the work. */
export async function withKeyhold<Value>(
  { root, handler, switches = [] }: BenchKeyholdOptions,
  work: (keyhold: Keyhold) => Promise<Value>,
): Promise<Value> {
  // The other benchmarks do not pay for Playwright.
  const { launchKeyhold } = await import('../../e2e/support/launch-keyhold')
  const { stop, ...surroundings } = await startSurroundings(handler)
  try {
    const keyhold = await launchKeyhold({ root, switches, ...surroundings })
    return await work(keyhold).finally(() => keyhold.close())
  } finally {
    await stop()
  }
}
