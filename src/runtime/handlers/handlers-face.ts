import type { ChannelName, RequestOf, ResponseOf } from '../../contract/channels'
import type { HandlerTemplate, SaveOutcome, ScriptView, TryView } from '../../contract/handlers'

export type Answer<Name extends ChannelName> = Promise<ResponseOf<Name>>
export type Request<Name extends ChannelName> = Omit<RequestOf<Name>, 'profileId'>

/** What a runtime answers of its scripts. Methods throw KeyholdError. */
export interface HandlersFace {
  /** File name of the script that runs the jobs. */
  readonly activeFile: string
  list(): Answer<'handlers.list'>
  use(file: string): Answer<'handlers.use'>
  templates(): readonly HandlerTemplate[]
  read(file: string): Promise<ScriptView>
  save(request: Request<'handlers.save'>): Promise<SaveOutcome>
  rename(request: Request<'handlers.rename'>): Answer<'handlers.rename'>
  trash(file: string): Answer<'handlers.trash'>
  /** Absolute path of a script that is there. */
  pathOf(file: string): Promise<string>
  checkText(request: Request<'handlers.check-text'>): Answer<'handlers.check-text'>
  try(request: Request<'handlers.try'>): Promise<TryView>
  stopTry(tryId: string): void
  tryLines(request: Request<'handlers.try-lines'>): ResponseOf<'handlers.try-lines'>
  /** The text of a version that ran. */
  textOf(version: string): Promise<ScriptView | null>
}
