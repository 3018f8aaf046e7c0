import { isMet, type Result } from './benchmark'
import { markOf, valueOf } from './table'

const WIDTH = 920
const TOP = 44
const ROW = 24
const BAR = 12
/** Where the bars begin and end. */
const LEFT = 360
const RIGHT = 710
/** In powers of two of the mark: what lies beyond is drawn to the edge. */
const LEAST = -2
const MOST = 3
/** Of a bar: one that is all to the left is seen all the same. */
const NARROWEST = 3
const NAME_LENGTH = 52

const LIGHT = {
  back: '#ffffff',
  text: '#1f2328',
  grid: '#d1d9e0',
  mark: '#1f2328',
  met: '#1a7f5a',
  missed: '#c2410c',
}
const DARK = {
  back: '#0d1117',
  text: '#e6edf3',
  grid: '#30363d',
  mark: '#e6edf3',
  met: '#3fb98a',
  missed: '#f0883e',
}

/**
 * An SVG with a bar for each result that has a mark: how far the value is beyond it, whichever way is the good one. The
 * same results make the same bytes.
 */
export function chartOf(results: readonly Result[]): string {
  const rows = results.filter(({ mark }) => mark !== undefined)
  const height = TOP + rows.length * ROW + 12
  const bottom = height - 8
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title desc">`,
    '<title id="title">Benchmarks beside their marks</title>',
    `<desc id="desc">${escaped(rows.map(inWords).join(' '))}</desc>`,
    `<style>${style(LIGHT)}@media(prefers-color-scheme:dark){${style(DARK)}}</style>`,
    `<rect class="back" width="${WIDTH}" height="${height}" rx="6"/>`,
    ...ticks(bottom),
    ...rows.map((row, index) => bar(row, TOP + index * ROW)),
    `<path class="at" d="M${x(1)} ${TOP - 6}V${bottom}"/>`,
    '</svg>',
    '',
  ].join('\n')
}

function ticks(bottom: number): string[] {
  const lines: string[] = []
  for (let power = LEAST; power <= MOST; power += 1) {
    const at = x(2 ** power)
    if (power !== 0) lines.push(`<path class="grid" d="M${at} ${TOP - 6}V${bottom}"/>`)
    const label = power === 0 ? 'mark' : `${power < 0 ? `1/${2 ** -power}` : 2 ** power} ×`
    lines.push(
      `<text class="${power === 0 ? 'strong' : 'text'}" x="${at}" y="${TOP - 14}" text-anchor="middle">${label}</text>`,
    )
  }
  return lines
}

function bar(result: Result, top: number): string {
  const met = isMet(result) === true
  const middle = top + ROW / 2
  const width = Math.max(NARROWEST, rounded(x(beyondMark(result)) - LEFT))
  const value = `${valueOf(result)} (${result.mark === undefined ? '' : markOf(result.mark)})${met ? '' : ' not met'}`
  return [
    `<g><title>${escaped(inWords(result))}</title>`,
    `<text class="text" x="${LEFT - 12}" y="${middle + 4}" text-anchor="end">${escaped(shortened(result.name))}</text>`,
    `<rect class="${met ? 'met' : 'missed'}" x="${LEFT}" y="${middle - BAR / 2}" width="${width}" height="${BAR}" rx="2"/>`,
    `<text class="${met ? 'text' : 'strong'}" x="${RIGHT + 12}" y="${middle + 4}">${escaped(value)}</text></g>`,
  ].join('')
}

/** 1 at the mark, more where it is met with room. */
function beyondMark({ value, mark }: Result): number {
  if (mark === undefined) return 1
  return 'least' in mark ? value / mark.least : mark.most / value
}

function x(timesTheMark: number): number {
  const power = Math.min(MOST, Math.max(LEAST, Math.log2(timesTheMark)))
  return rounded(LEFT + ((power - LEAST) / (MOST - LEAST)) * (RIGHT - LEFT))
}

const rounded = (pixels: number): number => Math.round(pixels * 10) / 10

function inWords(result: Result): string {
  const { name, mark } = result
  const met = isMet(result) === true ? 'met' : 'not met'
  return `${name}: ${valueOf(result)}, mark ${mark === undefined ? '' : markOf(mark)}, ${met}.`
}

const shortened = (name: string): string =>
  name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH - 1).trimEnd()}…` : name

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function style({ back, text, grid, mark, met, missed }: typeof LIGHT): string {
  return (
    `.back{fill:${back}}.text,.strong{fill:${text};font:12px system-ui,sans-serif}.strong{font-weight:600}` +
    `.grid{stroke:${grid}}.at{stroke:${mark};stroke-width:2}.met{fill:${met}}.missed{fill:${missed}}`
  )
}
