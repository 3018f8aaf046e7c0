import Database from 'libsql'
import { expect, test } from 'vitest'
import { addIntent, addStep, emptyTurn, STATE_BYTES, type JournalTurn } from '../../src/store/journal-records'
import { Journal } from '../../src/store/thread/journal'
import { JournalTables } from '../../src/store/thread/journal-tables'
import { migrate } from '../../src/store/thread/migrations'
import { endWithTest } from '../support/clean-up'
import { intended, numbers, OWNER } from './journal-bench'

test('a turn writes a few rows, however many jobs it is about, and those alone that it changes', () => {
  const db = endWithTest(new Database(':memory:'))
  migrate(db, 0)
  const journal = new Journal(db, new JournalTables(db), OWNER)
  const changes = (): number => Number(Object.values(db.prepare('SELECT total_changes()').get() as object)[0])
  const rowsOf = (turn: JournalTurn): number => {
    const before = changes()
    journal.take(turn)
    journal.save()
    journal.saved()
    return changes() - before
  }
  const turnOf = (all: readonly number[], state: 0 | 1 | 2 | 3): JournalTurn => {
    const turn = emptyTurn()
    for (const number of all) {
      if (state === STATE_BYTES.intended) addIntent(turn, intended(number))
      else addStep(turn, number, state)
    }
    return turn
  }
  const all = numbers(0, 512)
  // The run, and of each block of 128 its texts and its states.
  expect(rowsOf(turnOf(all, STATE_BYTES.intended))).toBe(1 + 4 + 4)
  expect(rowsOf(turnOf(all, STATE_BYTES.accepted))).toBe(4)
  expect(rowsOf(turnOf([200], STATE_BYTES.ended))).toBe(1)
  expect(rowsOf(turnOf([], STATE_BYTES.ended))).toBe(0)
  expect(rowsOf(turnOf(all, STATE_BYTES.gone))).toBe(4 + 4)
  expect(rowsOf(turnOf([600], STATE_BYTES.intended))).toBe(2)
})
