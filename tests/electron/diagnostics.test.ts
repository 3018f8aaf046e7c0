import { expect, it } from 'vitest'
import { diagnosticsText, type DiagnosticsFacts } from '../../electron/diagnostics'
import { idleLiveState } from '../../electron/idle-live-state'
import { DEFAULT_SETTINGS } from '../../electron/settings/schema'

/** Put wherever something may hold it. */
const SECRET = 'hunter2-planted'
const KEY = 'seller:42:planted'

function facts(): DiagnosticsFacts {
  const [standard] = DEFAULT_SETTINGS.profiles
  if (!standard) throw new Error('no profile')
  const profile = { ...standard, name: SECRET, redisUrl: `redis://:${SECRET}@redis.example:6380` }
  const error = {
    code: 'redis-error',
    message: `${KEY} at redis://:${SECRET}@redis.example`,
    remedy: SECRET,
  }
  const row = { jobId: 1, key: KEY, backoffMs: 1, argument: SECRET, scheduledAt: 0 }
  return {
    at: 0,
    uptimeMs: 90_000,
    about: {
      version: '1.2.3',
      electron: '45.4.1',
      chrome: '140',
      node: '22',
      v8: '14',
      system: 'linux x64, 6.8',
      userData: '/home/operator/keyhold',
      logFile: '/home/operator/keyhold/logs/keyhold.log',
      handlerFolder: '/home/operator/keyhold/handlers',
    },
    electronSource: '',
    environment: ['PATH', 'KEYHOLD_REDIS_URL', 'AWS_SECRET'],
    settings: {
      ...DEFAULT_SETTINGS,
      profiles: [profile],
      secrets: { default: { kind: 'encrypted', data: SECRET } },
    },
    profile: { ...profile, address: 'redis://redis.example:6380', embedded: false },
    live: {
      ...idleLiveState(profile, 0, error),
      generationError: error,
      counters: { ...idleLiveState(profile, 0, undefined).counters, waiting: 12, failed: 3 },
      running: [{ ...row, lane: 0, ageMs: 1, runMs: 1, aborted: false, attempt: 1 }],
      handler: { file: `${SECRET}.js`, concurrency: 1 },
    },
    startProblems: [error],
    problems: [
      { sequence: 1, at: 1_000, error },
      { sequence: 2, at: 2_000, error: { ...error, code: `${KEY} failed` } },
    ],
  }
}

it('diagnostics tell versions, state and counters', () => {
  const text = diagnosticsText(facts())
  for (const line of [
    'version: 1.2.3',
    'redis: redis://redis.example:6380',
    'variables set: KEYHOLD_REDIS_URL',
    'connection: away since 1970-01-01T00:00:00.000Z: redis-error',
    'waiting: 12',
    'failed: 3',
    'at the start: redis-error',
    '1970-01-01T00:00:01.000Z: redis-error',
  ]) {
    expect(text).toContain(`  ${line}\n`)
  }
})

it('diagnostics hold no password, no key and no argument, wherever one stands', () => {
  const text = diagnosticsText(facts())
  expect(text).not.toContain(SECRET)
  expect(text).not.toContain(KEY)
  expect(text).not.toContain('AWS_SECRET')
})
