import { describe, expect, it } from 'vitest'
import type { TryView } from '../../src/contract/handlers'
import {
  argumentInLine,
  argumentsKept,
  latestTry,
  rememberArgument,
  stageOf,
  statusOf,
  type KnownTry,
} from '../../renderer/features/handlers/try/model'

const running: TryView = {
  tryId: 't1',
  file: 'mine.ts',
  version: 1,
  startedAt: 100,
  state: { state: 'running' },
  lineCount: 0,
}
const well: TryView = {
  ...running,
  version: 5,
  state: { state: 'ended', runMs: 3, loadMs: 9, pauseMs: 0, returned: '0' },
}
const endedWith = (code: string): TryView => ({
  ...well,
  state: { state: 'ended', runMs: 3, loadMs: 9, error: { code, message: 'm', remedy: 'r' } },
})
const started: KnownTry = { view: running, text: 'text', seen: false }

describe('latestTry', () => {
  it('knows nothing of a file that was never tried', () => {
    expect(latestTry(undefined, [{ ...running, file: 'other.ts' }], 'mine.ts')).toBeUndefined()
  })

  it('keeps a run that was begun and is not yet told of', () => {
    expect(latestTry(started, [], 'mine.ts')).toBe(started)
  })

  it('takes what is newer about the run, and keeps the text that it ran', () => {
    const latest = latestTry(started, [well], 'mine.ts')
    expect(latest).toEqual({ view: well, text: 'text', seen: true })
    expect(latestTry(latest, [running], 'mine.ts')).toBe(latest)
  })

  it('keeps how it ended once the live state tells of others only', () => {
    const ended: KnownTry = { view: well, text: 'text', seen: true }
    expect(latestTry(ended, [{ ...running, tryId: 't9', file: 'other.ts', startedAt: 900 }], 'mine.ts')).toBe(
      ended,
    )
  })

  it('finds a run that this page did not begin, the newest of its file', () => {
    const later = { ...running, tryId: 't2', startedAt: 200 }
    expect(latestTry(undefined, [later, running], 'mine.ts')?.view).toBe(later)
    expect(latestTry({ view: well, text: 'text', seen: true }, [later], 'mine.ts')).toEqual({
      view: later,
      text: undefined,
      seen: true,
    })
  })

  it('settles: what it gave is what it gives again', () => {
    const once = latestTry(started, [running], 'mine.ts')
    expect(latestTry(once, [running], 'mine.ts')).toBe(once)
  })
})

describe('stageOf', () => {
  const of = (view: TryView, seen = true) => stageOf({ view, text: '', seen }, [view])

  it('tells the ends apart', () => {
    expect(stageOf(undefined, [])).toBe('never')
    expect(of(running)).toBe('running')
    expect(of(well)).toBe('well')
    expect(of(endedWith('threw'))).toBe('badly')
    expect(of(endedWith('aborted'))).toBe('stopped')
  })

  it('has lost a run that was told of, and is no longer, though it had not ended', () => {
    expect(stageOf(started, [])).toBe('running')
    expect(stageOf({ ...started, seen: true }, [])).toBe('lost')
    expect(stageOf({ view: well, text: '', seen: true }, [])).toBe('well')
  })
})

describe('statusOf', () => {
  it('says how it ended badly', () => {
    expect(statusOf('badly', 'timeout')).toMatchObject({ tone: 'failure', word: 'Ran into its time limit' })
    expect(statusOf('badly', 'something-new').word).toBe('Ended badly')
  })
})

describe('rememberArgument', () => {
  it('keeps each once, the newest first', () => {
    expect(rememberArgument(['1', '2', '3'], '2')).toEqual(['2', '1', '3'])
  })

  it('keeps twenty', () => {
    const known = Array.from({ length: argumentsKept }, (_, index) => String(index))
    const next = rememberArgument(known, 'new')
    expect(next).toHaveLength(argumentsKept)
    expect(next[0]).toBe('new')
    expect(next).not.toContain(known.at(-1))
  })

  it('lets go of the oldest large ones', () => {
    const large = (name: string): string => name.repeat(900_000)
    expect(rememberArgument([large('b'), large('c'), '1'], large('a'))).toEqual([large('a'), large('b')])
  })
})

describe('argumentInLine', () => {
  it('puts an argument on one line, cut', () => {
    expect(argumentInLine('{\n  "a": 1\n}\n')).toBe('{ "a": 1 }')
    expect(argumentInLine('x'.repeat(200))).toHaveLength(120)
  })
})
