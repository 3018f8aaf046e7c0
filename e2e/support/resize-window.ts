import { expect } from '@playwright/test'
import type { Keyhold } from './launch-keyhold'

/** @param size of the page, px */
export async function resizeWindow(
  { app, page }: Pick<Keyhold, 'app' | 'page'>,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
  }, size)
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([size.width, size.height])
}
