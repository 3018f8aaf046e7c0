import { describe, expect, it } from 'vitest'
import { matchPress, nameOfPress, SEQUENCE_MS, type Pending } from '../../renderer/app/shortcuts/key-matcher'

const plain = { ctrlKey: false, metaKey: false, altKey: false }
const bound = new Set(['g q', 'g s', 'r', '?', '/', 'Mod+K', 'Mod+,'])

const press = (key: string, pending?: Pending, now = 0) => matchPress(bound, { ...plain, key }, pending, now)

describe('a key press', () => {
  it('is named by its character; control and command are the same', () => {
    expect(nameOfPress({ ...plain, key: '?' })).toBe('?')
    expect(nameOfPress({ ...plain, key: 'k', ctrlKey: true })).toBe('Mod+K')
    expect(nameOfPress({ ...plain, key: 'k', metaKey: true })).toBe('Mod+K')
  })

  it('with Alt, of the space bar and of keys without a character are nobody’s', () => {
    expect(nameOfPress({ ...plain, key: 'r', altKey: true })).toBeUndefined()
    expect(nameOfPress({ ...plain, key: ' ' })).toBeUndefined()
    expect(nameOfPress({ ...plain, key: 'Enter' })).toBeUndefined()
  })

  it('completes a command of one key', () => {
    expect(press('r')).toEqual({ keys: 'r' })
    expect(matchPress(bound, { ...plain, key: 'k', ctrlKey: true }, undefined, 0)).toEqual({ keys: 'Mod+K' })
    expect(press('k')).toEqual({})
  })
})

describe('a sequence', () => {
  it('is begun by its first key and completed by its second', () => {
    const { pending } = press('g', undefined, 100)
    expect(pending).toEqual({ keys: 'g', at: 100 })
    expect(press('q', pending, 200)).toEqual({ keys: 'g q' })
  })

  it('is over after a while: the second key then counts alone', () => {
    const late = 100 + SEQUENCE_MS + 1
    expect(press('q', { keys: 'g', at: 100 }, late)).toEqual({})
    expect(press('r', { keys: 'g', at: 100 }, late)).toEqual({ keys: 'r' })
  })

  it('gives way to a key that does not belong to it, and may begin anew', () => {
    expect(press('r', { keys: 'g', at: 0 }, 10)).toEqual({ keys: 'r' })
    expect(press('g', { keys: 'g', at: 0 }, 10)).toEqual({ pending: { keys: 'g', at: 10 } })
    expect(press('x', { keys: 'g', at: 0 }, 10)).toEqual({})
  })

  it('is not completed by a key that is held with control', () => {
    expect(matchPress(bound, { ...plain, key: 'q', ctrlKey: true }, { keys: 'g', at: 0 }, 10)).toEqual({})
  })
})
