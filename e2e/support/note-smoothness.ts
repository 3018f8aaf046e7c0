import { test } from '@playwright/test'
import type { Keyhold } from './launch-keyhold'
import { takeSmoothness } from './smoothness'

/** Prints what was seen since the last time, with the test under this name. */
export async function noteSmoothness(keyhold: Keyhold, name: string): Promise<void> {
  const description = `${name}: ${JSON.stringify(await takeSmoothness(keyhold))}`
  test.info().annotations.push({ type: 'smoothness (ms)', description })
  console.log(`    ${description}`)
}
