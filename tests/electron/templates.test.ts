import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../src/contract/limits'
import { SettingsStore } from '../../electron/settings/settings-store'
import { Templates } from '../../electron/templates'
import { ownFolder } from './support'

const form = { key: 'seller:42', backoff: '1h 30m', argument: '{"seller": 42}', repeat: '1' }

async function open() {
  const file = join(await ownFolder(), 'settings.json')
  const settings = await SettingsStore.open(file)
  return { file, settings, templates: new Templates(settings).of('default') }
}

describe('templates', () => {
  it('keep a form as it was typed, for their profile alone, across a start', async () => {
    const { file, templates } = await open()
    await templates.save({ name: '  Nightly catalog ', form, replace: false })
    const again = new Templates(await SettingsStore.open(file))
    expect(again.of('default').read('Nightly catalog')).toEqual({
      name: 'Nightly catalog',
      pinned: false,
      form,
    })
    expect(again.of('another').list()).toEqual([])
  })

  it('are listed pinned ones first, then by name, without their whole argument', async () => {
    const { templates } = await open()
    const long = JSON.stringify('x'.repeat(5_000))
    for (const name of ['b', 'c', 'a']) {
      await templates.save({ name, form: { ...form, argument: long }, replace: false })
    }
    const listed = await templates.pin('c', true)
    expect(listed.map(({ name }) => name)).toEqual(['c', 'a', 'b'])
    expect(listed[0]?.argument).toHaveLength(LIMITS.argumentPreview)
    expect(templates.read('c').form.argument).toBe(long)
  })

  it('are saved over one of the same name only where that is said; it stays pinned', async () => {
    const { templates } = await open()
    await templates.save({ name: 'catalog', form, replace: false })
    await templates.pin('catalog', true)
    const other = { ...form, key: 'seller:43' }
    await expect(templates.save({ name: 'catalog', form: other, replace: false })).rejects.toMatchObject({
      code: 'template-exists',
    })
    expect(templates.read('catalog').form).toEqual(form)
    await templates.save({ name: 'catalog', form: other, replace: true })
    expect(templates.read('catalog')).toEqual({ name: 'catalog', pinned: true, form: other })
  })

  it('are renamed, never over another, and removed', async () => {
    const { templates } = await open()
    await templates.save({ name: 'a', form, replace: false })
    await templates.save({ name: 'b', form, replace: false })
    await expect(templates.rename('a', 'b')).rejects.toMatchObject({ code: 'template-exists' })
    expect((await templates.rename('a', 'a')).map(({ name }) => name)).toEqual(['a', 'b'])
    expect((await templates.rename('a', 'z')).map(({ name }) => name)).toEqual(['b', 'z'])
    expect((await templates.remove('b')).map(({ name }) => name)).toEqual(['z'])
    await expect(templates.remove('b')).rejects.toMatchObject({ code: 'unknown-template' })
  })

  it.each([
    ['no name', { name: ' ' }, 'bad-template-name'],
    ['a name that is too long', { name: 'n'.repeat(LIMITS.templateName + 1) }, 'bad-template-name'],
    [
      'an argument that is too large',
      { form: { ...form, argument: 'é'.repeat(LIMITS.keptArgument / 2 + 1) } },
      'argument-too-large',
    ],
  ])('refuse %s and write nothing', async (_what, wrong, code) => {
    const { file, templates } = await open()
    await expect(templates.save({ name: 'a', form, replace: false, ...wrong })).rejects.toMatchObject({
      code,
    })
    await expect(readFile(file)).rejects.toThrow('ENOENT')
  })

  it('are 200 at most', async () => {
    const { settings, templates } = await open()
    const full = Array.from({ length: LIMITS.templates }, (_, n) => ({ name: `t${n}`, pinned: false, form }))
    await settings.update((current) => ({ ...current, templates: { default: full } }))
    await expect(templates.save({ name: 'more', form, replace: false })).rejects.toMatchObject({
      code: 'too-many-templates',
    })
    expect(await templates.save({ name: 't7', form, replace: true })).toHaveLength(LIMITS.templates)
  })
})
