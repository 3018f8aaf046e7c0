import { expect, test } from 'vitest'
import type { RecoveryView } from '../../src/contract/journal'
import { recoveryText, recoveryTitle } from '../../renderer/features/recovery/words'

const view = (state: RecoveryView['state']): RecoveryView => ({
  ...{ state, total: 3, checked: 0, resumed: 0, ended: 0, undecided: 0, interrupted: 0, version: 1 },
})

test.each(['reading', 'waiting-for-redis', 'checking', 'failed'] as const)(
  'while it is %s, what was left is not said to be nothing',
  (state) => expect(recoveryText(view(state))).toBe('Meanwhile they are kept in the journal.'),
)

test('where nothing was left to do, that is said once all are looked up', () =>
  expect(recoveryText(view('done'))).toBe('Nothing is left to do.'))

test.each([
  [0, 'All jobs of the last run are decided'],
  [2, 'The jobs of the last run go on'],
])('with none undecided and %i resumed, no job that was dropped is said to go on', (resumed, title) =>
  expect(recoveryTitle({ ...view('done'), resumed })).toBe(title),
)
