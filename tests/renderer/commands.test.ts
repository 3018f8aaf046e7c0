import { describe, expect, it } from 'vitest'
import {
  knownCommands,
  offerCommands,
  runCommand,
  runCommandById,
  runOnceOffered,
  type Command,
} from '../../renderer/api/commands'
import { findCommands } from '../../renderer/app/palette/find-commands'

function command(id: string, title: string, rest: Partial<Command> = {}): Command {
  return { id, title, group: 'App', run: () => undefined, ...rest }
}

describe('the registry of commands', () => {
  it('knows what is offered for as long as it is', () => {
    const withdraw = offerCommands([command('a', 'A'), command('b', 'B')])
    expect(knownCommands().map(({ id }) => id)).toEqual(['a', 'b'])
    withdraw()
    expect(knownCommands()).toEqual([])
  })

  it('lets a page stand in for what is offered everywhere, and gives it back', () => {
    const ran: string[] = []
    const everywhere = offerCommands([command('scan', 'Scan', { run: () => ran.push('go there') })])
    const onPage = offerCommands([command('scan', 'Scan again', { run: () => ran.push('again') })])
    expect(knownCommands().map(({ title }) => title)).toEqual(['Scan again'])
    runCommandById('scan')
    onPage()
    runCommandById('scan')
    expect(ran).toEqual(['again', 'go there'])
    everywhere()
  })

  it('does nothing where a command is refused or not known', () => {
    const ran: string[] = []
    const refused = command('bump', 'Bump', { refused: 'Read-only.', run: () => ran.push('bump') })
    expect(runCommand(refused)).toBe(false)
    expect(runCommandById('nobody')).toBe(false)
    expect(ran).toEqual([])
  })

  it('does once what a page offers that was asked for before it was shown', () => {
    const ran: string[] = []
    const offer = () => offerCommands([command('new', 'New', { run: () => ran.push('new') })])
    runOnceOffered('new')
    offer()()
    offer()()
    expect(ran).toEqual(['new'])
  })
})

describe('the palette finds', () => {
  const commands = [
    command('app', 'Preferences', { group: 'App', words: 'settings' }),
    command('q', 'Go to Queue', { group: 'Pages' }),
    command('p', 'Pause the queue', { group: 'Jobs' }),
  ]
  const ids = (query: string) => findCommands(commands, query).map(({ id }) => id)

  it('all of them by group where nothing is asked', () => {
    expect(ids('  ')).toEqual(['q', 'p', 'app'])
  })

  it('each word, in any order and in other words too', () => {
    expect(ids('queue pause')).toEqual(['p'])
    expect(ids('SETTINGS')).toEqual(['app'])
    expect(ids('nothing like it')).toEqual([])
  })

  it('first what begins so', () => {
    expect(ids('p')[0]).toBe('p')
    expect(ids('pref')).toEqual(['app'])
  })
})
