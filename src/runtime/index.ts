// The face of the runtime: all that a shell around it takes.
export { KeyholdError } from '../processor/errors'
export type { HostLauncher, HostProcess } from '../handlers/host-launcher'
export { environmentForHandlers } from '../handlers/fork-launcher'
export { startEmbeddedServer, type EmbeddedServer } from '../redis/embedded-server'
export { parseRedisAddress, showRedisAddress } from '../redis/redis-address'
export { createRuntime } from './create-runtime'
export { errorEnvelope } from './views/error-envelope'
export type { Runtime, RuntimeLog } from './runtime'
