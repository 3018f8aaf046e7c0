import type { RequestOf, ResponseOf } from '../../contract/channels'
import type { LeftSelection } from '../../contract/channels/journal'

/** What a runtime answers of its journal, and of the jobs that an earlier run left in it. */
export interface JournalFace {
  left(request: Omit<RequestOf<'journal.left'>, 'profileId'>): ResponseOf<'journal.left'>
  /** @throws KeyholdError `read-only`, `left-changed`, `too-many-acts` */
  runLeft(of: LeftSelection): ResponseOf<'journal.run-left'>
  /** As `runLeft`. */
  dropLeft(of: LeftSelection): ResponseOf<'journal.drop-left'>
  /** What was resumed is no longer told. */
  dismiss(): void
  /** @throws KeyholdError `read-only` */
  goWithout(): void
  /** @throws KeyholdError `read-only` */
  tryAgain(): void
}
