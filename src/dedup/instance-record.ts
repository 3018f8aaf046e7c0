/** What the heartbeat of a running processor says of it. */
export interface InstanceRecord {
  /** Name of the machine. */
  readonly host: string
  /** Of the app, or of the library where there is no app. */
  readonly version: string
  /** Ms since the epoch by that host's clock. */
  readonly started: number
}

export function writeInstanceRecord({ host, version, started }: InstanceRecord): string {
  return JSON.stringify({ host, version, started })
}

/** Undefined for a value that is no record. Never throws. */
export function readInstanceRecord(value: string): InstanceRecord | undefined {
  let record: unknown
  try {
    record = JSON.parse(value)
  } catch {
    return undefined
  }
  if (typeof record !== 'object' || record === null) return undefined
  if (!('host' in record && 'version' in record && 'started' in record)) return undefined
  const { host, version, started } = record
  const isRecord = typeof host === 'string' && typeof version === 'string' && typeof started === 'number'
  return isRecord ? { host, version, started } : undefined
}
