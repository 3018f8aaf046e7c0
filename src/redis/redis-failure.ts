import type { RedisErrorCode, RedisFailure } from '../processor/outcomes'

/** What an error of Redis or of the network says, as a code and a sentence. */
interface Meaning {
  readonly code: RedisErrorCode
  readonly sentence: string
}

/** By the first word of an error reply. Source: redis.io, "Redis serialization protocol", and the server's source. */
const replyMeanings: Readonly<Record<string, Meaning>> = {
  WRONGPASS: { code: 'wrong-password', sentence: 'Redis refuses the user name or password.' },
  NOAUTH: { code: 'wrong-password', sentence: 'Redis asks for a password and was given none.' },
  NOPERM: { code: 'no-permission', sentence: 'This Redis user may not do this.' },
  READONLY: { code: 'read-only', sentence: 'This Redis is a read-only replica.' },
  LOADING: { code: 'loading', sentence: 'Redis is loading its data and answers nothing yet.' },
  OOM: { code: 'out-of-memory', sentence: 'Redis has reached its memory limit and takes no writes.' },
  WRONGTYPE: { code: 'wrong-type', sentence: 'What Redis holds under this name is not a string.' },
  MOVED: { code: 'moved', sentence: 'This Redis is part of a cluster, and the key lives on another node.' },
  ASK: { code: 'moved', sentence: 'This Redis is part of a cluster, and the key is moving to another node.' },
  BUSY: { code: 'refused', sentence: 'Redis is busy with a script that does not end.' },
  MISCONF: { code: 'refused', sentence: 'Redis cannot write its data to disk and takes no writes.' },
  CLUSTERDOWN: { code: 'refused', sentence: 'The Redis cluster is down.' },
  MASTERDOWN: { code: 'refused', sentence: 'This Redis is a replica that has lost its master.' },
  NOREPLICAS: { code: 'refused', sentence: 'Redis has too few replicas to take writes.' },
}

/** By the code of a system error. */
const systemMeanings: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: { code: 'not-connected', sentence: 'Nothing listens at the address of Redis.' },
  ENOENT: { code: 'not-connected', sentence: 'There is no socket at the path of Redis.' },
  EACCES: { code: 'not-connected', sentence: 'This user may not open the socket of Redis.' },
  ENOTFOUND: { code: 'not-connected', sentence: 'The host name of Redis was not found.' },
  EAI_AGAIN: { code: 'not-connected', sentence: 'The host name of Redis could not be looked up just now.' },
  ETIMEDOUT: { code: 'not-connected', sentence: 'The address of Redis does not answer.' },
  EHOSTUNREACH: { code: 'not-connected', sentence: 'The host of Redis cannot be reached.' },
  ENETUNREACH: { code: 'not-connected', sentence: 'The network of Redis cannot be reached.' },
  ECONNRESET: { code: 'not-connected', sentence: 'The connection to Redis was cut.' },
  EPIPE: { code: 'not-connected', sentence: 'The connection to Redis was cut.' },
}

/** By what the client, or an old server without a code, says. */
const textMeanings: readonly (readonly [RegExp, Meaning])[] = [
  [
    /closed before it was ready/,
    {
      code: 'not-connected',
      sentence: 'What answers at the address of Redis closes the connection at once.',
    },
  ],
  [/timed out|Socket timeout/i, { code: 'not-answering', sentence: 'Redis gives no answer.' }],
  [
    /Connection is closed|isn't writeable|connection close|max retries per request/i,
    { code: 'not-connected', sentence: 'There is no connection to Redis.' },
  ],
  [
    /SSL|TLS|certificate|self[- ]signed/i,
    { code: 'not-connected', sentence: 'The secure connection to Redis could not be set up.' },
  ],
  [
    /Protocol error|Unknown RESP type/i,
    { code: 'not-connected', sentence: 'What answers at the address of Redis is not Redis.' },
  ],
  [
    /invalid (user ?name-)?password|AUTH .*(no password|without any password)/i,
    { code: 'wrong-password', sentence: 'Redis refuses the user name or password.' },
  ],
  [
    /not an integer or out of range|increment or decrement would overflow/i,
    { code: 'refused', sentence: 'The value in Redis is not an integer that can be counted on.' },
  ],
  [/max number of clients/i, { code: 'refused', sentence: 'Redis has reached its limit of connections.' }],
  [/DB index is out of range/i, { code: 'refused', sentence: 'Redis has no database of this number.' }],
]

const LONGEST_QUOTE = 200

/** What a server said, for a person: no arguments (a password may be one of them), one line, not endless. */
function quote(text: string): string {
  const withoutArguments = text.replace(/,? with args beginning with:.*$/s, '')
  const line = withoutArguments.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line
}

/**
 * The code of an error reply: its first word, or, where a server before Redis 7 wraps the error of a call in one
 * of the script, the word after the place in the script.
 */
function replyMeaning(message: string): Meaning | undefined {
  const inScript = /@user_script:\s*\d+:\s*-?([A-Z]+)\s/.exec(message)?.[1]
  const first = /^-?([A-Z]+)(\s|$)/.exec(message)?.[1]
  const word = inScript !== undefined && inScript in replyMeanings ? inScript : first
  return word === undefined ? undefined : replyMeanings[word]
}

function systemMeaning(error: unknown): Meaning | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  const known = systemMeanings[error.code]
  if (known) return known
  const isTls = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)|_(CERT|SIGNATURE)(_|$)/.test(
    error.code,
  )
  return isTls
    ? {
        code: 'not-connected',
        sentence: `The secure connection to Redis could not be set up: ${quote(error.message)}.`,
      }
    : undefined
}

function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message
  return typeof error === 'string' ? error : ''
}

/** Several addresses of one name were tried (Node's AggregateError): the first one speaks for all. */
function firstOf(error: unknown): unknown {
  if (!(error instanceof AggregateError) || error.errors.length === 0) return error
  const errors: readonly unknown[] = error.errors
  return errors[0]
}

/**
 * Says in words and in a code why Redis could not answer.
 *
 * @param error what a command or the connection failed with, or the text of an error reply
 */
export function redisFailureOf(error: unknown): RedisFailure {
  const cause = firstOf(error)
  const message = messageOf(cause)
  const meaning = systemMeaning(cause) ??
    replyMeaning(message) ??
    textMeanings.find(([pattern]) => pattern.test(message))?.[1] ?? {
      code: 'refused',
      sentence: message === '' ? 'Redis refused, and did not say why.' : `Redis refused: ${quote(message)}.`,
    }
  return { outcome: 'redis-error', code: meaning.code, message: meaning.sentence }
}
