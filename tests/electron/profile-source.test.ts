import { describe, expect, it } from 'vitest'
import { chooseProfile, handlerFolder } from '../../electron/profile-source'
import { DEFAULT_SETTINGS } from '../../electron/settings/schema'

const choose = (environment: Record<string, string>) => chooseProfile(DEFAULT_SETTINGS, environment)

describe('the profile of the start', () => {
  it('is the active one of the settings', () => {
    expect(choose({})).toEqual({ profile: DEFAULT_SETTINGS.profiles[0] })
  })

  it('is overridden by the environment, one thing at a time', () => {
    expect(choose({ KEYHOLD_NAMESPACE: 'orders' }).profile.namespace).toBe('orders')
    expect(choose({ KEYHOLD_HANDLER: 'wait.js' }).profile.handler).toBe('wait.js')
    expect(choose({ KEYHOLD_HANDLER: '' }).profile.handler).toBe('echo.js')
    expect(choose({ KEYHOLD_NAMESPACE: '' }).profile.namespace).toBe('')
  })

  it('takes an address from the environment and shows it without its password', () => {
    const { profile, redisUrl } = choose({ KEYHOLD_REDIS_URL: 'redis://:s3cret@elsewhere:6390/3' })
    expect(profile).toMatchObject({ name: 'Redis at elsewhere:6390/3', redisUrl: 'redis://elsewhere:6390/3' })
    expect(redisUrl).toBe('redis://:s3cret@elsewhere:6390/3')
  })

  it('does not show an address that cannot be read: it may hold a password', () => {
    expect(JSON.stringify(choose({ KEYHOLD_REDIS_URL: 'rediss:s3cret' }).profile)).not.toContain('s3cret')
  })

  it('has its handlers in the user data, or in its own folder, or where the environment says', () => {
    expect(handlerFolder({}, {}, '/data')).toBe('/data/handlers')
    expect(handlerFolder({}, { handlerFolder: '/mine' }, '/data')).toBe('/mine')
    expect(handlerFolder({}, { handlerFolder: ' ' }, '/data')).toBe('/data/handlers')
    const environment = { KEYHOLD_HANDLER_FOLDER: '/scripts' }
    expect(handlerFolder(environment, { handlerFolder: '/mine' }, '/data')).toBe('/scripts')
  })
})
