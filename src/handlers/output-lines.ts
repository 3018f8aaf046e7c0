import type { Readable } from 'node:stream'

/** Longer lines are cut: a process that writes without line ends must not fill this one's memory. */
const LONGEST_LINE = 4_096

/** Calls back for each line of a text stream, without its line end; a last line without one counts too. */
export function readLines(stream: Readable, listener: (line: string) => void): void {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/)
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE)
    for (const line of lines) listener(line.slice(0, LONGEST_LINE))
  })
  stream.on('end', () => {
    if (rest !== '') listener(rest)
    rest = ''
  })
}
