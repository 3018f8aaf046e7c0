import type { Redis } from 'ioredis'
import type { ConnectionView } from '../contract/live'
import type { LinkState } from '../dedup/link'
import { redisFailureEnvelope } from './views/error-envelope'
import type { ProblemLog } from './problem-log'
import type { RuntimeLog } from './runtime'

export interface ConnectionWatchOptions {
  readonly redis: Redis
  readonly link: () => LinkState
  /** As it may be shown. */
  readonly address: string
  readonly problems: ProblemLog
  readonly log: RuntimeLog
  readonly changed: () => void
}

/** How things stand with Redis, in the operator's words: one problem row an outage, not one a try. */
export class ConnectionWatch {
  readonly #options: ConnectionWatchOptions
  #serverVersion = ''
  #shown: string = 'connecting'

  constructor(options: ConnectionWatchOptions) {
    this.#options = options
  }

  view(): ConnectionView {
    const link = this.#options.link()
    switch (link.state) {
      case 'connecting':
        return { state: 'connecting' }
      case 'ready':
        return { state: 'ready', address: this.#options.address, serverVersion: this.#serverVersion }
      case 'away':
        return {
          state: 'away',
          since: link.since,
          ...(link.answeredAt === undefined ? {} : { answeredAt: link.answeredAt }),
          error: redisFailureEnvelope(link.failure),
        }
    }
  }

  /** To be called whenever the link may have changed. */
  readonly onLink = (): void => {
    const { link, address, problems, log, changed } = this.#options
    const now = link()
    const shown = now.state === 'away' ? now.failure.code : now.state
    if (shown !== this.#shown) {
      this.#shown = shown
      if (now.state === 'away') {
        problems.report('keyhold_redis_away', redisFailureEnvelope(now.failure), { address })
      } else {
        log('info', `keyhold_redis_${now.state}`, { address })
      }
      if (now.state === 'ready') void this.#readVersion()
    }
    changed()
  }

  /** Another server may answer at the same address after an outage. */
  async #readVersion(): Promise<void> {
    const info = await this.#options.redis.info('server').catch(() => '')
    const version = /^(?:valkey|redis)_version:(.*)$/m.exec(info)?.[1]
    if (version === undefined) return
    this.#serverVersion = version.trim()
    this.#options.changed()
  }
}
