import { z } from 'zod'
import { appChannels } from './channels/app'
import { auditChannels } from './channels/audit'
import { bulkChannels } from './channels/bulk'
import { bumpChannels } from './channels/bump'
import { chartsChannels } from './channels/charts'
import { exportsChannels } from './channels/exports'
import { handlersChannels } from './channels/handlers'
import { heldKeysChannels } from './channels/held-keys'
import { historyChannels } from './channels/history'
import { importChannels } from './channels/import'
import { journalChannels } from './channels/journal'
import { queueChannels } from './channels/queue'
import { recurringChannels } from './channels/recurring'
import { scheduleChannels } from './channels/schedule'
import { templatesChannels } from './channels/templates'
import { shellChannels } from './channels/shell'
import { errorEnvelope } from './errors'
import { liveState } from './live'

/**
 * Every request that the renderer can make, with the shape of what it sends and gets. The preload's face and the
 * main process' handler table are derived from this one table.
 */
export const channels = {
  ...appChannels,
  ...queueChannels,
  ...journalChannels,
  ...scheduleChannels,
  ...importChannels,
  ...templatesChannels,
  ...recurringChannels,
  ...heldKeysChannels,
  ...bumpChannels,
  ...bulkChannels,
  ...auditChannels,
  ...exportsChannels,
  ...handlersChannels,
  ...chartsChannels,
  ...historyChannels,
  ...shellChannels,
} as const

export type Channels = typeof channels
export type ChannelName = keyof Channels
export type RequestOf<Name extends ChannelName> = z.infer<Channels[Name]['request']>
export type ResponseOf<Name extends ChannelName> = z.infer<Channels[Name]['response']>

/** What the main process says by itself. */
export const events = {
  live: liveState,
  /** Somebody wants to close the window while the page holds unsaved text. */
  'leave-asked': z.null(),
  /** An entry of the menu that a command of the page stands behind. */
  'command-chosen': z.object({ id: z.string() }),
} as const
export type EventName = keyof typeof events
export type EventOf<Name extends EventName> = z.infer<(typeof events)[Name]>

/** What every call answers across the process line. */
export const reply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: errorEnvelope }),
])
export type Reply = z.infer<typeof reply>

/** `window.keyhold`: all that the renderer can reach. */
export interface KeyholdApi {
  /** Rejects never: a failure is `{ ok: false, error }`. */
  request<Name extends ChannelName>(name: Name, request: RequestOf<Name>): Promise<Reply>
  /** @returns unsubscribes */
  on<Name extends EventName>(name: Name, listener: (event: EventOf<Name>) => void): () => void
}
