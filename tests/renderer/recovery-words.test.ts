import { expect, test } from 'vitest'
import type { RecoveryView } from '../../src/contract/journal'
import { recoveryText } from '../../renderer/features/recovery/words'

const view = (state: RecoveryView['state']): RecoveryView => ({
  ...{ state, total: 3, checked: 0, resumed: 0, ended: 0, undecided: 0, interrupted: 0, version: 1 },
})

test.each(['reading', 'waiting-for-redis', 'checking', 'failed'] as const)(
  'while it is %s, what was left is not said to be nothing',
  (state) => expect(recoveryText(view(state))).toBe('Meanwhile they are kept in the journal.'),
)

test('where nothing was left to do, that is said once all are looked up', () =>
  expect(recoveryText(view('done'))).toBe('Nothing was left to do.'))
