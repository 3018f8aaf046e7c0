import { describe, expect, test } from 'vitest'
import type { HandlerView } from '../../src/contract/handlers'
import {
  activationQuestion,
  freeName,
  listedScripts,
  nameProblem,
  newVersionQuestion,
  problemWords,
  shownScript,
  stemLength,
} from '../../renderer/features/handlers/model'

const view = (file: string, active = false): HandlerView => ({
  file,
  active,
  sizeBytes: 1,
  modifiedAt: 0,
  summary: '',
  version: '0'.repeat(64),
})

describe('the name of a script', () => {
  test.each(['a.ts', 'my handler.js', 'déjà-vu.mjs', 'a.b.ts'])('%s can be one', (name) => {
    expect(nameProblem(name, ['other.ts'])).toBeUndefined()
  })

  test.each([
    ['', 'Give it a name'],
    [' a.ts', 'space'],
    ['a/b.ts', 'not a path'],
    ['..\\b.ts', 'not a path'],
    ['a\u0007.ts', 'control'],
    ['a:b.ts', 'control'],
    ['.a.ts', 'hidden'],
    ['a.d.ts', 'types'],
    ['a.tsx', 'must end in'],
    ['ts', 'must end in'],
    [`${'é'.repeat(127)}.ts`, 'too long'],
    ['ECHO.ts', 'already there'],
  ])('%j cannot: %s', (name, words) => {
    expect(nameProblem(name, ['echo.ts'])).toContain(words)
  })

  test('a proposed one is free, whatever its letters’ case', () => {
    expect(freeName('new.ts', ['echo.ts'])).toBe('new.ts')
    expect(freeName('echo.ts', ['Echo.ts', 'echo-2.ts'])).toBe('echo-3.ts')
  })

  test('a rename begins with the part before the ending', () => {
    expect(stemLength('echo.ts')).toBe(4)
    expect(stemLength('a.b.mjs')).toBe(3)
  })
})

describe('the list', () => {
  const handlers = [view('a.ts'), view('b.ts', true)]

  test('has what is unsaved and in no folder any more', () => {
    expect(listedScripts(handlers, ['a.ts', 'gone.ts'])).toEqual([
      { file: 'a.ts', view: handlers[0], unsaved: true },
      { file: 'b.ts', view: handlers[1], unsaved: false },
      { file: 'gone.ts', view: undefined, unsaved: true },
    ])
  })

  test('shows the script that was asked for, what is unsaved, the active one, the first', () => {
    const shown = (unsaved: readonly string[], wanted?: string): string | undefined =>
      shownScript(listedScripts(handlers, unsaved), wanted)
    expect(shown([], 'a.ts')).toBe('a.ts')
    expect(shown(['gone.ts'], 'elsewhere.ts')).toBe('gone.ts')
    expect(shown([])).toBe('b.ts')
    expect(shownScript(listedScripts([view('a.ts')], []), undefined)).toBe('a.ts')
    expect(shownScript([], 'a.ts')).toBeUndefined()
  })
})

test('a problem says its line where that is known', () => {
  const problem = { code: 'bad-script', message: 'Unexpected token', remedy: '' }
  expect(problemWords(problem)).toBe('Unexpected token.')
  expect(problemWords({ ...problem, message: 'It ends.', line: 3 })).toBe('Line 3: It ends.')
  const parsed = { ...problem, message: "my a.ts does not parse at line 3: Expected ','", line: 3 }
  expect(problemWords(parsed)).toBe("Line 3: Expected ','.")
})

test('questions count the jobs that wait', () => {
  expect(activationQuestion('echo.ts', 1).text).toContain('1 waiting job will run with echo.ts')
  expect(newVersionQuestion('echo.ts', 1_412).text).toContain(
    '1,412 waiting jobs will run with the new version',
  )
})
