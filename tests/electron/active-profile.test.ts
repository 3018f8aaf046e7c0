import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Profile } from '../../src/contract/profile'
import { KeyholdError } from '../../src/runtime'
import { ActiveProfile } from '../../electron/active-profile'
import { PasswordKeeper, type Cipher } from '../../electron/password-keeper'
import { RedisSource, type RedisTarget } from '../../electron/redis-source'
import { DEFAULT_SETTINGS } from '../../electron/settings/schema'
import { SettingsStore } from '../../electron/settings/settings-store'
import { StartProblems } from '../../electron/start-problems'
import { StandInRuntime } from './stand-in-runtime'
import { keptLog, ownFolder } from './support'

const EMBEDDED = 'redis://:embedded@127.0.0.1:7001'
const noRedis = new KeyholdError('no-redis-server', 'There is no redis-server here.', 'Install it.')

const noCipher: Cipher = {
  available: () => false,
  encrypt: () => {
    throw new Error('no key store')
  },
  decrypt: () => {
    throw new Error('no key store')
  },
}

/** Turns a text round: enough to tell the encrypted from the clear. */
const roundCipher: Cipher = {
  available: () => true,
  encrypt: (text) => Buffer.from(text).reverse().toString('base64'),
  decrypt: (data) => Buffer.from(data, 'base64').reverse().toString(),
}

interface Faults {
  readonly server?: KeyholdError
  readonly runtime?: KeyholdError
}

async function opened(faults: Faults = {}, cipher: Cipher = noCipher, folder?: string) {
  const file = join(folder ?? (await ownFolder()), 'settings.json')
  const settings = await SettingsStore.open(file)
  const steps: string[] = []
  const targets: RedisTarget[] = []
  const runtimes: StandInRuntime[] = []
  const problems = new StartProblems()
  const endServer: (() => void)[] = []
  const redis = new RedisSource(async () => {
    await Promise.resolve()
    if (faults.server) throw faults.server
    steps.push('server starts')
    return {
      url: EMBEDDED,
      address: 'redis://127.0.0.1:7001',
      pid: 0,
      onExit: (listener) => {
        endServer.push(() => listener(null, 'SIGKILL'))
        return () => undefined
      },
      stop: async () => {
        await Promise.resolve()
        steps.push('server stops')
      },
    }
  })
  const profile = settings.current.profiles.find(({ id }) => id === settings.current.activeProfile)
  if (!profile) throw new Error('no profile')
  const active = new ActiveProfile({
    profile,
    settings,
    passwords: new PasswordKeeper(cipher),
    problems,
    redis,
    log: keptLog(),
    createRuntime: async (started, target, { paused }) => {
      await Promise.resolve()
      if (faults.runtime) throw faults.runtime
      targets.push(target)
      steps.push(`start ${started.name}${paused ? ' paused' : ''}`)
      const runtime = new StandInRuntime(started, steps)
      runtimes.push(runtime)
      return runtime
    },
  })
  return { active, steps, targets, runtimes, problems, settings, file, endServer }
}

function profileAt(redisUrl: string, id = 'default'): Profile {
  const [standard] = DEFAULT_SETTINGS.profiles
  if (!standard) throw new Error('no profile')
  return { ...standard, id, name: 'Orders', redisUrl }
}

