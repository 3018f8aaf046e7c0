import {
  contextMembers,
  optionMembers,
  type ContextMember,
  type OptionMember,
} from '../contract/handler-context'

/** Its name beside the scripts; they import from './keyhold'. */
export const CONTEXT_TYPES_FILE = 'keyhold.d.ts'

/** Tells our file from one of the user: only a file that begins so is ever written anew. */
export const CONTEXT_TYPES_HEADER =
  '// The types of Keyhold’s handlers. Keyhold writes this file anew when they change.'

const COLUMNS = 110

/** The text of the types that scripts import. */
export function contextTypes(): string {
  const log = contextMembers.find(({ name }) => name === 'log')?.members ?? []
  return [
    CONTEXT_TYPES_HEADER,
    '',
    ...docComment(
      'What a handler returns: the pause in milliseconds, 0 … 24 h, before its lane takes the next job.',
    ),
    'export type Pause = number | void',
    '',
    ...docComment('A handler: the default export of a script.'),
    'export type Handler<Arg = unknown> = (arg: Arg, context: HandlerContext) => Pause | Promise<Pause>',
    '',
    ...interfaceOf('HandlerContext', 'The second parameter of a handler.', contextMembers.map(declared)),
    ...interfaceOf('HandlerLog', 'What `context.log` offers.', log.map(declared)),
    ...interfaceOf(
      'HandlerOptions',
      'What `export const options = { … }` may set.',
      optionMembers.map(option),
    ),
    SCHEDULE_ANSWER,
  ].join('\n')
}

const SCHEDULE_ANSWER = `/** What became of a job that a handler schedules. */
export type ScheduleAnswer =
  /** It waits here. */
  | { readonly outcome: 'scheduled'; readonly jobId: number }
  /** A job of this key waits or runs in this app already. */
  | { readonly outcome: 'queued-here'; readonly jobId: number; readonly state: 'waiting' | 'running' }
  /** The key is held, by this app or another; \`remainingMs\` is missing where the hold has no end. */
  | { readonly outcome: 'held'; readonly remainingMs?: number; readonly redisKey: string }
  /** Redis could not say: nothing was held, and nothing waits. */
  | { readonly outcome: 'redis-error'; readonly message: string }
  /** The app quits. */
  | { readonly outcome: 'stopped' }
  /** This run is a try: nothing was scheduled. */
  | { readonly outcome: 'try' }
`

function interfaceOf(name: string, doc: string, members: readonly (readonly string[])[]): readonly string[] {
  const indented = members.flat().map((line) => `  ${line}`)
  return [...docComment(doc), `export interface ${name} {`, ...indented, '}', '']
}

const declared = ({ name, signature, doc }: ContextMember): readonly string[] => [
  ...docComment(doc),
  `readonly ${name}: ${signature}`,
]

function option({ name, signature, doc, unit, least, most, standard }: OptionMember): readonly string[] {
  const [from, to, usual] = [least, most, standard].map((value) => value.toLocaleString('en'))
  return [
    ...docComment(`${doc} ${from} … ${to} ${unit}; ${usual} where it is not set.`),
    `readonly ${name}?: ${signature}`,
  ]
}

/** A comment of one line where it fits, of several where not. */
function docComment(text: string): readonly string[] {
  const widest = COLUMNS - '  /** '.length
  if (text.length + ' */'.length <= widest) return [`/** ${text} */`]
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + 1 + word.length <= widest) lines.splice(-1, 1, `${line} ${word}`)
    else lines.push(word)
  }
  return ['/**', ...lines.map((line) => ` * ${line}`), ' */']
}
