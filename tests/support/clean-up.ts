import { onTestFinished } from 'vitest'

/** What a test opens and has to end: a server, a proxy, a connection. */
export type Endable =
  | { stop(): unknown }
  | { close(): unknown }
  | { disconnect(): unknown }
  | { [Symbol.asyncDispose](): unknown }

/**
 * Ends `resource` after the test that runs now, also when it fails; what was opened last ends first. What a whole
 * file shares is ended by its own `afterAll`.
 *
 * @returns the resource
 */
export function endWithTest<Resource extends Endable>(resource: Resource): Resource {
  onTestFinished(async () => {
    if ('stop' in resource) await resource.stop()
    else if ('close' in resource) await resource.close()
    else if ('disconnect' in resource) await resource.disconnect()
    else await resource[Symbol.asyncDispose]()
  })
  return resource
}
