import { describe, expect, it } from 'vitest'
import { placeWindow } from '../../electron/window-place'

const left = { x: 0, y: 25, width: 1920, height: 1055 }
const right = { x: 1920, y: 0, width: 2560, height: 1440 }

describe('the place of the window', () => {
  it('is the middle of the primary display at first', () => {
    expect(placeWindow(undefined, [left, right])).toEqual({ x: 320, y: 152, width: 1280, height: 800 })
  })

  it('is where it was, on whichever display', () => {
    const saved = { x: 2500, y: 100, width: 1000, height: 700 }
    expect(placeWindow(saved, [left, right])).toEqual(saved)
  })

  it('is on a display that is still there when the other one is unplugged', () => {
    expect(placeWindow({ x: 2500, y: 100, width: 1000, height: 700 }, [left])).toEqual({
      x: 460,
      y: 202,
      width: 1000,
      height: 700,
    })
  })

  it('is moved wholly into the display that shows most of it', () => {
    expect(placeWindow({ x: -300, y: 900, width: 1000, height: 700 }, [left, right])).toEqual({
      x: 0,
      y: 380,
      width: 1000,
      height: 700,
    })
  })

  it('is no larger than the display, and no smaller than 800 × 560', () => {
    const small = { x: 0, y: 0, width: 1024, height: 600 }
    expect(placeWindow({ x: 0, y: 0, width: 5000, height: 4000 }, [small])).toEqual(small)
    expect(placeWindow({ x: 5, y: 5, width: 10, height: 10 }, [left])).toMatchObject({
      width: 800,
      height: 560,
    })
  })

  it('keeps its upper left corner in sight on a display that is too small for it', () => {
    const tiny = { x: 100, y: 50, width: 640, height: 480 }
    expect(placeWindow({ x: 90, y: 40, width: 800, height: 560 }, [tiny])).toEqual({
      x: 100,
      y: 50,
      width: 800,
      height: 560,
    })
  })
})
