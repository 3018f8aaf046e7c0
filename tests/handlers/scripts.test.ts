import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildHost, failureOf, isAlive, openBench, type Bench, type BuiltHost } from './handler-host'

let host: BuiltHost
let bench: Bench

beforeAll(async () => {
  host = await buildHost()
  bench = await openBench(host, { jobsPerWorker: 5 })
})
afterAll(async () => {
  await bench.dispose()
  await host.remove()
})
beforeEach(() => {
  bench.lines.length = 0
})

describe('a script', () => {
  it.each(['plain.js', 'module.mjs', 'typed.ts'])('called %s runs', async (file) => {
    const type = file.endsWith('.ts') ? ': { n: number }' : ''
    await bench.write(file, `export default async (arg${type}) => arg.n + 1`)
    expect(await bench.run(file, { n: 41 })).toBe(42)
  })

  it('gets its key, its own fresh argument, and nothing of the application', async () => {
    process.env['KEYHOLD_REDIS_URL'] = 'redis://:secret@127.0.0.1:1'
    const other = await openBench(host)
    try {
      await other.write(
        'args.js',
        `export default (arg, { key, log }) => {
          arg.seen = (arg.seen ?? 0) + 1
          log.info(key, arg.seen, Object.keys(process.env).filter((name) => name.startsWith('KEYHOLD_')))
          return arg.seen
        }`,
      )
      expect(await other.run('args.js', {}, { key: 'seller:42' })).toBe(1)
      expect(await other.run('args.js', {}, { key: 'seller:42' })).toBe(1)
      expect(other.lines.map(({ text }) => text)).toEqual(['seller:42 1 []', 'seller:42 1 []'])
    } finally {
      delete process.env['KEYHOLD_REDIS_URL']
      await other.dispose()
    }
  })

  it('imports what lies beside it, packages and Node itself', async () => {
    await bench.write(
      'beside.ts',
      'export const two: number = 2; export { default as three } from "./three.json"',
    )
    await bench.write('three.json', '3')
    await mkdir(join(bench.folder, 'node_modules/esm-only'), { recursive: true })
    await bench.write(
      'node_modules/esm-only/package.json',
      '{ "name": "esm-only", "type": "module", "exports": { "import": "./index.js" } }',
    )
    await bench.write('node_modules/esm-only/index.js', 'export default 10; export const twenty = 20')
    await bench.write(
      'imports.js',
      `import { two, three } from './beside.ts'
       import ten, { twenty } from 'esm-only'
       import { EOL } from 'node:os'
       export default async () => {
         const { two: again } = await import('./beside.ts')
         const { basename } = await import('node:path')
         return two + three + ten + twenty + again + (EOL.length > 0 && basename('/a/b') === 'b' ? 1000 : 0)
       }`,
    )
    expect(await bench.run('imports.js')).toBe(1037)
  })

  it('may import in a circle', async () => {
    await bench.write(
      'ring-a.js',
      `import { b } from './ring-b.js'; export const a = () => 1; export default () => b()`,
    )
    await bench.write('ring-b.js', `import { a } from './ring-a.js'; export const b = () => a() + 1`)
    expect(await bench.run('ring-a.js')).toBe(2)
  })

  it.each([
    {
      case: 'is not there',
      text: undefined,
      says: 'broken.js is not there.',
      remedy: 'Choose another script, or put it back.',
    },
    { case: 'does not parse', text: '// one\n\nconst = 3', says: /^broken\.js does not parse at line 3: / },
    { case: 'exports nothing', text: 'const a = 1', says: 'broken.js exports no default function.' },
    { case: 'exports a number', text: 'export default 1', says: 'broken.js exports no default function.' },
    {
      case: 'throws at its top',
      text: 'throw new Error("no config")',
      says: 'broken.js threw Error: no config while it was loaded.',
    },
    {
      case: 'imports a missing package',
      text: 'import "left-pad"',
      says: 'broken.js imports "left-pad", which is not there.',
    },
    { case: 'imports a missing file', text: 'import "./gone.js"', says: 'gone.js is not there.' },
    {
      case: 'imports electron',
      text: 'import "electron"',
      says: 'broken.js imports "electron", which handlers cannot use.',
    },
  ])('that $case is a bad script', async ({ text, says, remedy = expect.any(String) as string }) => {
    if (text === undefined) await rm(join(bench.folder, 'broken.js'), { force: true })
    else await bench.write('broken.js', text)
    for (const attempt of [() => bench.run('broken.js'), () => bench.runner.check('broken.js')]) {
      const failure = await failureOf(attempt())
      expect(failure).toMatchObject({ code: 'bad-script', remedy })
      if (typeof says === 'string') expect(failure.message).toBe(says)
      else expect(failure.message).toMatch(says)
    }
  })

  it('in TypeScript that needs more than its types removed says what and where', async () => {
    await bench.write('enum.ts', '\n\nenum Colour { red }\nexport default () => Colour.red')
    const failure = await failureOf(bench.run('enum.ts'))
    expect(failure.code).toBe('bad-script')
    expect(failure.message).toMatch(/^enum\.ts does not parse at line 3: .*enum/)
  })

  it.each(['../outside.js', 'sub/inner.js', 'notes.txt', '', 'types.d.ts'])('is never %j', async (file) => {
    expect((await failureOf(bench.run(file))).code).toBe('bad-script')
  })

  it('that throws is told by the lines of its own files, TypeScript too', async () => {
    await bench.write(
      'thrower.ts',
      `interface Why { text: string }\n\nexport const fail = (why: Why): never => {\n  throw new Error(why.text)\n}\n`,
    )
    await bench.write(
      'stack.ts',
      `import { fail } from './thrower.ts'\n\nexport default function run(arg: unknown) {\n  fail({ text: 'here' })\n}\n`,
    )
    const { message, scriptStack } = await failureOf(bench.run('stack.ts'))
    expect(message).toBe('stack.ts threw Error: here')
    expect(scriptStack.split('\n')).toEqual(['at fail (thrower.ts:4:9)', 'at run (stack.ts:4:3)'])
  })
})

