import { describe, expect, it } from 'vitest'
import { isAdjustment, type ProfileView } from '../../src/contract/profile'
import {
  draftOf,
  dropInWords,
  isFolderFromOutside,
  readConnection,
} from '../../renderer/features/connection/model'

const view: ProfileView = {
  id: 'default',
  name: 'Local',
  namespace: '',
  layout: 'go-io',
  handler: 'echo.js',
  concurrency: 1,
  environment: 'development',
  readOnly: false,
  address: 'embedded',
  embedded: true,
}

describe('readConnection', () => {
  it('gives back the profile that it was filled with', () => {
    const withFolder: ProfileView = { ...view, handlerFolder: '/srv/scripts' }
    for (const each of [view, withFolder]) {
      const { address: _address, embedded: _embedded, ...profile } = each
      expect(readConnection(draftOf(each), each)).toEqual({ ok: true, profile })
    }
  })

  it('takes an empty handler folder as the app’s own', () => {
    const read = readConnection({ ...draftOf(view), handlerFolder: '  ' }, { ...view, handlerFolder: '/srv' })
    expect(read.ok && 'handlerFolder' in read.profile).toBe(false)
  })

  it.each(['/srv/scripts', 'C:\\scripts', 'd:/scripts', '\\\\host\\share'])(
    'takes the folder %s',
    (handlerFolder) => {
      expect(readConnection({ ...draftOf(view), handlerFolder }, view)).toMatchObject({
        ok: true,
        profile: { handlerFolder },
      })
    },
  )

  it.each(['scripts', './scripts', '~/scripts'])(
    'refuses the folder %s, which has no fixed place',
    (handlerFolder) => {
      const read = readConnection({ ...draftOf(view), handlerFolder }, view)
      expect(read.ok ? {} : read.problems).toHaveProperty('handlerFolder')
    },
  )
})

describe('isFolderFromOutside', () => {
  it('tells the environment’s folder from the profile’s and the app’s own', () => {
    expect(isFolderFromOutside(view, '/home/me/keyhold/handlers', '/home/me/keyhold')).toBe(false)
    expect(isFolderFromOutside(view, '/srv/other', '/home/me/keyhold')).toBe(true)
    const own = { ...view, handlerFolder: '/srv/scripts/' }
    expect(isFolderFromOutside(own, '/srv/scripts', '/home/me/keyhold')).toBe(false)
    expect(isFolderFromOutside(own, '/srv/other', '/home/me/keyhold')).toBe(true)
  })
})

describe('dropInWords', () => {
  it('says what becomes of the jobs that are here, and asks nothing where there are none', () => {
    expect(dropInWords('Fleet', { waiting: 50, running: 2 })).toEqual({
      title: 'Drop 50 waiting jobs?',
      text: 'Fleet connects anew. 50 waiting jobs are dropped and their holds released; 2 running jobs are given 5 s to end.',
      act: 'Drop 50 jobs and connect',
    })
    expect(dropInWords('Fleet', { waiting: 0, running: 1 })).toMatchObject({ act: 'End 1 job and connect' })
    expect(dropInWords('Fleet', { waiting: 0, running: 0 })).toBeUndefined()
  })
})

describe('isAdjustment', () => {
  it.each([{ name: 'Other' }, { environment: 'staging' as const }, { concurrency: 8 }])(
    'takes %o in place',
    (change) => expect(isAdjustment(view, { ...view, ...change })).toBe(true),
  )

  it.each([{ readOnly: true }, { namespace: 'orders' }, { redisUrl: 'redis://other:6379' }, {}])(
    'connects anew for %o',
    (change) => expect(isAdjustment(view, { ...view, ...change })).toBe(false),
  )
})
