import type { HeldKeysFilter } from '../../../src/contract/held-keys'
import { parseDuration } from '../../ui/duration'

/** The filter as it is typed and chosen. */
export interface FilterForm {
  readonly text: string
  readonly generation: 'all' | 'current' | 'stale' | 'one'
  /** Of `one`. */
  readonly generationText: string
  readonly owner: HeldKeysFilter['owner']['kind']
  /** Of `named`. */
  readonly ownerText: string
  readonly remaining: HeldKeysFilter['remaining']['kind']
  /** Of `less` and `more`. */
  readonly remainingText: string
  readonly queuedHere: boolean
  readonly orphaned: boolean
}

export const everything: FilterForm = {
  text: '',
  generation: 'all',
  generationText: '',
  owner: 'all',
  ownerText: '',
  remaining: 'all',
  remainingText: '5m',
  queuedHere: false,
  orphaned: false,
}

export function isFilterForm(value: unknown): value is FilterForm {
  return typeof value === 'object' && value !== null && 'text' in value && 'remainingText' in value
}

const GENERATION = /^-?\d{1,19}$/

/** Why a field cannot be used; undefined: it can. */
export function generationProblem({ generation, generationText }: FilterForm): string | undefined {
  return generation !== 'one' || GENERATION.test(generationText.trim()) ? undefined : 'A whole number'
}

export function remainingProblem({ remaining, remainingText }: FilterForm): string | undefined {
  if (remaining !== 'less' && remaining !== 'more') return undefined
  return durationOf(remainingText) === undefined ? '90s, 5m, 1h 30m' : undefined
}

function durationOf(text: string): number | undefined {
  const ms = parseDuration(text)
  return ms === undefined || ms < 0 ? undefined : ms
}

/** What is asked of the scan; a field that cannot be used lets everything through. */
export function filterOf(form: FilterForm): HeldKeysFilter {
  return {
    text: form.text,
    generation: generationOf(form),
    owner: ownerOf(form),
    remaining: remainingOf(form),
    queuedHere: form.queuedHere,
    orphaned: form.orphaned,
  }
}

function generationOf(form: FilterForm): string {
  if (form.generation !== 'one') return form.generation
  return generationProblem(form) === undefined ? form.generationText.trim() : 'all'
}

function ownerOf({ owner, ownerText }: FilterForm): HeldKeysFilter['owner'] {
  if (owner !== 'named') return { kind: owner }
  const name = ownerText.trim()
  return name === '' ? { kind: 'keyhold' } : { kind: 'named', name }
}

function remainingOf({ remaining, remainingText }: FilterForm): HeldKeysFilter['remaining'] {
  if (remaining === 'all' || remaining === 'no-expiry') return { kind: remaining }
  const ms = durationOf(remainingText)
  return ms === undefined ? { kind: 'all' } : { kind: remaining, ms }
}

export function isEverything(form: FilterForm): boolean {
  return JSON.stringify(filterOf(form)) === JSON.stringify(filterOf(everything))
}

/** A text that the filter takes for exactly this key where it has `*`, `?` or `[`. */
export function textForKey(key: string): string {
  return /[*?[\\]/.test(key) ? key.replace(/[*?[\]\\]/g, '\\$&') : key
}

const OWNERS: readonly string[] = [
  'all',
  'here',
  'keyhold',
  'go-io',
  'unknown',
] satisfies HeldKeysFilter['owner']['kind'][]

function isOwnerKind(owner: string): owner is 'all' | 'here' | 'keyhold' | 'go-io' | 'unknown' {
  return OWNERS.includes(owner)
}

/** The filter that an address asks for: `#/held-keys?key=…&generation=…&owner=…&orphaned=yes`. */
export function formOfAddress(parameters: URLSearchParams): FilterForm {
  const generation = parameters.get('generation') ?? 'all'
  const owner = parameters.get('owner') ?? 'all'
  const named = isOwnerKind(owner) ? { owner } : { owner: 'named' as const, ownerText: owner }
  return {
    ...everything,
    text: textForKey(parameters.get('key') ?? ''),
    ...(generation === 'all' || generation === 'current' || generation === 'stale'
      ? { generation }
      : { generation: 'one', generationText: generation }),
    ...named,
    queuedHere: parameters.get('queued') === 'yes',
    orphaned: parameters.get('orphaned') === 'yes',
  }
}
