import {
  profile,
  type Environment,
  type KeyLayoutName,
  type Profile,
  type ProfileView,
} from '../../../src/contract/profile'

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

const urlSchemes = /^(rediss?:\/\/|unix:)/

/** The profile that the form describes, or what is wrong with it, by field. */
export function readConnection(draft: ConnectionDraft, view: ProfileView): ReadConnection {
  const problems: { -readonly [Name in keyof DraftProblems]: string } = {}
  const url = draft.redisUrl.trim()
  const concurrency = Number(draft.concurrency)
  if (draft.name.trim() === '') problems.name = 'Give the profile a name.'
  if (draft.server === 'other' && !urlSchemes.test(url)) {
    problems.redisUrl = 'Write redis://host:6379, rediss://host:6380, or unix:/path/to/socket.'
  }
  if (draft.layout === 'prefix' && draft.prefix === '') problems.prefix = 'Write the prefix.'
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
    concurrency,
    environment: draft.environment,
    readOnly: draft.readOnly,
  })
  if (Object.keys(problems).length === 0 && read.success) return { ok: true, profile: read.data }
  // The rules of the contract that have no words of their own above: lengths.
  for (const issue of read.error?.issues ?? []) {
    const field = issue.path[0]
    if (field === 'name' || field === 'redisUrl' || field === 'namespace') problems[field] ??= issue.message
  }
  return { ok: false, problems }
}
