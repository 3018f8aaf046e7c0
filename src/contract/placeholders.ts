/** What stands for a placeholder in one job. */
export interface PlaceholderValues {
  /** 1 … count. */
  readonly n: number | string
  /** One for each job: the same in key and argument, so that they can be matched. */
  readonly uuid: string
  /** The moment at which the job is scheduled, ISO 8601 in UTC. */
  readonly now: string
}

/** A placeholder, or one in a second pair of braces: that stands for itself. */
const PLACES = /\{\{(?:n|uuid|now)\}\}|\{(?:n|uuid|now)\}/g

/** Of the length that every value of its kind has: what holds for a text with these holds for the real ones. */
const SAMPLE = { uuid: '00000000-0000-4000-8000-000000000000', now: '2026-01-01T00:00:00.000Z' } as const

/** Whether anything of the text differs from job to job. */
export function hasPlaceholder(text: string): boolean {
  return text.includes('{n}') || text.includes('{uuid}') || text.includes('{now}')
}

/** `{n}`, `{uuid}` and `{now}` become their values; `{{n}}` becomes `{n}`. */
export function fillPlaceholders(text: string, values: PlaceholderValues): string {
  if (!hasPlaceholder(text)) return text
  return text.replace(PLACES, (place) => {
    if (place.startsWith('{{')) return place.slice(1, -1)
    if (place === '{n}') return String(values.n)
    return place === '{uuid}' ? values.uuid : values.now
  })
}

/** With values of the right length that are the same each time: for judging. */
export function fillWithSample(text: string, n: number): string {
  return fillPlaceholders(text, { n, ...SAMPLE })
}

/** A text that `fillPlaceholders` gives back as it was. */
export function escapePlaceholders(text: string): string {
  return hasPlaceholder(text) ? text.replace(/\{(?:n|uuid|now)\}/g, '{$&}') : text
}
