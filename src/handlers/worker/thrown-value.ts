import { types, inspect } from 'node:util'

const LONGEST_MESSAGE_BYTES = 4_096
const LONGEST_STACK_BYTES = 16_384
/** Causes told in a message, one inside the other. */
const CAUSES_TOLD = 3

export interface ThrownDescription {
  /** `TypeError: x is not a function`, at most 4 KiB. */
  readonly message: string
  /** Frames in files of the folder, with paths relative to it; at most 16 KiB. */
  readonly stack: string
}

/**
 * Tells what was thrown, whatever it is: anything can be, and reading it can throw again.
 * @param folderUrl `file:` URL of the handler folder, with a slash at its end
 */
export function describeThrown(thrown: unknown, folderUrl: string): ThrownDescription {
  return {
    message: cutText(
      guarded(() => messageOf(thrown)) ?? 'something that cannot be read',
      LONGEST_MESSAGE_BYTES,
    ),
    stack: cutText(guarded(() => ownFrames(thrown, folderUrl)) ?? '', LONGEST_STACK_BYTES),
  }
}

/** The start of a text, at most `maxBytes` of UTF-8, never half a character. */
export function cutText(text: string, maxBytes: number): string {
  const start = text.slice(0, maxBytes)
  if (start.length === text.length && Buffer.byteLength(text) <= maxBytes) return text
  const bytes = Buffer.from(start, 'utf8').subarray(0, maxBytes - 3)
  return `${bytes.toString('utf8').replace(/\uFFFD+$/, '')}…`
}

function guarded<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** Errors of the web's kind (an abort's DOMException) are none of V8's own. */
const isError = (thrown: unknown): thrown is Error =>
  !types.isProxy(thrown) && (types.isNativeError(thrown) || thrown instanceof Error)

function messageOf(thrown: unknown): string {
  if (types.isProxy(thrown)) return 'a Proxy'
  if (!isError(thrown)) {
    return inspect(thrown, { depth: 1, customInspect: false, maxStringLength: 1_024, breakLength: Infinity })
  }
  const parts = [`${textOf(thrown.name)}: ${textOf(thrown.message)}`]
  let cause = thrown.cause
  for (let told = 0; told < CAUSES_TOLD && isError(cause); told += 1) {
    parts.push(textOf(cause.message) || textOf(Reflect.get(cause, 'code')))
    cause = cause.cause
  }
  return parts.join(': ')
}

/** Properties of a thrown error are the script's own: they need not be what their type says. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.slice(0, LONGEST_MESSAGE_BYTES) : ''

function ownFrames(thrown: unknown, folderUrl: string): string {
  if (!isError(thrown)) return ''
  const stack: unknown = thrown.stack
  if (typeof stack !== 'string') return ''
  return stack
    .slice(-4 * LONGEST_STACK_BYTES)
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && line.includes(folderUrl))
    .map((line) => line.trim().replaceAll(folderUrl, ''))
    .join('\n')
}

/** Where in a file of the folder something was thrown: its first frame there. Line and column count from 1. */
export function placeIn(stack: string, file: string): { readonly line?: number; readonly column?: number } {
  for (const frame of stack.split('\n')) {
    const [, frameFile, line, column] = /(?:^at (?:async )?|\()([^()]+):(\d+):(\d+)\)?$/.exec(frame) ?? []
    if (frameFile === encodeURI(file)) return { line: Number(line), column: Number(column) }
  }
  return {}
}
