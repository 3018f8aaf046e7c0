/** Characters of a version that tell it from the others of one script. */
const shortHash = 8

export function shortVersion(version: string): string {
  return version.slice(0, shortHash)
}
