import { describe, expect, test } from 'vitest'
import type { ScriptView } from '../../src/contract/handlers'
import {
  discarded,
  draftOf,
  edited,
  expectedVersion,
  gone,
  isUnsaved,
  keptMine,
  reconciled,
  renamed,
  saved,
  tookTheirs,
} from '../../renderer/features/handlers/draft'
import { DraftStore } from '../../renderer/features/handlers/draft-store'

const script = (text: string, version: string): ScriptView => ({ file: 'a.ts', text, version })
const first = script('one', 'v1')
const mine = edited(draftOf(first), 'mine')
const theirs = script('theirs', 'v2')

describe('a draft', () => {
  test('is unsaved from the first change until it is saved or discarded', () => {
    expect(isUnsaved(draftOf(first))).toBe(false)
    expect(isUnsaved(mine)).toBe(true)
    expect(isUnsaved(edited(mine, 'one'))).toBe(false)
    expect(isUnsaved(discarded(mine))).toBe(false)
    expect(isUnsaved(saved(mine, script('mine', 'v2')))).toBe(false)
  })

  test('keeps what was typed while it was being saved', () => {
    const after = saved(edited(mine, 'mine and more'), script('mine', 'v2'))
    expect(after.text).toBe('mine and more')
    expect(isUnsaved(after)).toBe(true)
    expect(expectedVersion(after)).toBe('v2')
  })

  test('follows its file while nothing is typed', () => {
    expect(reconciled(draftOf(first), theirs)).toEqual(draftOf(theirs))
  })

  test('does not lose what was typed to a change outside: the operator chooses', () => {
    const conflict = reconciled(mine, theirs)
    expect(conflict.text).toBe('mine')
    expect(conflict.outside).toEqual({ state: 'changed', script: theirs })
    expect(tookTheirs(conflict)).toEqual(draftOf(theirs))
    const kept = keptMine(conflict)
    expect(kept.text).toBe('mine')
    expect(isUnsaved(kept)).toBe(true)
    expect(expectedVersion(kept)).toBe('v2')
    expect(keptMine(conflict, 'merged').text).toBe('merged')
  })

  test('is at peace again when the file goes back, or comes to hold the same text', () => {
    expect(reconciled(reconciled(mine, theirs), first)).toEqual(mine)
    expect(reconciled(mine, script('mine', 'v3'))).toEqual(draftOf(script('mine', 'v3')))
  })

  test('whose file is gone is saved as a new file', () => {
    expect(expectedVersion(gone(mine))).toBeNull()
    expect(expectedVersion(mine)).toBe('v1')
  })

  test('goes along with a rename', () => {
    expect(renamed(mine, 'b.ts')).toMatchObject({ file: 'b.ts', text: 'mine', base: { file: 'b.ts' } })
  })
})

describe('the open scripts', () => {
  test('stay as they are when they are opened again', () => {
    const store = new DraftStore()
    store.open(first)
    store.change('a.ts', (draft) => edited(draft, 'mine'))
    store.open(theirs)
    expect(store.get('a.ts')?.text).toBe('mine')
    expect(store.unsaved()?.file).toBe('a.ts')
  })

  test('tell their listeners of changes, and only of those', async () => {
    const store = new DraftStore()
    let heard = 0
    const unsubscribe = store.subscribe(() => (heard += 1))
    store.open(first)
    store.change('a.ts', (draft) => edited(draft, 'one'))
    expect(heard).toBe(1)
    await store.move('a.ts', 'b.ts', () => Promise.resolve())
    expect([...store.snapshot().keys()]).toEqual(['b.ts'])
    store.close('a.ts')
    unsubscribe()
    store.close('b.ts')
    expect(heard).toBe(2)
  })

  test('keep their name where the file keeps its own, and are moving meanwhile', async () => {
    const store = new DraftStore()
    store.open(first)
    const moved = store.move('a.ts', 'b.ts', () => {
      expect(store.isMoving('a.ts')).toBe(true)
      return Promise.reject(new Error('taken'))
    })
    await expect(moved).rejects.toThrow('taken')
    expect(store.isMoving('a.ts')).toBe(false)
    expect([...store.snapshot().keys()]).toEqual(['a.ts'])
  })
})
