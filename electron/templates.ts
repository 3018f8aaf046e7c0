import { LIMITS } from '../src/contract/limits'
import type { ScheduleForm, Template, TemplateView } from '../src/contract/templates'
import { KeyholdError } from '../src/runtime'
import type { SettingsStore } from './settings/settings-store'

/** The templates of all profiles, in the settings. */
export class Templates {
  readonly #settings: SettingsStore

  constructor(settings: SettingsStore) {
    this.#settings = settings
  }

  of(profileId: string): ProfileTemplates {
    const settings = this.#settings
    return new ProfileTemplates(
      () => settings.current.templates[profileId] ?? [],
      (templates) =>
        settings.update((current) => ({
          ...current,
          templates: { ...current.templates, [profileId]: templates },
        })),
    )
  }
}

export interface SaveTemplate {
  readonly name: string
  readonly form: ScheduleForm
  /** Over one of the same name. */
  readonly replace: boolean
}

/** The templates of one profile. What is refused is refused before anything is written. */
class ProfileTemplates {
  readonly #all: () => readonly Template[]
  readonly #write: (templates: Template[]) => Promise<void>

  constructor(all: () => readonly Template[], write: (templates: Template[]) => Promise<void>) {
    this.#all = all
    this.#write = write
  }

  /** Pinned ones first, then by name. */
  list(): TemplateView[] {
    return [...this.#all()]
      .sort((a, b) => Number(b.pinned) - Number(a.pinned) || a.name.localeCompare(b.name, 'en'))
      .map(viewOf)
  }

  /** @throws KeyholdError `unknown-template` */
  read(name: string): Template {
    const found = this.#all().find((one) => one.name === name)
    if (found) return found
    throw new KeyholdError(
      'unknown-template',
      `There is no template "${name.slice(0, LIMITS.templateName)}" any more.`,
      'It was renamed or deleted meanwhile: look at the list again.',
    )
  }

  /** @throws KeyholdError `bad-template-name`, `argument-too-large`, `template-exists`, `too-many-templates` */
  async save({ name: typed, form, replace }: SaveTemplate): Promise<TemplateView[]> {
    const name = checkName(typed)
    checkArgument(form.argument)
    const known = this.#all().find((one) => one.name === name)
    if (known && !replace) throw exists(name)
    if (!known && this.#all().length >= LIMITS.templates) throw tooMany()
    const saved = { name, pinned: known?.pinned ?? false, form }
    return this.#keep([...this.#all().filter((one) => one !== known), saved])
  }

  /** @throws KeyholdError `unknown-template` */
  async pin(name: string, pinned: boolean): Promise<TemplateView[]> {
    const known = this.read(name)
    return this.#keep(this.#all().map((one) => (one === known ? { ...one, pinned } : one)))
  }

  /** @throws KeyholdError `unknown-template`, `bad-template-name`, `template-exists` */
  async rename(name: string, typed: string): Promise<TemplateView[]> {
    const known = this.read(name)
    const to = checkName(typed)
    if (this.#all().some((one) => one !== known && one.name === to)) throw exists(to)
    return this.#keep(this.#all().map((one) => (one === known ? { ...one, name: to } : one)))
  }

  /** @throws KeyholdError `unknown-template` */
  async remove(name: string): Promise<TemplateView[]> {
    const known = this.read(name)
    return this.#keep(this.#all().filter((one) => one !== known))
  }

  async #keep(templates: Template[]): Promise<TemplateView[]> {
    await this.#write(templates)
    return this.list()
  }
}

function viewOf({ name, pinned, form }: Template): TemplateView {
  const { key, backoff, repeat } = form
  return { name, pinned, key, backoff, repeat, argument: form.argument.slice(0, LIMITS.argumentPreview) }
}

function checkName(typed: string): string {
  const name = typed.trim()
  if (name !== '' && name.length <= LIMITS.templateName) return name
  throw new KeyholdError(
    'bad-template-name',
    name === '' ? 'The name is missing.' : `The name has ${name.length} characters.`,
    `Give the template a name of 1 to ${LIMITS.templateName} characters.`,
  )
}

function checkArgument(argument: string): void {
  const size = Buffer.byteLength(argument)
  if (size <= LIMITS.keptArgument) return
  throw new KeyholdError(
    'argument-too-large',
    `The argument has ${size.toLocaleString('en-US')} bytes; a template keeps at most ${LIMITS.keptArgument.toLocaleString('en-US')}.`,
    'Store the data elsewhere and pass where it is.',
  )
}

function exists(name: string): KeyholdError {
  return new KeyholdError(
    'template-exists',
    `There is a template "${name}" already.`,
    'Choose another name, or replace it.',
  )
}

function tooMany(): KeyholdError {
  return new KeyholdError(
    'too-many-templates',
    `This profile has ${LIMITS.templates} templates already.`,
    'Delete one that is not needed any more.',
  )
}
