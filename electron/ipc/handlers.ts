import type { AppInfo } from '../../src/contract/channels'
import type { ActiveProfile } from '../active-profile'
import type { EventBridge } from './event-bridge'
import type { HandlerTable } from './typed-ipc'

/** What a handler knows of the window that calls. */
export interface Caller {
  readonly bridge: EventBridge
}

/** What of the desktop the handlers need. */
export interface Desktop {
  readonly info: () => AppInfo
  readonly copyText: (text: string) => Promise<void>
  readonly reportError: (report: string) => void
  /** @throws KeyholdError folder-not-opened */
  readonly openFolder: (folder: string) => Promise<void>
}

/** The answer to every channel: each line says who gives it. */
export function handlerTable(active: ActiveProfile, desktop: Desktop): HandlerTable<Caller> {
  return {
    ...appHandlers(active, desktop),
    ...queueHandlers(active),
    ...scheduleHandlers(active),
    ...heldKeysHandlers(active),
    ...handlerHandlers(active, desktop),
  }
}

type Of<Prefix extends string> = Pick<
  HandlerTable<Caller>,
  Extract<keyof HandlerTable<Caller>, `${Prefix}.${string}`>
>

function appHandlers(active: ActiveProfile, desktop: Desktop): Of<'app' | 'profile' | 'live'> {
  return {
    'app.info': async () => {
      // The problems of the start are known when it is over.
      await active.settled()
      return desktop.info()
    },
    'app.copy-text': async ({ text }) => {
      await desktop.copyText(text)
      return null
    },
    'app.report-error': ({ report }) => {
      desktop.reportError(report)
      return null
    },
    'profile.save': ({ profile }) => active.save(profile),
    'live.open': ({ profileId }, { bridge }) => {
      active.check(profileId)
      return bridge.open()
    },
    'live.acknowledge': ({ sequence }, { bridge }) => {
      bridge.acknowledge(sequence)
      return null
    },
  }
}

function queueHandlers(active: ActiveProfile): Of<'queue'> {
  const at = (profileId: string) => active.runtime(profileId)
  return {
    'queue.waiting': async ({ profileId, ...range }) => (await at(profileId)).waiting(range),
    'queue.finished': async ({ profileId, ...range }) => (await at(profileId)).finished(range),
    'queue.refused': async ({ profileId }) => (await at(profileId)).refused(),
    'queue.problems': async ({ profileId }) => (await at(profileId)).problems(),
    'queue.argument': async ({ profileId, jobId }) => (await at(profileId)).argument(jobId),
    'queue.pause': async ({ profileId }) => {
      ;(await at(profileId)).pause()
      return null
    },
    'queue.resume': async ({ profileId }) => {
      ;(await at(profileId)).resume()
      return null
    },
    'queue.cancel': async ({ profileId, jobId }) => (await at(profileId)).cancel(jobId),
  }
}

function scheduleHandlers(active: ActiveProfile): Of<'schedule'> {
  const at = (profileId: string) => active.runtime(profileId)
  return {
    'schedule.job': async ({ profileId, ...job }) => (await at(profileId)).schedule(job),
    'schedule.repeat': async ({ profileId, ...jobs }) => (await at(profileId)).repeat(jobs),
    'schedule.cancel-repeat': async ({ profileId, repeatId }) => (await at(profileId)).cancelRepeat(repeatId),
    'schedule.samples': async ({ profileId }) => (await at(profileId)).scheduleSamples(),
  }
}

function heldKeysHandlers(active: ActiveProfile): Of<'held-keys' | 'bump'> {
  const at = (profileId: string) => active.runtime(profileId)
  return {
    'held-keys.scan': async ({ profileId, ...scan }) => (await at(profileId)).scanHeldKeys(scan),
    'held-keys.stop-scan': async ({ profileId, scanId }) => (await at(profileId)).stopScan(scanId),
    'held-keys.rows': async ({ profileId, ...range }) => (await at(profileId)).heldKeyRows(range),
    'held-keys.look-up': async ({ profileId, key }) => (await at(profileId)).lookUp(key),
    'held-keys.release': async ({ profileId, ...hold }) => (await at(profileId)).release(hold),
    'bump.preview': async ({ profileId }) => (await at(profileId)).bumpPreview(),
    'bump.confirm': async ({ profileId, from }) => (await at(profileId)).bump(from),
  }
}

function handlerHandlers(active: ActiveProfile, desktop: Desktop): Of<'handlers'> {
  return {
    'handlers.list': async ({ profileId }) => (await active.runtime(profileId)).handlers(),
    'handlers.use': async ({ profileId, file }) => {
      const folder = await (await active.runtime(profileId)).useHandler(file)
      await active.rememberHandler(file)
      return folder
    },
    'handlers.open-folder': async ({ profileId }) => {
      const { folder } = await (await active.runtime(profileId)).handlers()
      await desktop.openFolder(folder)
      return null
    },
  }
}
