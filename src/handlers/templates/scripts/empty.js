// Does nothing yet: a place to begin, in JavaScript.

/** @type {import('./keyhold').Handler<{ seller: number }>} */
export default async function handle(arg, { key, log }) {
  log.info(key, 'seller', arg.seller)

  // The pause before the next job, in milliseconds. Nothing: no pause.
  return 0
}
