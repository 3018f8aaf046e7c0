import { describe, expect, it } from 'vitest'
import { OpenQuestion } from '../../src/runtime/held-keys/open-question'

const begin = (about: string): string => `begun: ${about}`

describe('a question before an act', () => {
  it('stays open while its act is refused, and is answered by the one that begins', () => {
    const question = new OpenQuestion<string>({ environment: 'development', name: 'Shop' })
    const { previewId, typeToConfirm } = question.ask('these', { count: 1_000, complete: true })
    expect(typeToConfirm).toBe(false)
    const refuse = (): string => {
      throw new Error('Too many are at work.')
    }
    expect(() => question.answer(previewId, '', refuse)).toThrow('Too many')
    expect(question.answer(previewId, '', begin)).toBe('begun: these')
    expect(() => question.answer(previewId, '', begin)).toThrow(
      expect.objectContaining({ code: 'unknown-preview' }),
    )
  })

  it('is typed in production where it is for more than 100, or nobody knows for how many', () => {
    const question = new OpenQuestion<string>({ environment: 'production', name: 'Shop' })
    expect(question.ask('few', { count: 100, complete: true }).typeToConfirm).toBe(false)
    expect(question.ask('at least', { count: 3, complete: false }).typeToConfirm).toBe(true)
    const { previewId, typeToConfirm } = question.ask('many', { count: 4_310, complete: true })
    expect(typeToConfirm).toBe(true)
    for (const typed of ['', '431', 'shop']) {
      expect(() => question.answer(previewId, typed, begin)).toThrow(
        expect.objectContaining({ code: 'not-confirmed', remedy: 'Type 4,310, or Shop.' }),
      )
    }
    expect(question.answer(previewId, '4,310', begin)).toBe('begun: many')
  })

  it('makes way for the next one', () => {
    const question = new OpenQuestion<string>({ environment: 'development', name: 'Shop' })
    const first = question.ask('first', { count: 1, complete: true })
    question.ask('second', { count: 1, complete: true })
    expect(() => question.answer(first.previewId, '', begin)).toThrow(
      expect.objectContaining({ code: 'unknown-preview' }),
    )
  })
})
