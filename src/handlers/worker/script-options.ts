import { types } from 'node:util'
import { optionMembers, type OptionMember } from '../../contract/handler-context'
import type { HandlerOptions } from '../handler-runner'
import type { StandardOptions } from '../worker-protocol'
import { ScriptError } from './script-error'
import { describeThrown } from './thrown-value'

/**
 * What a script's exported `options` come to. They are the user's own: reading them can throw.
 * @param exported undefined where the script exports none
 * @throws ScriptError whose sentence names the member and its range
 */
export function readOptions(file: string, exported: unknown, standard: StandardOptions): HandlerOptions {
  if (exported === undefined) return fill(file, {}, standard)
  if (typeof exported !== 'object' || exported === null || types.isProxy(exported)) {
    throw new ScriptError(`${file} exports options that are no object.`, {
      remedy: 'Write: export const options = { timeoutMs: 60_000 }',
    })
  }
  try {
    return fill(file, Object.fromEntries(Object.entries(exported)), standard)
  } catch (error) {
    if (error instanceof ScriptError) throw error
    throw new ScriptError(`${file} exports options that threw ${describeThrown(error, '').message}.`)
  }
}

function fill(
  file: string,
  given: Readonly<Record<string, unknown>>,
  standard: StandardOptions,
): HandlerOptions {
  const names = optionMembers.map(({ name }) => name)
  const unknown = Object.keys(given).find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new ScriptError(`${file} exports options with "${unknown}", which is none.`, {
      remedy: `The options are ${names.join(', ')}.`,
    })
  }
  const read = (name: string, otherwise?: number): number => {
    const member = memberOf(name)
    const value = given[name]
    return value === undefined ? (otherwise ?? member.standard) : checked(file, name, member, value)
  }
  const attempts = read('attempts')
  return {
    timeoutMs: read('timeoutMs', standard.timeoutMs),
    memoryMb: read('memoryMb', standard.memoryMb),
    attempts,
    retryDelaysMs: delaysOf(file, given['retryDelayMs'], attempts),
    concurrency: read('concurrency'),
  }
}

/** A function is asked here, once for each attempt that may fail, so that a bad answer shows before a job runs. */
function delaysOf(file: string, given: unknown, attempts: number): readonly number[] {
  const member = memberOf('retryDelayMs')
  return Array.from({ length: attempts - 1 }, (_, index): number => {
    if (given === undefined) return member.standard
    if (typeof given !== 'function') return checked(file, 'retryDelayMs', member, given)
    const answer: unknown = Reflect.apply(given, undefined, [index + 1])
    return checked(file, `retryDelayMs(${index + 1})`, member, answer)
  })
}

function memberOf(name: string): OptionMember {
  const member = optionMembers.find((option) => option.name === name)
  if (member === undefined) throw new Error(`No option is called ${name}.`)
  return member
}

function checked(file: string, name: string, { least, most, unit }: OptionMember, value: unknown): number {
  // Delays may be computed: a fraction of a millisecond is dropped. All else counts whole things.
  const number = typeof value === 'number' && unit === 'ms' ? Math.round(value) : value
  if (Number.isInteger(number) && typeof number === 'number' && number >= least && number <= most)
    return number
  const shown = typeof value === 'number' ? `${value}` : `of type ${value === null ? 'null' : typeof value}`
  throw new ScriptError(`${file} exports options whose ${name} is ${shown}.`, {
    remedy: `Give ${name} a whole number of ${unit} from ${least} to ${most}.`,
  })
}