describe('saving', () => {
  it('takes effect with the next job, for the script and for what it imports', async () => {
    await bench.write('factor.js', 'export const factor = 2')
    await bench.write('saved.js', `import { factor } from './factor.js'; export default () => 10 * factor`)
    expect(await bench.run('saved.js')).toBe(20)
    // Same length, at once: neither size nor a coarse clock tells.
    await bench.write('factor.js', 'export const factor = 3')
    expect(await bench.run('saved.js')).toBe(30)
    await bench.write('saved.js', `import { factor } from './factor.js'; export default () => 70 * factor`)
    expect(await bench.run('saved.js')).toBe(210)
  })

  it('does not touch a run under way', async () => {
    await bench.write(
      'swap.js',
      `export default async (arg, { log, signal }) => {
        if (arg === 'stay') {
          log.info('stays')
          await new Promise((resolve) => signal.addEventListener('abort', resolve))
        }
        return 1
      }`,
    )
    const stop = new AbortController()
    const staying = bench.run('swap.js', 'stay', { signal: stop.signal })
    await expect.poll(() => bench.lines.map(({ text }) => text), { timeout: 10_000 }).toContain('stays')
    await bench.write('swap.js', 'export default () => 2')
    expect(await bench.run('swap.js')).toBe(2)
    stop.abort()
    expect(await staying).toBe(1)
  })

  it('repairs a broken script', async () => {
    await bench.write('mended.js', 'export default (')
    expect((await failureOf(bench.run('mended.js'))).code).toBe('bad-script')
    await bench.write('mended.js', 'export default () => 3')
    expect(await bench.run('mended.js')).toBe(3)
  })
})

describe('a worker', () => {
  const counting = `
    import { threadId } from 'node:worker_threads'
    let jobs = 0
    export default async (arg, { log, signal }) => {
      jobs += 1
      if (arg === 'stay') {
        log.info('stays')
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      }
      return threadId * 100 + jobs
    }`

  it('is used for one job after the other, and gives way to a fresh one after its number of jobs', async () => {
    await bench.write('counting.js', counting)
    const answers: number[] = []
    for (let job = 0; job < 7; job += 1) answers.push(await bench.run('counting.js'))
    expect(answers.map((answer) => answer % 100)).toEqual([1, 2, 3, 4, 5, 1, 2])
    const threads = answers.map((answer) => Math.floor(answer / 100))
    expect(new Set(threads.slice(0, 5)).size).toBe(1)
    expect(threads[5]).not.toBe(threads[4])
  })

  it('has one job at a time: jobs at once have one each', async () => {
    await bench.write('at-once.js', counting)
    const stop = new AbortController()
    const runs = [1, 2, 3].map(() => bench.run('at-once.js', 'stay', { signal: stop.signal }))
    const begun = (): number => bench.lines.filter(({ text }) => text === 'stays').length
    await expect.poll(begun, { timeout: 10_000 }).toBe(3)
    stop.abort()
    const answers = await Promise.all(runs)
    expect(new Set(answers.map((answer) => Math.floor(answer / 100))).size).toBe(3)
    expect(answers.map((answer) => answer % 100)).toEqual([1, 1, 1])
  })

  it('is there before the first run after a warm-up, and the host with it', async () => {
    const other = await openBench(host)
    try {
      expect(other.runner.hostPid()).toBeUndefined()
      await other.runner.warmUp()
      const pid = other.runner.hostPid()
      expect(isAlive(pid ?? 0)).toBe(true)
      await other.write('first.js', 'export default () => 1')
      expect(await other.run('first.js')).toBe(1)
      expect(other.runner.hostPid()).toBe(pid)
    } finally {
      await other.dispose()
    }
  })
})

describe('the list of a folder', () => {
  it('has every script by name, its first comment line, and what is wrong with it, and runs none', async () => {
    const other = await openBench(host)
    try {
      await other.write(
        'b.ts',
        '/*\n * Does b.\n */\nexport default (n: number) => n\nconsole.log("evaluated")',
      )
      await other.write('a.js', '// Does a. \nexport default () => 0')
      await other.write('broken.mjs', 'export default () => {\n  }}')
      await other.write('library.js', '// Shared code.\nexport const one = 1')
      await other.write('types.d.ts', 'export type One = 1')
      await other.write('notes.txt', 'no script')
      const listed = await other.runner.list()
      expect(listed.map(({ file, summary, problem }) => [file, summary, problem?.message])).toEqual([
        ['a.js', 'Does a.', undefined],
        ['b.ts', 'Does b.', undefined],
        ['broken.mjs', '', expect.stringMatching(/^broken\.mjs does not parse at line 2: /)],
        ['library.js', 'Shared code.', 'library.js exports no default function.'],
      ])
      expect(other.lines).toEqual([])

      await other.write('broken.mjs', 'export default () => {}')
      const again = await other.runner.list()
      expect(again.find(({ file }) => file === 'broken.mjs')?.problem).toBeUndefined()
    } finally {
      await other.dispose()
    }
  })

  it('is empty where the folder is missing', async () => {
    const other = await openBench(host)
    await rm(other.folder, { recursive: true })
    expect(await other.runner.list()).toEqual([])
    await other.dispose()
  })
})
