export interface ScriptStyle {
  readonly semi: boolean
  readonly singleQuote: boolean
  readonly useTabs: boolean
  readonly tabWidth: number
  readonly endOfLine: 'lf' | 'crlf'
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/** How its writer writes: formatting lays a script out and leaves such habits as they are. */
export function styleOf(text: string): ScriptStyle {
  const lines = text.split('\n')
  const ended = lines.filter((line) => /;\s*$/.test(line)).length
  const open = lines.filter((line) => /[\w)\]'"`]\s*$/.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line)).length
  const indents = lines.flatMap((line) => /^( +)\S/.exec(line)?.[1]?.length ?? [])
  return {
    semi: ended > open,
    singleQuote: count(text, /'[^'"\n]*'/g) >= count(text, /"[^'"\n]*"/g),
    useTabs: lines.filter((line) => line.startsWith('\t')).length > indents.length,
    tabWidth: indents.length > 0 && Math.min(...indents.filter((width) => width > 1)) === 4 ? 4 : 2,
    endOfLine: text.includes('\r\n') ? 'crlf' : 'lf',
  }
}
