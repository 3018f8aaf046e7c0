import { expect, it } from 'vitest'
import { RunClaims } from '../../src/handlers/run-claims'

const ofHost = new RunClaims()
const ofWorker = new RunClaims(ofHost.memory)

it('a run is started or withdrawn, never both', () => {
  const started = ofHost.offer(10)
  expect(ofWorker.start(started)).toBe(true)
  expect(ofHost.withdraw(started)).toBe(false)
  const withdrawn = ofHost.offer(11)
  expect(ofHost.withdraw(withdrawn)).toBe(true)
  expect(ofWorker.start(withdrawn)).toBe(false)
})

it('an end is seen with the time that it took', () => {
  const slot = ofHost.offer(12)
  expect(ofHost.endedMs(slot)).toBeUndefined()
  ofWorker.start(slot)
  expect(ofHost.endedMs(slot)).toBeUndefined()
  ofWorker.end(slot, 1.5)
  expect(ofHost.endedMs(slot)).toBe(1.5)
})

it('a run withdrawn long ago does not start in the place of a newer one', () => {
  const old = ofHost.offer(0)
  expect(ofHost.withdraw(old)).toBe(true)
  // Every place is used again by then.
  for (let count = 1; count <= 100_000; count += 1) ofHost.offer(count)
  expect(ofWorker.start(old)).toBe(false)
  expect(ofHost.endedMs(old)).toBeUndefined()
  expect(ofWorker.start(100_000)).toBe(true)
})

it('a first run counts as offered by the host alone', () => {
  const { memory } = new RunClaims()
  // Memory begins as zeros: nothing of it may be claimed before it was offered.
  expect(new RunClaims(memory).start(0)).toBe(false)
})
