import type { ActiveProfile } from '../../active-profile'
import type { Desktop, Of } from './desktop'

type Handlers = Of<'handlers'>

export function handlerHandlers(
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

export function scriptHandlers(
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

export function tryHandlers(
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
