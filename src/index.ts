/**
 * The library: background jobs once per key across a fleet that shares one Redis, interoperable with vtex/go-io.
 * It needs Node and Redis alone; the desktop app is built on it.
 */
export type {
  BackgroundProcessor,
  BackgroundProcessorOptions,
  EarlierJob,
  FinishedJob,
  JobContext,
  JobHandler,
  PendingRetry,
  ProcessorEvents,
  ProcessorState,
  RemoteEnd,
  RemoteHandler,
  RemoteJobContext,
  RetryingJob,
  RunningJob,
  StartWaits,
  StopOptions,
  WaitingJob,
} from './processor/background-processor'
export { systemClock, type Clock, type Unsubscribe } from './processor/clock'
export { createBackgroundProcessor } from './processor/create-background-processor'
export type {
  CheckOutcome,
  Dedup,
  Hold,
  TakeAnswer,
  Taken,
  TakeOutcome,
  TakeRequest,
  WhenCleared,
} from './processor/dedup'
export { KeyholdError, type LibraryErrorCode } from './processor/errors'
export type { Journal, JournalEntry } from './processor/journal'
export type {
  HeldBy,
  HoldOwner,
  JobOutcome,
  JournalFailure,
  RedisErrorCode,
  RedisFailure,
  ScheduleOutcome,
} from './processor/outcomes'
export { NotStarted } from './processor/remote-handler'
export { RetryLater } from './processor/retry-later'
export { SyncQueue } from './processor/sync-queue'
export type { BumpFromOutcome } from './dedup/bumps'
export type { EarlierHold, FoundHold, FoundHolds } from './dedup/earlier-holds'
export { InstanceHeartbeat, type InstanceHeartbeatOptions } from './dedup/instance-heartbeat'
export {
  KeyInspector,
  type CensusOptions,
  type CensusPage,
  type CountedHold,
  type HoldDepth,
  type HoldExpiry,
  type HoldsCount,
  type HoldsScanOptions,
  type InspectedHold,
  type InspectedInstance,
  type InspectedKey,
  type InspectorPage,
  type InstancesFound,
  type KeyInspectorOptions,
  type ReleaseHoldOutcome,
} from './dedup/key-inspector'
export type { KeyLayoutName } from './dedup/key-layout'
export type { LinkState } from './dedup/link'
export type { RedisDedupOptions } from './dedup/dedup-options'
export { RedisDedup, type RedisDedupEvents } from './dedup/redis-dedup'
export {
  closeRedis,
  connectRedis,
  openRedis,
  type ConnectRedisOptions,
  type OpenRedisOptions,
} from './redis/connect'
export { startEmbeddedServer, type EmbeddedServer, type EmbeddedServerOptions } from './redis/embedded-server'
export type { RedisAddress } from './redis/redis-address'
