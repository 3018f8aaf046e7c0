import { request } from '../../../api/client'
import type { MappedJob } from './map-row'

interface HandOver {
  readonly profileId: string
  readonly name: string
  readonly total: number
  readonly signal: AbortSignal
  /** The next jobs from this one on. */
  readonly jobs: (from: number) => Promise<MappedJob[]>
  readonly sent: (sent: number) => void
}

/**
 * Hands jobs over part by part, the next one when the last was taken, and has them scheduled at the end.
 * @returns whether they are: a signal that comes while they are being confirmed comes too late
 */
export async function handOver({ profileId, name, total, signal, jobs, sent }: HandOver): Promise<boolean> {
  const stopped = (): boolean => signal.aborted
  const { importId } = await request('import.begin', { profileId, name: name.slice(0, 255), total })
  try {
    for (let from = 0; from < total && !stopped();) {
      const part = await jobs(from)
      const { received } = await request('import.jobs', { profileId, importId, jobs: part })
      from = received
      if (!stopped()) sent(received)
    }
    if (!stopped()) {
      await request('import.commit', { profileId, importId })
      return true
    }
  } catch (error) {
    await drop(profileId, importId)
    throw error
  }
  await drop(profileId, importId)
  return false
}

/** Not to be heard of where it fails: what is not committed is never scheduled. */
async function drop(profileId: string, importId: string): Promise<void> {
  await request('import.drop', { profileId, importId }).catch(() => undefined)
}
