import { resolve } from 'node:path'

/** The repository's root. */
export const root = resolve(import.meta.dirname, '../..')

/** @param {string[]} parts below the root */
export const inRoot = (...parts) => resolve(root, ...parts)
