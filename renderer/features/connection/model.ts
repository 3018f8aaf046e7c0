import {
  profile,
  type Environment,
  type KeyLayoutName,
  type Profile,
  type ProfileView,
} from '../../../src/contract/profile'
import { countOf } from '../../ui/format'

export const environmentWords: Readonly<Record<Environment, string>> = {
  development: 'Development',
  staging: 'Staging',
  production: 'Production',
}

export type LayoutChoice = 'go-io' | 'go-io-colon' | 'prefix'

/** The form as it is filled in. */
export interface ConnectionDraft {
  readonly name: string
  readonly server: 'embedded' | 'other'
  readonly redisUrl: string
  readonly namespace: string
  readonly layout: LayoutChoice
  readonly prefix: string
  readonly environment: Environment
  /** Empty: the app's own. */
  readonly handlerFolder: string
  readonly concurrency: string
  readonly readOnly: boolean
}

export function draftOf(view: ProfileView): ConnectionDraft {
  return {
    name: view.name,
    server: view.embedded ? 'embedded' : 'other',
    redisUrl: view.redisUrl ?? '',
    namespace: view.namespace,
    layout: typeof view.layout === 'string' ? view.layout : 'prefix',
    prefix: typeof view.layout === 'string' ? '' : view.layout.prefix,
    environment: view.environment,
    handlerFolder: view.handlerFolder ?? '',
    concurrency: String(view.concurrency),
    readOnly: view.readOnly,
  }
}

function layoutOf({ layout, prefix }: ConnectionDraft): KeyLayoutName {
  return layout === 'prefix' ? { prefix } : layout
}

export type DraftProblems = Partial<Record<keyof ConnectionDraft, string>>
export type ReadConnection =
  { readonly ok: true; readonly profile: Profile } | { readonly ok: false; readonly problems: DraftProblems }

/** `/…`, `C:\…`, `\\server\…`: a relative one would depend on where the app was started. */
const absolutePath = /^(\/|[a-z]:[\\/]|\\\\)/i

/**
 * Whether the environment names the folder of the scripts, whatever the profile says.
 *
 * @param inUse the folder that is in use
 * @param userData the app's own folder
 */
export function isFolderFromOutside(view: ProfileView, inUse: string, userData: string): boolean {
  if (view.handlerFolder === undefined) return !inUse.startsWith(userData)
  const bare = (path: string): string => path.replace(/[\\/]+$/, '')
  return bare(view.handlerFolder) !== bare(inUse)
}

const urlSchemes = /^(rediss?:\/\/|unix:)/

const judgedByContract = ['name', 'redisUrl', 'namespace', 'handlerFolder'] as const
type JudgedByContract = (typeof judgedByContract)[number]

function isJudgedByContract(field: unknown): field is JudgedByContract {
  return judgedByContract.some((each) => each === field)
}

/** The profile that the form describes, or what is wrong with it, by field. */
export function readConnection(draft: ConnectionDraft, view: ProfileView): ReadConnection {
  const problems: { -readonly [Name in keyof DraftProblems]: string } = {}
  const url = draft.redisUrl.trim()
  const handlerFolder = draft.handlerFolder.trim()
  const concurrency = Number(draft.concurrency)
  if (draft.name.trim() === '') problems.name = 'Give the profile a name.'
  if (draft.server === 'other' && !urlSchemes.test(url)) {
    problems.redisUrl = 'Write redis://host:6379, rediss://host:6380, or unix:/path/to/socket.'
  }
  if (draft.layout === 'prefix' && draft.prefix === '') problems.prefix = 'Write the prefix.'
  if (handlerFolder !== '' && !absolutePath.test(handlerFolder)) {
    problems.handlerFolder = 'Write the whole path, from the root of its disk, or leave it empty.'
  }
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 64) {
    problems.concurrency = 'Write a whole number from 1 to 64.'
  }
  const read = profile.safeParse({
    id: view.id,
    name: draft.name.trim(),
    ...(draft.server === 'other' ? { redisUrl: url } : {}),
    namespace: draft.namespace,
    layout: layoutOf(draft),
    handler: view.handler,
    ...(handlerFolder === '' ? {} : { handlerFolder }),
    concurrency,
    environment: draft.environment,
    readOnly: draft.readOnly,
  })
  if (Object.keys(problems).length === 0 && read.success) return { ok: true, profile: read.data }
  // The rules of the contract that have no words of their own above: lengths.
  for (const issue of read.error?.issues ?? []) {
    const field = issue.path[0]
    if (isJudgedByContract(field)) problems[field] ??= issue.message
  }
  return { ok: false, problems }
}

/** What becomes of the jobs that are here when the profile connects anew. */
export interface Drop {
  readonly title: string
  readonly text: string
  /** The verb. */
  readonly act: string
}

/** @returns undefined where no job is here */
export function dropInWords(
  name: string,
  { waiting, running }: { readonly waiting: number; readonly running: number },
): Drop | undefined {
  const dropped = `${countOf(waiting, 'waiting job is', 'waiting jobs are')} dropped and ${
    waiting === 1 ? 'its hold' : 'their holds'
  } released`
  const ended = `${countOf(running, 'running job is', 'running jobs are')} given 5 s to end`
  const restart = `${name} connects anew.`
  if (waiting > 0) {
    return {
      title: `Drop ${countOf(waiting, 'waiting job')}?`,
      text: `${restart} ${dropped}${running > 0 ? `; ${ended}` : ''}.`,
      act: `Drop ${countOf(waiting, 'job')} and connect`,
    }
  }
  if (running === 0) return undefined
  return {
    title: `End ${countOf(running, 'running job')}?`,
    text: `${restart} ${ended}, then aborted.`,
    act: `End ${countOf(running, 'job')} and connect`,
  }
}
