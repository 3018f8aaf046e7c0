import { afterAll, beforeAll } from 'vitest'
import { endWithTest } from '../support/clean-up'
import { startRedisServer, type RedisServer, type RedisServerOptions } from '../support/redis-server'
import { newNamespace, startMember, type Member, type MemberOptions } from './fleet'
import { Look, type Watch } from './look'

/** A real Redis that a file, or one test, has for itself. */
export interface OnRedis {
  readonly server: RedisServer
  readonly look: Look
  /** Starts a processor; in a namespace of its own unless one is named. Ended as by `end`. */
  member(options?: Partial<MemberOptions> & { readonly url?: string }): Promise<Member>
  /** Ends with the test, or with the file where its tests run side by side, what a test opened. */
  end<Resource extends Stoppable>(resource: Resource): Resource
  /** Begins to write down what happens to each hold of a namespace. */
  watch(namespace: string): Promise<Watch>
}

interface Stoppable {
  stop(): unknown
}

const doing = (server: () => RedisServer, look: () => Look, end: OnRedis['end']) =>
  ({
    end,
    member: async ({ url = server().url, namespace = newNamespace(), ...options } = {}) =>
      end(await startMember(url, { namespace, ...options })),
    watch: async (namespace: string) => end(await look().watch(namespace)),
  }) satisfies Partial<OnRedis>

export interface SharedRedisOptions extends RedisServerOptions {
  /** For tests that mostly wait for time to pass in Redis: they are `it.concurrent`. */
  readonly sideBySide?: boolean
}

/** One server for all tests of a file: call it at the top level. */
export function onSharedRedis({ sideBySide = false, ...options }: SharedRedisOptions = {}): OnRedis {
  const endWithFile: Stoppable[] = []
  const end: OnRedis['end'] = (resource) => {
    if (!sideBySide) return endWithTest(resource)
    endWithFile.push(resource)
    return resource
  }
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
    await Promise.all(endWithFile.map((resource) => resource.stop()))
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
    ...doing(
      () => opened().server,
      () => opened().look,
      end,
    ),
  }
}

/** A server for one test, that may be stopped, killed and spoiled. */
export async function onOwnRedis(options?: RedisServerOptions): Promise<OnRedis> {
  const server = endWithTest(await startRedisServer(options))
  const look = endWithTest(new Look(server.url))
  return {
    server,
    look,
    ...doing(
      () => server,
      () => look,
      endWithTest,
    ),
  }
}
