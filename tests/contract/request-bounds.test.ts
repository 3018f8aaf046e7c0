import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { channels } from '../../src/contract/channels'

type Shape = z.core.JSONSchema._JSONSchema

/** Names of numbers that count or name something. */
const whole = /(Id|sequences?|jobIds?|offset|limit|count|total|line|concurrency)$/

/** Parts of a request that may be of any size, or of any number where a whole one is meant. */
function unbounded(shape: Shape, path: string): string[] {
  if (typeof shape === 'boolean') return shape ? [path] : []
  const parts = [...(shape.anyOf ?? []), ...(shape.oneOf ?? [])].flatMap((part) => unbounded(part, path))
  const inside = Object.entries(shape.properties ?? {}).flatMap(([name, part]) =>
    unbounded(part, `${path}.${name}`),
  )
  const items = [shape.items ?? []].flat().flatMap((part) => unbounded(part, path))
  return [...parts, ...inside, ...items, ...(isUnbounded(shape, path) ? [path] : [])]
}

function isUnbounded(shape: Exclude<Shape, boolean>, path: string): boolean {
  if (shape.const !== undefined || shape.enum !== undefined) return false
  if (shape.type === 'string')
    return shape.maxLength === undefined && !/\{(\d+,)?\d+\}\)?\$$/.test(shape.pattern ?? '')
  if (shape.type === 'array') return shape.maxItems === undefined
  return shape.type === 'number' && whole.test(path)
}

describe('what the page asks for', () => {
  it.each(Object.entries(channels))('is bounded: %s', (name, { request }) => {
    expect(unbounded(z.toJSONSchema(request, { io: 'input' }), name)).toEqual([])
  })
})
