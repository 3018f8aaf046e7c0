import { expect, it } from 'vitest'
import { boundedZoom, nextZoom } from '../../electron/zoom-factor'

it('the zoom goes by steps, stays at its ends, and comes back to 100 %', () => {
  expect([nextZoom(1, 'in'), nextZoom(1, 'out'), nextZoom(1.5, 'reset')]).toEqual([1.1, 0.9, 1])
  expect([nextZoom(2, 'in'), nextZoom(0.5, 'out')]).toEqual([2, 0.5])
})

it('a factor between two steps goes to the next one', () => {
  expect([nextZoom(1.2, 'in'), nextZoom(1.2, 'out')]).toEqual([1.25, 1.1])
})

it('a remembered factor is bounded', () => {
  expect([boundedZoom(0.1), boundedZoom(9), boundedZoom(1.25)]).toEqual([0.5, 2, 1.25])
})
