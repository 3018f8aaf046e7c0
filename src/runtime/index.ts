// The face of the runtime: all that a shell around it takes.
export { KeyholdError } from '../processor/errors'
export type { HostLauncher, HostProcess } from '../handlers/host-launcher'
export { environmentForHandlers } from '../handlers/fork-launcher'
export { parseRedisAddress, showRedisAddress } from '../redis/redis-address'
export { errorEnvelope } from './error-envelope'
export type { Runtime, RuntimeLog, RuntimeOptions } from './runtime'
