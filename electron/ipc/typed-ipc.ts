import { z } from 'zod'
import {
  channels,
  type ChannelName,
  type Reply,
  type RequestOf,
  type ResponseOf,
} from '../../src/contract/channels'
import { errorEnvelope, KeyholdError } from '../../src/runtime'

/** One function a channel: does not compile while one is missing. */
export type HandlerTable<Caller> = {
  readonly [Name in ChannelName]: (
    request: RequestOf<Name>,
    caller: Caller,
  ) => Promise<ResponseOf<Name>> | ResponseOf<Name>
}

/** The contract's schemas, typed so that one of them can be picked by a name that is only known at run time. */
const contract: {
  readonly [Name in ChannelName]: {
    readonly request: z.ZodType<RequestOf<Name>>
    readonly response: z.ZodType<ResponseOf<Name>>
  }
} = channels

/** Who calls, as the process line tells it. */
export interface Sender {
  /** Address of the calling frame; undefined when it is gone. */
  readonly url: string | undefined
  /** False for a frame inside the page. */
  readonly mainFrame: boolean
}

export interface TypedIpcOptions<Caller> {
  readonly table: HandlerTable<Caller>
  /** Tells whether a URL is the renderer's own. */
  readonly isOwn: (url: string) => boolean
  /** Answers are checked against the contract too: in development, where a fault in them is to be seen. */
  readonly checkAnswers: boolean
  /** Told of every error that is not one of ours, with the name of the call. */
  readonly onUnexpected: (name: ChannelName, error: unknown) => void
}

export type AnswerCall<Caller> = (
  name: ChannelName,
  payload: unknown,
  sender: Sender,
  caller: Caller,
) => Promise<Reply>

/**
 * The one way into the main process: checks who calls and what is sent, calls the handler, and turns whatever
 * happens into a reply. Never rejects.
 */
export function typedIpc<Caller>(options: TypedIpcOptions<Caller>): AnswerCall<Caller> {
  return async (name, payload, sender, caller) => {
    try {
      refuseStrangers(sender, options.isOwn)
      return { ok: true, value: await call(options, name, payload, caller) }
    } catch (error) {
      if (!(error instanceof KeyholdError) || error.code === 'bad-answer') options.onUnexpected(name, error)
      return { ok: false, error: errorEnvelope(error) }
    }
  }
}

async function call<Caller, Name extends ChannelName>(
  { table, checkAnswers }: TypedIpcOptions<Caller>,
  name: Name,
  payload: unknown,
  caller: Caller,
): Promise<ResponseOf<Name>> {
  const request = contract[name].request.safeParse(payload)
  if (!request.success) throw badPayload(name, request.error)
  const answer = await table[name](request.data, caller)
  if (!checkAnswers) return answer
  const checked = contract[name].response.safeParse(answer)
  if (!checked.success) throw badAnswer(name, checked.error)
  return answer
}

function refuseStrangers({ url, mainFrame }: Sender, isOwn: (url: string) => boolean): void {
  if (url !== undefined && mainFrame && isOwn(url)) return
  throw new KeyholdError(
    'bad-sender',
    'A call came from a page that is not Keyhold’s own and was refused.',
    'Close Keyhold and start it again; report this with the log file if it comes back.',
  )
}

function badPayload(name: string, error: z.core.$ZodError): KeyholdError {
  return new KeyholdError(
    'bad-request',
    `The call ${name} was refused: ${z.prettifyError(error)}`,
    'Correct the values; report this with the log file if they came from Keyhold itself.',
  )
}

function badAnswer(name: string, error: z.core.$ZodError): KeyholdError {
  return new KeyholdError(
    'bad-answer',
    `The answer to ${name} does not keep the contract: ${z.prettifyError(error)}`,
    'This is a fault in Keyhold: report it with the log file.',
  )
}
