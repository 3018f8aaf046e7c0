import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
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
beforeEach(() => {
  bench.lines.length = 0
})

describe('what a script logs', () => {
  it('comes with its level and its job, from context.log, console and the standard streams', async () => {
    await bench.write(
      'logs.js',
      `export default (arg, { log }) => {
        log.info('one', { two: 2 })
        log.warn('careful')
        log.error(new Proxy({}, { get() { throw new Error('no') } }))
        console.log('%d lines', 2)
        console.warn('mind')
        console.error('bad')
        process.stdout.write('raw\\nlines\\n')
      }`,
    )
    await bench.run('logs.js', null, { key: 'k', jobId: 7 })
    expect(bench.lines.map(({ level, text }) => `${level} ${text}`)).toEqual([
      'info one { two: 2 }',
      'warn careful',
      'error {}',
      'info 2 lines',
      'warn mind',
      'error bad',
      'info raw',
      'info lines',
    ])
    expect(
      bench.lines.every(({ run }) => run?.file === 'logs.js' && run.key === 'k' && run.jobId === 7),
    ).toBe(true)
  })

  it('belongs to no run where its run has ended: the one that runs by then did not say it', async () => {
    await bench.write(
      'late.js',
      `import { once, EventEmitter } from 'node:events'
       const said = new EventEmitter()
       export default async (arg) => {
         if (arg === 'wait') { globalThis.isTime = true; return void await once(said, 'late') }
         const timer = setInterval(() => {
           if (!globalThis.isTime) return
           clearInterval(timer)
           console.log('late')
           said.emit('late')
         }, 1)
       }`,
    )
    await bench.run('late.js', 'leave', { key: 'gone' })
    await bench.run('late.js', 'wait', { key: 'there' })
    const late = bench.lines.filter(({ text }) => text === 'late')
    expect(late.length).toBeGreaterThan(0)
    expect(late.filter(({ run }) => run?.key === 'there')).toEqual([])
  })

  it.each([
    {
      much: 'a million lines',
      body: `for (let n = 0; n < 1_000_000; n += 1) console.log('line', n)`,
      lines: 201,
    },
    { much: 'one line of 10 MB', body: `log.info('x'.repeat(10_000_000))`, lines: 2 },
  ])('is bounded for each job: $much', async ({ body, lines }) => {
    await bench.write(
      'chatter.js',
      `export default (arg, { log }) => { if (arg) { ${body} } else log.info('again') }`,
    )
    await bench.run('chatter.js', true)
    expect(bench.lines).toHaveLength(lines)
    expect(bench.lines.at(-1)?.text).toContain('Further lines of this job are dropped')
    const bytes = bench.lines.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
    expect(bytes).toBeLessThan(66_000)
    await bench.run('chatter.js')
    expect(bench.lines.at(-1)?.text).toBe('again')
  })
})
