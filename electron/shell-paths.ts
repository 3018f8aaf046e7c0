import { join } from 'node:path'

/** Where the shell finds its parts and keeps its files. All absolute. */
export interface ShellPaths {
  readonly userData: string
  readonly settings: string
  readonly log: string
  readonly crashNote: string
  readonly redis: string
  /** Texts of handlers that ran. */
  readonly handlerVersions: string
  /** Databases, one a profile. */
  readonly jobStores: string
  /** What handler hosts have begun. */
  readonly runMarks: string
  /** The built renderer. */
  readonly page: string
  readonly preload: string
  readonly handlerHost: string
  readonly jobStoreThread: string
}

/**
 * @param userData where the app keeps its files
 * @param bundles folder of the built main process
 */
export function shellPaths(userData: string, bundles: string): ShellPaths {
  return {
    userData,
    settings: join(userData, 'settings.json'),
    log: join(userData, 'logs', 'keyhold.log'),
    crashNote: join(userData, 'crash-note.txt'),
    redis: join(userData, 'redis'),
    handlerVersions: join(userData, 'handler-versions'),
    jobStores: join(userData, 'job-stores'),
    runMarks: join(userData, 'run-marks'),
    page: join(bundles, '..', 'dist'),
    preload: join(bundles, 'preload.cjs'),
    handlerHost: join(bundles, 'handler-host.cjs'),
    jobStoreThread: join(bundles, 'job-store.cjs'),
  }
}

/** The database of a profile, and the thread that works on it. */
export function storeOf(
  paths: ShellPaths,
  profileId: string,
): { readonly file: string; readonly entry: string } {
  return {
    file: join(paths.jobStores, `${encodeURIComponent(profileId)}.sqlite`),
    // A native module is loaded from a file of its own: what loads it lies beside it, not in the archive.
    entry: paths.jobStoreThread.replace(/\bapp\.asar\b/, 'app.asar.unpacked'),
  }
}