describe('the active profile', () => {
  it('starts on the embedded server and shows its address without the password', async () => {
    const { active, targets } = await opened()
    await active.start()
    expect(targets).toEqual([{ url: EMBEDDED, address: 'redis://127.0.0.1:7001' }])
    expect(active.view()).toMatchObject({ address: 'redis://127.0.0.1:7001', embedded: true })
    expect((await active.runtime('default')).profile.name).toBe('Embedded Redis')
  })

  it('refuses the messages of another profile', async () => {
    const { active } = await opened()
    await active.start()
    await expect(active.runtime('other')).rejects.toMatchObject({ code: 'unknown-profile' })
  })

  it('answers calls that come while it starts', async () => {
    const { active } = await opened()
    const start = active.start()
    expect(active.live()).toMatchObject({ state: 'starting', connection: { state: 'connecting' } })
    expect((await active.runtime('default')).live().state).toBe('running')
    await start
  })

  it('says why there is no runtime when there is no redis-server, and starts all the same', async () => {
    const { active, problems } = await opened({ server: noRedis })
    await active.start()
    expect(problems.list()).toMatchObject([{ code: 'no-redis-server', remedy: 'Install it.' }])
    expect(active.live()).toMatchObject({
      state: 'stopped',
      connection: { state: 'away', error: { code: 'no-redis-server' } },
    })
    await expect(active.runtime('default')).rejects.toMatchObject({ code: 'no-redis-server' })
    expect(active.pending()).toEqual({ waiting: 0, running: 0, keeps: false })
  })

  it('connects elsewhere when there was no redis-server, and the problem is gone', async () => {
    const { active, problems } = await opened({ server: noRedis })
    await active.start()
    const view = await active.save(profileAt('redis://elsewhere:6379'))
    expect(view).toMatchObject({ address: 'redis://elsewhere:6379', embedded: false })
    expect(problems.list()).toEqual([])
    expect((await active.runtime('default')).profile.name).toBe('Orders')
  })

  it('stops the old runtime before the server under it, and both before the new runtime starts', async () => {
    const { active, steps } = await opened()
    await active.start()
    await active.save(profileAt('redis://elsewhere:6379', 'orders'))
    expect(steps).toEqual([
      'server starts',
      'start Embedded Redis',
      'stop Embedded Redis release',
      'server stops',
      'start Orders',
    ])
  })

  it('changes name, environment and lanes where it is, and stops nothing', async () => {
    const { active, steps, settings } = await opened()
    await active.start()
    const { address: _address, embedded: _embedded, ...profile } = active.view()
    const change = { name: 'Orders', environment: 'production', concurrency: 8 } as const
    const view = await active.save({ ...profile, ...change })
    expect(view).toMatchObject(change)
    expect(steps).toEqual(['server starts', 'start Embedded Redis', 'adjust Orders production 8'])
    expect(settings.current.profiles).toMatchObject([change])
  })

  it('starts anew for all else, and a queue that was paused stays paused', async () => {
    const { active, steps, runtimes } = await opened()
    await active.start()
    if (runtimes[0]) runtimes[0].state = 'paused'
    const { address: _address, embedded: _embedded, ...profile } = active.view()
    await active.save({ ...profile, name: 'Others', namespace: 'others' })
    expect(steps.slice(2)).toEqual(['stop Embedded Redis release', 'start Others paused'])
  })

  it('notes what is another one now, what was dropped for it and why, and no secret', async () => {
    const { active, runtimes } = await opened()
    await active.start()
    const { address: _address, embedded: _embedded, ...profile } = active.view()
    await active.save({ ...profile, environment: 'production', concurrency: 8 }, 'goes live')
    const redisUrl = 'redis://:hunter2@127.0.0.1:7000'
    await active.save({ ...profile, redisUrl, environment: 'production', concurrency: 8, readOnly: true })
    expect(runtimes[0]?.noted).toEqual([
      {
        act: 'profile',
        changes: [
          { what: 'environment', from: 'development', to: 'production' },
          { what: 'lanes', from: '1', to: '8' },
        ],
        reason: 'goes live',
      },
      {
        act: 'connect',
        changes: [
          { what: 'address', from: 'embedded Redis', to: 'redis://127.0.0.1:7000' },
          { what: 'read-only', from: 'no', to: 'yes' },
        ],
        dropped: 2,
        running: 1,
      },
    ])
  })

  it('tells the changes of the runtime it has now, and of no other', async () => {
    const { active, runtimes } = await opened()
    let changes = 0
    active.onChange(() => (changes += 1))
    await active.start()
    await active.save(profileAt('redis://elsewhere:6379'))
    const before = changes
    runtimes[0]?.change()
    expect(changes).toBe(before)
    runtimes[1]?.change()
    expect(changes).toBe(before + 1)
    expect(runtimes.map(({ heard }) => heard)).toEqual([0, 1])
  })

  it('starts a new server when the last one ended by itself and the profile is saved again', async () => {
    const { active, steps, endServer } = await opened()
    await active.start()
    endServer[0]?.()
    const [standard] = DEFAULT_SETTINGS.profiles
    if (!standard) throw new Error('no profile')
    await active.save(standard)
    expect(steps).toEqual([
      'server starts',
      'start Embedded Redis',
      'stop Embedded Redis release',
      'server starts',
      'start Embedded Redis',
    ])
  })

  it('refuses an address that is none before anything is stopped', async () => {
    const { active, steps } = await opened()
    await active.start()
    await expect(active.save(profileAt('http://elsewhere'))).rejects.toMatchObject({ code: 'bad-option' })
    expect(steps).toEqual(['server starts', 'start Embedded Redis'])
    expect((await active.runtime('default')).profile.name).toBe('Embedded Redis')
  })

  it('refuses a handler folder that is no absolute path before anything is stopped', async () => {
    const { active, steps } = await opened()
    await active.start()
    const wanted = { ...profileAt('redis://elsewhere:6379'), handlerFolder: 'scripts' }
    await expect(active.save(wanted)).rejects.toMatchObject({ code: 'bad-option' })
    expect(steps).toEqual(['server starts', 'start Embedded Redis'])
    await active.save({ ...wanted, handlerFolder: '/scripts' })
    expect(active.view().handlerFolder).toBe('/scripts')
  })

  it('starts nothing once the app quits', async () => {
    const { active, steps } = await opened()
    await active.start()
    await active.stop('keep')
    await expect(active.save(profileAt('redis://elsewhere:6379'))).rejects.toMatchObject({ code: 'stopped' })
    expect(steps).toEqual(['server starts', 'start Embedded Redis', 'stop Embedded Redis keep'])
  })
})

