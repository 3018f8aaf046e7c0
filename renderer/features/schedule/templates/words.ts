import type { TemplateView } from '../../../../src/contract/templates'

/** What a template schedules: `seller:42, backoff 5m`. */
export function templateInWords({ key, backoff, repeat }: TemplateView): string {
  const count = repeat.trim() === '' || repeat.trim() === '1' ? '' : `, ${repeat.trim()} times`
  return `${key === '' ? '(no key yet)' : key}, backoff ${backoff}${count}`
}
