import { userInfo } from 'node:os'

/** The user of the system, as it names them; a user without an entry there is called by the environment. */
export function operatorName(environment: Readonly<Record<string, string | undefined>>): string {
  try {
    const { username, uid } = userInfo()
    return username || `user ${uid}`
  } catch {
    return environment['USER'] || environment['LOGNAME'] || environment['USERNAME'] || 'unknown'
  }
}
