/** Between two calls. */
const BETWEEN_MS = 100
/** A call has 1 s; this many calls later it is late, whatever a timer or a busy machine takes on top. */
const LATE_AFTER = 20

/**
 * Makes a call ten times a second. That each is answered is judged by the calls that follow, not by a watch: a machine
 * that stalls stalls both.
 *
 * @param schedule makes the nth call
 * @returns the calls that had no answer when the twentieth after them was made
 */
export async function probeWhile(
  durationMs: number,
  schedule: (n: number) => Promise<string>,
): Promise<readonly number[]> {
  const open = new Set<number>()
  const late = new Set<number>()
  const calls: Promise<void>[] = []
  for (let n = 0; n < durationMs / BETWEEN_MS; n += 1) {
    open.add(n)
    calls.push(schedule(n).then(() => void open.delete(n)))
    if (open.has(n - LATE_AFTER)) late.add(n - LATE_AFTER)
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS))
  }
  await Promise.all(calls)
  return [...late]
}
