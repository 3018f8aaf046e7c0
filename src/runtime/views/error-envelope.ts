import type { ErrorEnvelope } from '../../contract/errors'
import { KeyholdError } from '../../processor/errors'
import type { RedisErrorCode, RedisFailure } from '../../processor/outcomes'
import { redisFailureOf } from '../../redis/redis-failure'
import { cutText } from './cut-text'

/** Characters of a message that cross the process line. */
const LONGEST_MESSAGE = 2_000

/** What an operator can do about each way in which Redis fails. */
const REMEDIES: Readonly<Record<RedisErrorCode, string>> = {
  'not-answering':
    'Check the load of the Redis server and the network to it; Keyhold goes on as soon as it answers.',
  'not-connected': 'Check that Redis runs at this address; Keyhold reconnects by itself.',
  'wrong-password': 'Correct the user name and password of the profile.',
  'no-permission': 'Grant this Redis user the commands and keys of the namespace (ACL SETUSER).',
  'read-only': 'Connect to the primary: a replica takes no writes.',
  loading: 'Wait until Redis has loaded its data; Keyhold goes on by itself.',
  'out-of-memory': 'Give Redis more memory (maxmemory), or remove what it need not keep.',
  'wrong-type': 'Look at the key named in the message: something else writes it. Delete or rename it.',
  moved: 'Connect to a single Redis server: this one belongs to a cluster, which is not supported yet.',
  'bad-generation': 'Set the generation in Redis to a whole number, one that was not used before.',
  refused: 'Read what Redis said, and correct it there.',
}

/**
 * The way an error crosses the process line.
 * @param error anything that was thrown; a KeyholdError keeps its code, sentence and remedy
 */
export function errorEnvelope(error: unknown): ErrorEnvelope {
  if (error instanceof KeyholdError) {
    const { command } = error
    const { code, remedy } = withRedisCode(error)
    const message = cutText(error.message, LONGEST_MESSAGE)
    return { code, message, remedy, ...(command === undefined ? {} : { command }) }
  }
  return {
    code: 'unexpected',
    message: cutText(error instanceof Error ? error.message : String(error), LONGEST_MESSAGE),
    remedy: 'Report this with the log file: it should not happen.',
  }
}

/** What the library calls `redis-error` has the code here that a refused schedule and the header have. */
function withRedisCode({ code, remedy, cause }: KeyholdError): Pick<ErrorEnvelope, 'code' | 'remedy'> {
  if (code !== 'redis-error' || cause === undefined) return { code, remedy }
  const failure = isRedisFailure(cause) ? cause : redisFailureOf(cause)
  return { code: failure.code, remedy: REMEDIES[failure.code] }
}

function isRedisFailure(cause: unknown): cause is RedisFailure {
  return typeof cause === 'object' && cause !== null && 'outcome' in cause && cause.outcome === 'redis-error'
}

/** @param failure what Redis answered, or did not */
export function redisFailureEnvelope(failure: RedisFailure): ErrorEnvelope {
  return {
    code: failure.code,
    message: cutText(failure.message, LONGEST_MESSAGE),
    remedy: REMEDIES[failure.code],
  }
}

/** Anything that was thrown, as an error that has a code. */
export function asKeyholdError(error: unknown): KeyholdError {
  if (error instanceof KeyholdError) return error
  const { code, message, remedy } = errorEnvelope(error)
  return new KeyholdError(code, message, remedy)
}
