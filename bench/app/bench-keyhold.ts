import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Keyhold } from '../../e2e/support/launch-keyhold'
import { startRedisServer } from '../../tests/support/redis-server'

const HANDLER = 'bench.js'

/** The built app on a Redis and a handler of its own. */
export interface BenchKeyhold {
  readonly keyhold: Keyhold
  readonly stop: () => Promise<void>
}

/** @param handler text of the script that runs the jobs */
export async function startBenchKeyhold(root: string, handler: string): Promise<BenchKeyhold> {
  // The other benchmarks do not pay for Playwright.
  const { launchKeyhold } = await import('../../e2e/support/launch-keyhold')
  const redis = await startRedisServer({ args: ['--save', '', '--appendonly', 'no'] })
  const handlerFolder = mkdtempSync(join(tmpdir(), 'keyhold-bench-'))
  writeFileSync(join(handlerFolder, HANDLER), handler)
  const stopServer = async (): Promise<void> => {
    await redis.stop()
    rmSync(handlerFolder, { recursive: true, force: true })
  }
  const env = { KEYHOLD_NAMESPACE: 'bench', KEYHOLD_HANDLER: HANDLER, KEYHOLD_HANDLER_FOLDER: handlerFolder }
  try {
    const keyhold = await launchKeyhold({ root, redisUrl: redis.url, env })
    return { keyhold, stop: () => keyhold.close().finally(stopServer) }
  } catch (error) {
    await stopServer()
    throw error
  }
}
