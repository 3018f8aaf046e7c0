import { addressWithoutPassword, hasPassword } from '../redis-address'
import { DEFAULT_SETTINGS, SETTINGS_VERSION } from './schema'

type Document = Readonly<Record<string, unknown>>

/** The version a settings document says it has; the first files had none. Undefined: it says nothing sensible. */
export function versionOf(document: Document): number | undefined {
  const { version } = document
  if (version === undefined) return 0
  return typeof version === 'number' && Number.isInteger(version) && version >= 0 ? version : undefined
}

/** Index n takes a document of version n to version n + 1. */
const STEPS: readonly ((document: Document) => Document)[] = [fromVersion0, fromVersion1]

/**
 * @param document of version 0 … the present one
 * @returns the document in the present version's shape; not yet checked against its schema
 */
export function migrate(document: Document): Document {
  let migrated = document
  for (let version = versionOf(document) ?? 0; version < SETTINGS_VERSION; version += 1) {
    const step = STEPS[version]
    if (!step) throw new RangeError(`No migration from settings version ${version}.`)
    migrated = step(migrated)
  }
  return migrated
}

/** Version 0 had one connection, flat in the document, and a window with no place. */
function fromVersion0(document: Document): Document {
  const { redisUrl, namespace, handler, concurrency, window } = document
  const [standard] = DEFAULT_SETTINGS.profiles
  const configured = typeof redisUrl === 'string' && redisUrl !== ''
  const password = configured && hasPassword(redisUrl)
  return {
    version: 1,
    activeProfile: 'default',
    profiles: [
      {
        ...standard,
        ...(configured ? { name: 'Redis', redisUrl: addressWithoutPassword(redisUrl) } : {}),
        ...(namespace === undefined ? {} : { namespace }),
        ...(handler === undefined ? {} : { handler }),
        ...(concurrency === undefined ? {} : { concurrency }),
      },
    ],
    // It was in the clear there; it is asked for once and then kept as it should be.
    secrets: password ? { default: { kind: 'not-stored' } } : {},
    window: isSize(window)
      ? { x: 0, y: 0, width: window.width, height: window.height, maximized: false }
      : null,
  }
}

/** Version 1 had no templates and no recurring jobs. */
function fromVersion1(document: Document): Document {
  return { ...document, version: 2, templates: {}, recurring: {} }
}

function isSize(value: unknown): value is { readonly width: number; readonly height: number } {
  return typeof value === 'object' && value !== null && 'width' in value && 'height' in value
}
