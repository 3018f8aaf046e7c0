import type { ActiveProfile } from '../active-profile'
import { appHandlers } from './answers/app'
import { auditHandlers } from './answers/audit'
import { bulkHandlers } from './answers/bulk'
import { bumpHandlers } from './answers/bump'
import { chartsHandlers } from './answers/charts'
import type { Caller, Desktop } from './answers/desktop'
import { exportsHandlers } from './answers/exports'
import { handlerHandlers, scriptHandlers, tryHandlers } from './answers/handlers'
import { heldKeysHandlers } from './answers/held-keys'
import { historyHandlers } from './answers/history'
import { importHandlers } from './answers/import'
import { journalHandlers } from './answers/journal'
import { queueHandlers } from './answers/queue'
import { recurringHandlers } from './answers/recurring'
import { scheduleHandlers } from './answers/schedule'
import { templateHandlers } from './answers/templates'
import type { Templates } from '../templates'
import { shellHandlers } from './answers/shell'
import type { HandlerTable } from './typed-ipc'

/** The answer to every channel: each line says who gives it. */
export function handlerTable(
  active: ActiveProfile,
  desktop: Desktop,
  templates: Templates,
): HandlerTable<Caller> {
  return {
    ...appHandlers(active, desktop),
    ...queueHandlers(active),
    ...journalHandlers(active),
    ...scheduleHandlers(active),
    ...importHandlers(active, desktop),
    ...templateHandlers(active, templates),
    ...recurringHandlers(active),
    ...heldKeysHandlers(active),
    ...bumpHandlers(active),
    ...bulkHandlers(active),
    ...auditHandlers(active, desktop),
    ...exportsHandlers(active, desktop),
    ...handlerHandlers(active, desktop),
    ...scriptHandlers(active, desktop),
    ...tryHandlers(active),
    ...chartsHandlers(active),
    ...historyHandlers(active, desktop),
    ...shellHandlers(active, desktop.shell),
  }
}
