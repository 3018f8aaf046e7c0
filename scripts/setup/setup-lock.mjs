import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SetupError } from './setup-error.mjs'

/** The owner touches its lock this often, in ms; without a touch for `STALE_MS` it counts as gone. */
const TOUCH_MS = 2_000
const STALE_MS = 30_000
const RETRY_MS = 100
/** Longer than any set-up takes, in ms. */
const GIVE_UP_MS = 20 * 60_000

/** @typedef {{ token: string, pid: number, host: string }} Owner */

/** @param {string} lock */
const ownerFile = (lock) => join(lock, 'owner.json')

/**
 * @param {string} lock
 * @returns {Owner | undefined}
 */
function readOwner(lock) {
  try {
    return /** @type {Owner} */ (JSON.parse(readFileSync(ownerFile(lock), 'utf8')))
  } catch {
    return undefined
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Nobody works under this lock any more.
 * @param {string} lock
 * @param {Owner} owner
 */
function isStale(lock, owner) {
  if (owner.host === hostname() && !isAlive(owner.pid)) return true
  try {
    return Date.now() - statSync(ownerFile(lock)).mtimeMs > STALE_MS
  } catch {
    return false
  }
}

/**
 * Takes the lock if it is free. A folder that is renamed into place is there with its owner in it, or not at all.
 * @param {string} lock
 * @param {Owner} owner
 */
function tryTake(lock, owner) {
  const own = `${lock}-${owner.token}`
  mkdirSync(own)
  writeFileSync(ownerFile(own), JSON.stringify(owner))
  try {
    renameSync(own, lock)
    return true
  } catch {
    rmSync(own, { recursive: true, force: true })
    if (!existsSync(lock) || statSync(lock).isDirectory()) return false
    throw new SetupError(`${lock} is in the way of the set-up's lock.`, 'Remove it, and try again.')
  }
}

/**
 * Removes the lock of an owner that is gone. Of several that saw it only one may: the one that creates the mark
 * named after that owner, in a lock that is still that owner's.
 * @param {string} lock
 * @param {Owner} owner
 */
function removeStale(lock, owner) {
  const mark = join(lock, `removed-${owner.token}`)
  try {
    writeFileSync(mark, '', { flag: 'wx' })
  } catch {
    return
  }
  if (readOwner(lock)?.token === owner.token) rmSync(lock, { recursive: true, force: true })
  else rmSync(mark, { force: true })
}

/**
 * Runs one set-up at a time in this repository, whoever starts it.
 * @template T
 * @param {string} lock the folder that is the lock
 * @param {() => Promise<T>} body
 * @returns {Promise<T>}
 */
export async function withSetupLock(lock, body) {
  const owner = { token: randomBytes(6).toString('hex'), pid: process.pid, host: hostname() }
  const since = performance.now()
  let told = ''
  while (!tryTake(lock, owner)) {
    const other = readOwner(lock)
    if (other && isStale(lock, other)) {
      removeStale(lock, other)
      continue
    }
    if (other && told !== other.token) {
      told = other.token
      console.log(`… another set-up is at work here (process ${other.pid}): waiting for it`)
    }
    if (performance.now() - since > GIVE_UP_MS) {
      throw new SetupError(
        'Another set-up has been at work here for 20 minutes.',
        `End it, or remove ${lock}.`,
      )
    }
    await sleep(RETRY_MS)
  }
  const touch = setInterval(() => touchLock(lock), TOUCH_MS)
  const release = () => rmSync(lock, { recursive: true, force: true })
  process.once('exit', release)
  try {
    return await body()
  } finally {
    clearInterval(touch)
    process.off('exit', release)
    release()
  }
}

/** @param {string} lock */
function touchLock(lock) {
  const now = new Date()
  try {
    utimesSync(ownerFile(lock), now, now)
  } catch {
    // Somebody removed it by hand: the work goes on, and there is nothing left to release.
  }
}
