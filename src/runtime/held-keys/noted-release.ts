import type { ReleaseOutcome } from '../../contract/held-keys'
import { KeyholdError } from '../../processor/errors'
import type { RuntimeParts } from '../runtime-parts'
import type { ReleaseRequest } from './release'

/**
 * Notes what a release came to. One that Redis did not answer may have been done; a question back to the operator is
 * no act yet.
 */
export async function notedRelease(
  { audit, inspector }: Pick<RuntimeParts, 'audit' | 'inspector'>,
  { nameBytes, reason }: ReleaseRequest,
  release: () => Promise<ReleaseOutcome>,
): Promise<ReleaseOutcome> {
  const name = Buffer.from(nameBytes, 'base64')
  const generation = inspector.generationOf(name)
  const note = (outcome: 'released' | 'changed' | 'gone' | 'unknown', jobCancelled: boolean): void => {
    audit.note(
      {
        act: 'release',
        key: (inspector.keyOf(name) ?? name).toString('utf8'),
        redisKey: name.toString('utf8'),
        ...(generation === undefined ? {} : { generation }),
        ...{ outcome, jobCancelled },
      },
      reason,
    )
  }
  let outcome: ReleaseOutcome
  try {
    outcome = await release()
  } catch (error) {
    // Any other failure comes before something was asked of Redis.
    if (error instanceof KeyholdError && error.code === 'no-answer') note('unknown', false)
    throw error
  }
  if (outcome.outcome !== 'queued-here') {
    note(outcome.outcome, outcome.outcome === 'released' && outcome.jobCancelled)
  }
  return outcome
}
