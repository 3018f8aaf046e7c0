import { afterAll, beforeAll } from 'vitest'
import { endWithTest } from '../support/clean-up'
import { startRedisServer, type RedisServer, type RedisServerOptions } from '../support/redis-server'
import { newNamespace, startMember, type Member, type MemberOptions } from './fleet'
import { Look } from './look'

/** A real Redis that a file, or one test, has for itself. */
export interface OnRedis {
  readonly server: RedisServer
  readonly look: Look
  /** Starts a processor that ends with the test; in a namespace of its own unless one is named. */
  member(options?: Partial<MemberOptions> & { readonly url?: string }): Promise<Member>
}

const membersOn =
  (server: () => RedisServer): OnRedis['member'] =>
  async ({ url = server().url, namespace = newNamespace(), ...options } = {}) =>
    endWithTest(await startMember(url, { namespace, ...options }))

/** One server for all tests of a file: call it at the top level. */
export function onSharedRedis(options?: RedisServerOptions): OnRedis {
  let shared: { server: RedisServer; look: Look } | undefined
  const opened = (): { server: RedisServer; look: Look } => {
    if (!shared) throw new Error('The server is there from beforeAll to afterAll')
    return shared
  }
  beforeAll(async () => {
    const server = await startRedisServer(options)
    shared = { server, look: new Look(server.url) }
  })
  afterAll(async () => {
    shared?.look.close()
    await shared?.server.stop()
  })
  return {
    get server() {
      return opened().server
    },
    get look() {
      return opened().look
    },
    member: membersOn(() => opened().server),
  }
}

/** A server for one test, that may be stopped, killed and spoiled. */
export async function onOwnRedis(options?: RedisServerOptions): Promise<OnRedis> {
  const server = endWithTest(await startRedisServer(options))
  const look = endWithTest(new Look(server.url))
  return { server, look, member: membersOn(() => server) }
}