describe('a password in an address', () => {
  const secretUrl = 'redis://:s3cret@elsewhere:6379'

  it('is used, never shown, never stored where there is no key store, and that is said', async () => {
    const { active, targets, problems, file } = await opened()
    const view = await active.save(profileAt(secretUrl))
    expect(targets[0]?.url).toBe(secretUrl)
    expect(JSON.stringify(view)).not.toContain('s3cret')
    expect(await readFile(file, 'utf8')).not.toContain('s3cret')
    expect(problems.list()).toMatchObject([{ code: 'password-not-stored' }])
  })

  it('is asked for at the next start then', async () => {
    const folder = await ownFolder()
    await (await opened({}, noCipher, folder)).active.save(profileAt(secretUrl))
    const next = await opened({}, noCipher, folder)
    await next.active.start()
    expect(next.problems.list()).toMatchObject([{ code: 'password-needed' }])
    await next.active.save(profileAt(secretUrl))
    expect(next.problems.list()).toMatchObject([{ code: 'password-not-stored' }])
  })

  it('is kept for the same address when that is saved again without it, and not for another', async () => {
    const { active, targets } = await opened()
    await active.save(profileAt(secretUrl))
    await active.save(profileAt('redis://elsewhere:6379'))
    await active.save(profileAt('redis://another:6379'))
    expect(targets.map(({ url }) => url)).toEqual([secretUrl, secretUrl, 'redis://another:6379'])
  })

  it('is stored encrypted where there is a key store, and used at the next start', async () => {
    const folder = await ownFolder()
    const first = await opened({}, roundCipher, folder)
    await first.active.save(profileAt(secretUrl))
    expect(first.problems.list()).toEqual([])
    expect(await readFile(first.file, 'utf8')).not.toContain('s3cret')
    const next = await opened({}, roundCipher, folder)
    await next.active.start()
    expect(next.targets[0]?.url).toBe(secretUrl)
  })

  it('that can no longer be decrypted is asked for', async () => {
    const folder = await ownFolder()
    await (await opened({}, roundCipher, folder)).active.save(profileAt(secretUrl))
    const next = await opened({}, noCipher, folder)
    await next.active.start()
    expect(next.problems.list()).toMatchObject([{ code: 'password-needed' }])
  })
})
