import { app, shell } from 'electron'
import { createRuntime, startEmbeddedServer } from '../src/runtime'
import { ActiveProfile } from './active-profile'
import { operatorName } from './operator'
import { PasswordKeeper } from './password-keeper'
import { chooseProfile, handlerFolder } from './profile-source'
import { RedisSource } from './redis-source'
import { recurringStore } from './recurring-store'
import type { ShellParts } from './shell-parts'
import { storeOf } from './shell-paths'
import { systemCipher } from './system-cipher'

const embeddedRedisEnded = {
  code: 'embedded-redis-ended',
  message: 'The embedded Redis ended although nobody asked it to.',
  remedy: 'Save the connection again, or start Keyhold again: a new one begins with what was held.',
}

/** The app's own Redis, not started yet. */
export function composeRedis({ paths, log, problems }: ShellParts): RedisSource {
  return new RedisSource(async () => {
    log.step('starting the embedded Redis')
    problems.clear(embeddedRedisEnded.code)
    const server = await startEmbeddedServer({ folder: paths.redis, resourcesFolder: process.resourcesPath })
    log.step(`embedded Redis runs at ${server.address} (process ${server.pid})`)
    server.onExit((code, signal) => {
      log.error('shell_embedded_redis_ended', { code, signal })
      problems.set(embeddedRedisEnded)
    })
    return server
  })
}

/** The profile of the settings and the environment, not started yet. */
export function composeProfile(parts: ShellParts, redis: RedisSource): ActiveProfile {
  const { paths, log, problems, settings, launcher } = parts
  const passwords = new PasswordKeeper(systemCipher)
  const { profile, redisUrl } = chooseProfile(settings.current, process.env)
  const ownInstances = new Set<string>()
  if (redisUrl !== undefined) passwords.note(profile.id, redisUrl)
  return new ActiveProfile({
    profile,
    settings,
    passwords,
    problems,
    redis,
    log,
    createRuntime(profile, { url, address }, { paused }) {
      log.step(`starting the processor of "${profile.name}" with handler ${profile.handler}`)
      return createRuntime({
        profile,
        paused,
        ownInstances,
        redisUrl: url,
        address,
        handlerFolder: handlerFolder(process.env, profile, paths.userData),
        versionsFolder: paths.handlerVersions,
        hostLauncher: launcher,
        trash: (path) => shell.trashItem(path),
        appVersion: app.getVersion(),
        operator: operatorName(process.env),
        log: log.runtime,
        recurring: recurringStore(settings, profile.id),
        store: {
          ...storeOf(paths, profile.id),
          durability: settings.current.preferences.durability,
          marksFolder: paths.runMarks,
        },
        interrupted: settings.current.preferences.interrupted,
      })
    },
  })
}
