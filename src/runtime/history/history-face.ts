import type { ChannelName, RequestOf, ResponseOf } from '../../contract/channels'
import type { ExportView } from '../../contract/exports'

type Request<Name extends ChannelName> = Omit<RequestOf<Name>, 'profileId'>
type Answer<Name extends ChannelName> = Promise<ResponseOf<Name>>

/** What is kept of jobs that have ended. Methods throw KeyholdError: without a store, why there is none. */
export interface HistoryFace {
  jobs(request: Request<'history.jobs'>): Answer<'history.jobs'>
  count(request: Request<'history.count'>): Answer<'history.count'>
  job(request: Request<'history.job'>): Answer<'history.job'>
  /** Without a store, what this app remembers. */
  timeline(request: Request<'history.timeline'>): Answer<'history.timeline'>
  /**
   * Begins to write a file.
   * @param path absolute; written under another name until it is whole
   * @throws KeyholdError `too-many-exports`
   */
  startExport(request: Request<'history.export'> & { readonly path: string }): Promise<ExportView>
  /** @throws KeyholdError why nothing is kept, before anybody is asked for a path */
  checkOpen(): void
}
