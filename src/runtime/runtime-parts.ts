import type { Redis } from 'ioredis'
import type { Profile } from '../contract/profile'
import type { InstanceHeartbeat } from '../dedup/instance-heartbeat'
import type { KeyInspector } from '../dedup/key-inspector'
import type { RedisDedup } from '../dedup/redis-dedup'
import type { HandlerRunner } from '../handlers/handler-runner'
import type { BackgroundProcessor } from '../processor/background-processor'
import type { Clock } from '../processor/clock'
import type { Audit } from './audit/audit'
import type { ActiveHandler } from './handlers/active-handler'
import type { BulkActs } from './bulk/bulk-acts'
import type { ChangeMark } from './change-mark'
import type { JobCharts } from './charts/job-charts'
import type { ConnectionWatch } from './connection-watch'
import type { Exports } from './exports/exports'
import type { FollowUps } from './handlers/follow-ups'
import type { HistoryRecorder } from './history/history-recorder'
import type { ProfileStore } from './history/profile-store'
import type { EarlierHeartbeats } from './journal/earlier-heartbeats'
import type { Tries } from './handlers/tries'
import type { JobLog } from './jobs/job-log'
import type { JobLinesKept } from './jobs/job-lines'
import type { JobRuns } from './jobs/job-runs'
import type { ProblemLog } from './problem-log'

/** What one profile at work consists of. */
export interface RuntimeParts {
  readonly profile: Profile
  readonly clock: Clock
  readonly change: ChangeMark
  readonly redis: Redis
  readonly connection: ConnectionWatch
  readonly dedup: RedisDedup
  readonly inspector: KeyInspector
  /** None where the profile is read-only. */
  readonly heartbeat: InstanceHeartbeat | undefined
  /** Of instances that this app was before, as long as jobs of theirs are here. */
  readonly earlierHeartbeats: EarlierHeartbeats
  readonly runner: HandlerRunner
  readonly handler: ActiveHandler
  readonly runs: JobRuns
  readonly followUps: FollowUps
  readonly tries: Tries
  readonly processor: BackgroundProcessor<string>
  readonly jobs: JobLog
  readonly charts: JobCharts
  readonly lines: JobLinesKept
  readonly problems: ProblemLog
  readonly store: ProfileStore
  readonly audit: Audit
  readonly recorder: HistoryRecorder
  readonly bulk: BulkActs
  readonly exports: Exports
}
