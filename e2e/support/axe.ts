import axe from 'axe-core'
import type { Page } from '@playwright/test'

declare global {
  interface Window {
    /** Put there by `prepareAxe`. */
    readonly axe?: typeof axe
  }
}

/** Loads axe into a page, once: its text is half a megabyte. */
export async function prepareAxe(page: Page): Promise<void> {
  await page.evaluate(axe.source)
}

/**
 * What axe finds wrong, in words; every rule, and every impact.
 *
 * @param what `colours`: only what another theme can change
 */
export async function violations(page: Page, what: 'all' | 'colours'): Promise<readonly string[]> {
  const found = await page.evaluate(async (only) => {
    if (!window.axe) throw new Error('axe is not prepared in this page.')
    const options =
      only === 'colours' ? { runOnly: { type: 'rule' as const, values: ['color-contrast'] } } : {}
    const results = await window.axe.run(document, { ...options, resultTypes: ['violations'] })
    return results.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
    )
  }, what)
  return found
}
