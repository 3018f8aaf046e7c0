import type { ChannelName, RequestOf, ResponseOf } from '../../contract/channels'

type Request<Name extends ChannelName> = Omit<RequestOf<Name>, 'profileId'>
type Answer<Name extends ChannelName> = Promise<ResponseOf<Name>>

/** What a runtime does with holds beside the scan: one hold closely, and many at once. Methods throw KeyholdError. */
export interface HoldsFace {
  read(request: Request<'held-keys.read'>): Answer<'held-keys.read'>
  preview(request: Request<'held-keys.preview'>): Answer<'held-keys.preview'>
  releaseMany(request: Request<'held-keys.release-many'>): Answer<'held-keys.release-many'>
  extend(request: Request<'held-keys.extend'>): Answer<'held-keys.extend'>
  stale(): Answer<'held-keys.stale'>
  purge(request: Request<'held-keys.purge'>): Answer<'held-keys.purge'>
}
