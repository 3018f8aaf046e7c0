import { getHeapStatistics } from 'node:v8'

/** What scripts leave behind has grown that far, or is about to be collected: a fresh worker costs less than to ask. */
export function isHeapHalfFull(): boolean {
  const { used_heap_size, heap_size_limit } = getHeapStatistics()
  return used_heap_size > heap_size_limit / 2
}
