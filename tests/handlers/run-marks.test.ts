import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openMarker, RunMarker, RunMarks, type MarkedRun } from '../../src/handlers/run-marks'

let marks: RunMarks
let marker: RunMarker

beforeEach(() => {
  marks = new RunMarks(process.pid)
  marker = new RunMarker(marks.path)
})
afterEach(() => marks.remove())

const run = (runId: number): MarkedRun => ({ runId, mark: runId + 1_000_000 })

it('tells what had ended, with its pause, what was under way, and what had not started', () => {
  const before = Date.now()
  marker.started(run(1))
  marker.ended(run(1), 0, run(2))
  marker.ended(run(2), 250, undefined)
  marker.started(run(3))
  const fateOf = marks.read()
  expect(fateOf(1)).toEqual({ kind: 'ended', pauseMs: 0 })
  expect(fateOf(2)).toEqual({ kind: 'ended', pauseMs: 250 })
  const third = fateOf(3)
  expect(third.kind === 'lost' ? third.startedAt : undefined).toBeGreaterThanOrEqual(before)
  expect(fateOf(4)).toEqual({ kind: 'not-started' })
})

it('a run that had failed is lost: a message was to tell how', () => {
  marker.started(run(1))
  marker.ended(run(1), undefined, undefined)
  expect(marks.read()(1)).toEqual({ kind: 'lost', startedAt: undefined })
})

it('keeps apart runs that follow one another and are not neighbours', () => {
  marker.started(run(1))
  marker.ended(run(1), 0, run(7))
  const fateOf = marks.read()
  expect(fateOf(7).kind).toBe('lost')
  expect([2, 3, 4, 5, 6].map((id) => fateOf(id).kind)).toEqual(Array(5).fill('not-started'))
})

it('a place is used again after 65,536 runs, by a run that says more than the one before it', () => {
  marker.started(run(65_535))
  marker.ended(run(65_535), 0, run(65_536))
  marker.ended(run(65_536), 0, undefined)
  marker.started(run(65_536 + 65_535))
  const fateOf = marks.read()
  expect(fateOf(65_536)).toEqual({ kind: 'ended', pauseMs: 0 })
  expect(fateOf(65_536 + 65_535).kind).toBe('lost')
  // Long ago: whatever it was, it is not to be run again.
  expect(fateOf(65_535).kind).toBe('lost')
  expect(fateOf(65_536 + 1).kind).toBe('not-started')
})

it('keeps the marks of neighbours whole, wherever in the file they lie', () => {
  marker.started(run(1))
  for (let id = 1; id < 1_000; id += 1) marker.ended(run(id), id, run(id + 1))
  const fateOf = marks.read()
  for (let id = 1; id < 1_000; id += 1) expect(fateOf(id)).toEqual({ kind: 'ended', pauseMs: id })
  expect(fateOf(1_000).kind).toBe('lost')
  expect(fateOf(1_001).kind).toBe('not-started')
})

it('leaves nothing, and without its file nothing is marked', () => {
  marks.remove()
  expect(existsSync(dirname(marks.path))).toBe(false)
  expect(openMarker(marks.path)).toBeUndefined()
  expect(openMarker(undefined)).toBeUndefined()
})
