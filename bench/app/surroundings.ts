import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRedisServer } from '../../tests/support/redis-server'

const HANDLER = 'bench.js'

/** What an app is started with: a Redis without persistence, a handler and user data of its own. */
export interface Surroundings {
  readonly redisUrl: string
  readonly userData: string
  readonly env: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}

/** @param handler text of the script that runs the jobs */
export async function startSurroundings(handler = 'export default () => 0\n'): Promise<Surroundings> {
  const redis = await startRedisServer({ args: ['--save', '', '--appendonly', 'no'] })
  const folder = mkdtempSync(join(tmpdir(), 'keyhold-bench-'))
  writeFileSync(join(folder, HANDLER), handler)
  return {
    redisUrl: redis.url,
    userData: join(folder, 'user-data'),
    env: { KEYHOLD_NAMESPACE: 'bench', KEYHOLD_HANDLER: HANDLER, KEYHOLD_HANDLER_FOLDER: folder },
    async stop() {
      await redis.stop()
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
    },
  }
}
