import { spawnSync } from 'node:child_process'

/** The same places in which the embedded server looks, so that the suites use what the app would. */
const candidates = [process.env['KEYHOLD_REDIS_SERVER'], 'redis-server', 'valkey-server']

/**
 * Runs once before all suites.
 *
 * @throws Error with the remedy when there is no Redis server to test with: a missing one fails the run, it never
 *   skips a test.
 */
export function setup(): void {
  for (const command of candidates) {
    if (!command) continue
    const answer = spawnSync(command, ['--version'], { encoding: 'utf8', timeout: 10_000 })
    if (answer.status === 0) return
  }
  throw new Error(
    'No redis-server was found, and every suite needs one. ' +
      'Install it (Debian: apt-get install -y redis-server), or name one in KEYHOLD_REDIS_SERVER.',
  )
}
