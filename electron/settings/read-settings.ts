import { readFile, rename } from 'node:fs/promises'
import { z } from 'zod'
import type { ErrorEnvelope } from '../../src/contract/errors'
import { migrate, versionOf } from './migrations'
import { DEFAULT_SETTINGS, SETTINGS_VERSION, settings, type Settings } from './schema'

export interface ReadSettings {
  readonly settings: Settings
  /** False where a file is there that must not be overwritten. */
  readonly writable: boolean
  readonly problem?: ErrorEnvelope
}

/**
 * Reads the settings file. A file that cannot be understood is kept aside under another name, one from a later
 * version is left as it is; both are reported, and the defaults serve meanwhile.
 */
export async function readSettings(file: string): Promise<ReadSettings> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) return { settings: DEFAULT_SETTINGS, writable: true }
    return { settings: DEFAULT_SETTINGS, writable: false, problem: unreadable(file, error) }
  }
  const document = documentOf(text)
  const version = document && versionOf(document)
  if (document === undefined || version === undefined) return keptAside(file, 'It holds no settings.')
  if (version > SETTINGS_VERSION) {
    return { settings: DEFAULT_SETTINGS, writable: false, problem: fromTheFuture(file, version) }
  }
  const checked = upToDate(document)
  if (!checked.success) return keptAside(file, checked.reason)
  return { settings: checked.settings, writable: true }
}

type Checked =
  | { readonly success: true; readonly settings: Settings }
  | { readonly success: false; readonly reason: string }

function upToDate(document: Readonly<Record<string, unknown>>): Checked {
  try {
    const checked = settings.safeParse(migrate(document))
    if (checked.success) return { success: true, settings: checked.data }
    return { success: false, reason: z.prettifyError(checked.error) }
  } catch (error) {
    return { success: false, reason: error instanceof Error ? error.message : String(error) }
  }
}

function documentOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

async function keptAside(file: string, reason: string): Promise<ReadSettings> {
  const aside = `${file}.broken-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  try {
    await rename(file, aside)
  } catch (error) {
    return { settings: DEFAULT_SETTINGS, writable: false, problem: unreadable(file, error) }
  }
  const problem = {
    code: 'settings-broken',
    message: `The settings file could not be understood and was kept as ${aside}. ${reason}`,
    remedy: 'Keyhold runs with its defaults. Correct that file and rename it back, or set things up anew.',
  }
  return { settings: DEFAULT_SETTINGS, writable: true, problem }
}

function fromTheFuture(file: string, version: number): ErrorEnvelope {
  return {
    code: 'settings-from-future',
    message: `The settings in ${file} have version ${version}; this Keyhold knows versions up to ${SETTINGS_VERSION}. The file is left as it is.`,
    remedy: 'Start the newer Keyhold. What you change here lasts until this one is closed.',
  }
}

function unreadable(file: string, error: unknown): ErrorEnvelope {
  return {
    code: 'settings-unreadable',
    message: `The settings file ${file} could not be read: ${error instanceof Error ? error.message : String(error)}`,
    remedy: 'Correct its owner and permissions, then start Keyhold again. Changes last until it is closed.',
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
