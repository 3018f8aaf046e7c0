import type { Command, CommandGroup } from '../../api/commands'

const groupOrder: readonly CommandGroup[] = ['Pages', 'Jobs', 'Redis', 'Handlers', 'View', 'App']

/** 0: best. Undefined: it is not what is looked for. */
function rankOf({ title, group, words = '' }: Command, asked: readonly string[]): number | undefined {
  const name = title.toLowerCase()
  const all = `${name} ${group.toLowerCase()} ${words.toLowerCase()}`
  if (!asked.every((word) => all.includes(word))) return undefined
  const [first = ''] = asked
  if (name.startsWith(asked.join(' '))) return 0
  if (asked.every((word) => name.includes(word))) return name.includes(` ${first}`) ? 1 : 2
  return 3
}

/** The commands that hold each word of the query, the best first; all of them, by group, without one. */
export function findCommands(commands: readonly Command[], query: string): readonly Command[] {
  const asked = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const ranked = commands.flatMap((command) => {
    const rank = rankOf(command, asked)
    return rank === undefined ? [] : [{ command, rank: asked.length === 0 ? 0 : rank }]
  })
  const place = ({ group }: Command): number => groupOrder.indexOf(group)
  return ranked
    .sort((a, b) => a.rank - b.rank || place(a.command) - place(b.command))
    .map(({ command }) => command)
}

/** By group, in the order of the palette. */
export function commandsByGroup(
  commands: readonly Command[],
): readonly { readonly group: CommandGroup; readonly commands: readonly Command[] }[] {
  return groupOrder
    .map((group) => ({ group, commands: commands.filter((command) => command.group === group) }))
    .filter((each) => each.commands.length > 0)
}
