import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contextMembers, optionMembers, type OptionMember } from '../../src/contract/handler-context'
import { buildHost, openBench, type Bench, type BuiltHost } from './handler-host'

let host: BuiltHost
let bench: Bench

beforeAll(async () => {
  host = await buildHost()
  bench = await openBench(host)
})
afterAll(async () => {
  await bench.dispose()
  await host.remove()
})

/** Loads a script with these options. */
async function load(file: string, options: object): ReturnType<Bench['runner']['check']> {
  await bench.write(file, `export const options = ${JSON.stringify(options)}\nexport default () => 0`)
  return bench.runner.check(file)
}

const all = (value: (option: OptionMember) => number): Record<string, number> =>
  Object.fromEntries(optionMembers.map((option) => [option.name, value(option)]))

describe('the table of what a script gets', () => {
  it('names the members of the context, and no other', async () => {
    await bench.write(
      'members.js',
      `export default (arg, context) => {
        const kinds = (object) => Object.keys(object).map((name) => name + ' ' + (typeof object[name] === 'function'))
        console.log(JSON.stringify([kinds(context).sort(), kinds(context.log).sort()]))
      }`,
    )
    await bench.run('members.js')
    const kinds = (members: typeof contextMembers): readonly string[] =>
      members.map(({ name, kind }) => `${name} ${kind === 'method'}`).sort()
    const log = contextMembers.find(({ name }) => name === 'log')?.members ?? []
    expect(JSON.parse(bench.lines[0]?.text ?? '')).toEqual([kinds(contextMembers), kinds(log)])
  })

  it('says what counts where a script sets nothing', async () => {
    expect((await load('nothing.js', {})).options).toEqual({
      ...all(({ standard }) => standard),
      retryDelayMs: undefined,
      retryDelaysMs: [],
    })
    const retryDelay = optionMembers.find(({ name }) => name === 'retryDelayMs')?.standard
    expect((await load('attempts.js', { attempts: 2 })).options.retryDelaysMs).toEqual([retryDelay])
  })

  it('says from where to where an option may be', async () => {
    await expect(
      load(
        'least.js',
        all(({ least }) => least),
      ),
    ).resolves.toBeDefined()
    await expect(
      load(
        'most.js',
        all(({ most }) => most),
      ),
    ).resolves.toBeDefined()
    // One bound of each is enough: all are read in one place.
    for (const [index, { name, least, most }] of optionMembers.entries()) {
      const value = index % 2 === 0 ? least - 1 : most + 1
      const refused: unknown = await load('beyond.js', { attempts: 2, [name]: value }).catch(
        (error: unknown) => error,
      )
      expect(refused, `${name}: ${value}`).toMatchObject({ code: 'bad-script' })
      expect(String(refused)).toContain(name)
    }
  })
})
