/** Lets the messages in that came meanwhile: what takes long is done in stretches, and writes wait for one at most. */
export const othersFirst = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
