import type { Page } from '@playwright/test'

/** One thing that the console can show. */
export interface Scene {
  readonly name: string
  /** Brings it on the screen from any page where no dialog is open. */
  readonly show: (page: Page) => Promise<void>
  /** Takes away what lies over the page. */
  readonly leave?: (page: Page) => Promise<void>
}
