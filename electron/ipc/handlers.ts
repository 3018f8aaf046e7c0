import type { AppInfo } from '../../src/contract/channels'
import type { ActiveProfile } from '../active-profile'
import type { EventBridge } from './event-bridge'
import type { HandlerTable } from './typed-ipc'

/** What a handler knows of the window that calls. */
export interface Caller {
  readonly bridge: EventBridge
  readonly page: {
    /** It holds text that no file has, or no longer does. */
    readonly setUnsaved: (unsaved: boolean) => void
    /** Its window may close after all. */
    readonly leave: () => void
  }
}

/** What of the desktop the handlers need. */
export interface Desktop {
  readonly info: () => AppInfo
  readonly copyText: (text: string) => Promise<void>
  readonly reportError: (report: string) => void
  /** @throws KeyholdError folder-not-opened */
  readonly openFolder: (folder: string) => Promise<void>
  /** Shows a file in the system's file manager. */
  readonly reveal: (path: string) => void
  /** Opens a file in the system's own editor. @throws KeyholdError file-not-opened */
  readonly openFile: (path: string) => Promise<void>
}

/** The answer to every channel: each line says who gives it. */
export function handlerTable(active: ActiveProfile, desktop: Desktop): HandlerTable<Caller> {
  return {
    ...appHandlers(active, desktop),
    ...queueHandlers(active),
    ...scheduleHandlers(active),
    ...heldKeysHandlers(active),
    ...handlerHandlers(active, desktop),
    ...scriptHandlers(active, desktop),
    ...tryHandlers(active),
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
    'app.unsaved': ({ unsaved }, { page }) => {
      page.setUnsaved(unsaved)
      return null
    },
    'app.leave': (_nothing, { page }) => {
      page.leave()
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

type Handlers = Of<'handlers'>

function handlerHandlers(
  active: ActiveProfile,
  desktop: Desktop,
): Pick<Handlers, 'handlers.list' | 'handlers.use' | 'handlers.open-folder' | 'handlers.templates'> {
  const at = async (profileId: string) => (await active.runtime(profileId)).handlers
  return {
    'handlers.list': async ({ profileId }) => (await at(profileId)).list(),
    'handlers.use': async ({ profileId, file }) => {
      const folder = await (await at(profileId)).use(file)
      await active.rememberHandler(file)
      return folder
    },
    'handlers.open-folder': async ({ profileId }) => {
      const { folder } = await (await at(profileId)).list()
      await desktop.openFolder(folder)
      return null
    },
    'handlers.templates': async ({ profileId }) => [...(await at(profileId)).templates()],
  }
}

function scriptHandlers(
  active: ActiveProfile,
  desktop: Desktop,
): Pick<
  Handlers,
  | 'handlers.read'
  | 'handlers.save'
  | 'handlers.rename'
  | 'handlers.trash'
  | 'handlers.reveal'
  | 'handlers.open-outside'
> {
  const at = async (profileId: string) => (await active.runtime(profileId)).handlers
  return {
    'handlers.read': async ({ profileId, file }) => (await at(profileId)).read(file),
    'handlers.save': async ({ profileId, ...script }) => (await at(profileId)).save(script),
    'handlers.rename': async ({ profileId, file, to }) => {
      const handlers = await at(profileId)
      const folder = await handlers.rename({ file, to })
      if (handlers.activeFile === to) await active.rememberHandler(to)
      return folder
    },
    'handlers.trash': async ({ profileId, file }) => (await at(profileId)).trash(file),
    'handlers.reveal': async ({ profileId, file }) => {
      desktop.reveal(await (await at(profileId)).pathOf(file))
      return null
    },
    'handlers.open-outside': async ({ profileId, file }) => {
      await desktop.openFile(await (await at(profileId)).pathOf(file))
      return null
    },
  }
}

function tryHandlers(
  active: ActiveProfile,
): Pick<
  Handlers,
  'handlers.check-text' | 'handlers.try' | 'handlers.stop-try' | 'handlers.try-lines' | 'handlers.version'
> {
  const at = async (profileId: string) => (await active.runtime(profileId)).handlers
  return {
    'handlers.check-text': async ({ profileId, ...script }) => (await at(profileId)).checkText(script),
    'handlers.try': async ({ profileId, ...script }) => (await at(profileId)).try(script),
    'handlers.stop-try': async ({ profileId, tryId }) => {
      ;(await at(profileId)).stopTry(tryId)
      return null
    },
    'handlers.try-lines': async ({ profileId, ...range }) => (await at(profileId)).tryLines(range),
    'handlers.version': async ({ profileId, version }) => (await at(profileId)).textOf(version),
  }
}
