// Reads a file beside the script, prices.json, and looks up { "product": "apple" } in it.
import { readFile } from 'node:fs/promises'

const file = new URL('./prices.json', import.meta.url)

/** @type {import('./keyhold').Handler<{ product: string }>} */
export default async function readAFile({ product }, { log }) {
  // Read anew for each job: a change of the file counts from the next job on.
  const prices = JSON.parse(await readFile(file, 'utf8'))
  if (!(product in prices)) throw new Error(`${product} has no price`)
  log.info(product, 'costs', prices[product])
}
