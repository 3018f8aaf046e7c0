// A program that opens a store, as another user where root runs it, and says how that went.
import { writeSync } from 'node:fs'
import { JobStore } from '../../../src/store/job-store'
import { StoreError } from '../../../src/store/store-error'

const [file = '', entry = ''] = process.argv.slice(2)

// Nothing is read-only to root.
const NOBODY = 65_534
if (process.getuid?.() === 0) {
  process.setgid?.(NOBODY)
  process.setuid?.(NOBODY)
}

try {
  const store = await JobStore.open({ file, entry })
  await store.close()
  writeSync(1, JSON.stringify({ code: 'opened' }))
} catch (error) {
  if (!(error instanceof StoreError)) throw error
  writeSync(1, JSON.stringify({ code: error.code, message: error.message }))
}
