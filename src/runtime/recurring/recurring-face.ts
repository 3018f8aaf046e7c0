import type { ChannelName, RequestOf, ResponseOf } from '../../contract/channels'
import type { RecurringEntry } from '../../contract/recurring'

type Answer<Name extends ChannelName> = Promise<ResponseOf<Name>>
type Request<Name extends ChannelName> = Omit<RequestOf<Name>, 'profileId'>

/** What a runtime answers of the jobs that come again and again. Methods throw KeyholdError. */
export interface RecurringFace {
  list(): ResponseOf<'recurring.list'>
  read(id: string): RecurringEntry
  save(request: Request<'recurring.save'>): Answer<'recurring.save'>
  switch(request: Request<'recurring.switch'>): Answer<'recurring.switch'>
  remove(id: string): Answer<'recurring.remove'>
  preview(request: Request<'recurring.preview'>): ResponseOf<'recurring.preview'>
}

/** Where the recurring jobs of a profile come from and are kept. */
export interface RecurringStore {
  /** As they were when the runtime starts. */
  readonly entries: readonly RecurringEntry[]
  /** Called after each change, with all of them. Rejects with a KeyholdError; the change counts all the same. */
  readonly save: (entries: readonly RecurringEntry[]) => Promise<void>
}
