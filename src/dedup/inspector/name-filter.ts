import type { KeyLayout, ScanNarrowing } from '../key-layout'
import { compileGlob } from './glob'

/** Which holds are asked for, as far as their names tell. */
export interface NameNarrowing {
  /** A glob of Redis over the job's key, e.g. `seller:*`. */
  readonly match?: string | undefined
  /** Contained in the job's key, character by character. */
  readonly text?: string | undefined
  /** Holds of this generation alone; or of the one that counts, or of all others. */
  readonly generation?: string | undefined
  /** Holds of these generations alone, exactly. */
  readonly generations?: ReadonlySet<string> | undefined
}

/** Redis' own matching may take exponentially many steps in the number of `*`. */
const MOST_RUNS = 3

/**
 * @param current the generation that counts; undefined where what Redis holds is no integer: then none does
 * @returns tells the names that are asked for, exactly
 */
export function nameFilter(
  names: KeyLayout,
  { match, text = '', generation, generations }: NameNarrowing,
): (name: Buffer, current: string | undefined) => boolean {
  if (match === undefined && text === '' && generation === undefined && generations === undefined) {
    return (name) => names.isHoldName(name)
  }
  const matches = match === undefined ? () => true : compileGlob(Buffer.from(match))
  const part = Buffer.from(text)
  return (name, current) => {
    const parsed = names.parseHoldName(name)
    if (!parsed || generations?.has(parsed.generation) === false) return false
    if (!isOfGeneration(parsed.generation, generation, current)) return false
    return (part.length === 0 || parsed.key.includes(part)) && matches(parsed.key)
  }
}

function isOfGeneration(own: string, wanted: string | undefined, current: string | undefined): boolean {
  switch (wanted) {
    case undefined:
      return true
    case 'current':
      return own === current
    case 'stale':
      return own !== current
    default:
      return own === wanted
  }
}

/** Whether Redis, told what `narrowing` says, lets through what is asked for and nothing else. */
export function isNarrowed({ match, text, generation, generations }: NameNarrowing): boolean {
  const isOne = generation !== 'current' && generation !== 'stale' && (generations?.size ?? 1) === 1
  return isOne && (match === undefined || (text === undefined && runsIn(match) <= MOST_RUNS))
}

const runsIn = (glob: string): number => glob.split('*').length - 1

/** What Redis itself can be told of it: it lets through at least these names. */
export function narrowing({ match, text, generation, generations }: NameNarrowing): ScanNarrowing {
  const [only] = generations?.size === 1 ? generations : [generation]
  return {
    ...(only === undefined || only === 'current' || only === 'stale' ? {} : { generation: only }),
    ...(text === undefined ? {} : { text }),
    ...(match === undefined || runsIn(match) > MOST_RUNS ? {} : { match }),
  }
}
