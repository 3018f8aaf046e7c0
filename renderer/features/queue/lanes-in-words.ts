/** Why fewer lanes are in use than the profile has; undefined where all are. */
export function lanesInWords(file: string, inUse: number, ofProfile: number): string | undefined {
  if (inUse >= ofProfile) return undefined
  const lanes = inUse === 1 ? 'one job' : `${inUse} jobs`
  return `${inUse} of ${ofProfile} lanes: ${file} runs ${lanes} at a time`
}
