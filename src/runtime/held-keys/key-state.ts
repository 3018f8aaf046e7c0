import type { KeyStateView } from '../../contract/hold-life'
import { keyProblem } from '../../processor/job-request'
import { jobHere } from '../jobs/job-here'
import type { RuntimeParts } from '../runtime-parts'
import { ownerView } from '../views/outcome-view'

/**
 * How a key stands, asked before it is scheduled. A key that is queued here costs no Redis call, as with a schedule.
 * @throws KeyholdError `bad-key`, `redis-error`, `bad-generation`
 */
export async function keyState(
  { processor, inspector, dedup }: Pick<RuntimeParts, 'processor' | 'inspector' | 'dedup'>,
  key: string,
): Promise<KeyStateView> {
  const problem = keyProblem(key)
  if (problem) throw problem
  const here = jobHere(processor, key)
  if (here) return { state: 'here', jobId: here.jobId, job: here.state }
  const { hold } = await inspector.lookUp(key)
  if (!hold) return { state: 'free' }
  return {
    state: 'held',
    ...(hold.remainingMs === undefined ? {} : { remainingMs: hold.remainingMs }),
    readAt: hold.readAt,
    owner: ownerView(hold.owner, dedup.instance),
  }
}
