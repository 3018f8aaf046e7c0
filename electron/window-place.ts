export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const SMALLEST = { width: 800, height: 560 }
const FIRST = { width: 1280, height: 800 }

/**
 * Where to open the window: where it was, as far as the displays of now allow.
 * @param saved where it was; undefined at the first start
 * @param areas the displays' work areas, the primary one first
 */
export function placeWindow(saved: Rectangle | undefined, areas: readonly Rectangle[]): Rectangle {
  const primary = areas[0] ?? { x: 0, y: 0, ...FIRST }
  if (!saved) return centred(FIRST, primary)
  const area = areas.reduce(
    (best, next) => (overlap(saved, next) > overlap(saved, best) ? next : best),
    primary,
  )
  if (overlap(saved, area) === 0) return centred(saved, primary)
  const size = sizeWithin(saved, area)
  return {
    ...size,
    x: clamp(saved.x, area.x, area.x + area.width - size.width),
    y: clamp(saved.y, area.y, area.y + area.height - size.height),
  }
}

function centred(wanted: { readonly width: number; readonly height: number }, area: Rectangle): Rectangle {
  const size = sizeWithin(wanted, area)
  return {
    ...size,
    x: area.x + Math.max(0, Math.floor((area.width - size.width) / 2)),
    y: area.y + Math.max(0, Math.floor((area.height - size.height) / 2)),
  }
}

function sizeWithin(wanted: { readonly width: number; readonly height: number }, area: Rectangle) {
  return {
    width: Math.max(SMALLEST.width, Math.min(wanted.width, area.width)),
    height: Math.max(SMALLEST.height, Math.min(wanted.height, area.height)),
  }
}

/** On a display smaller than the window the upper left corner stays in sight. */
function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most))
}

function overlap(one: Rectangle, other: Rectangle): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y)
  return width > 0 && height > 0 ? width * height : 0
}
