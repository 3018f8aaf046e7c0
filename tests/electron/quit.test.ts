import { describe, expect, it, vi } from 'vitest'
import { Quit, type QuitAnswer, type QuitOptions } from '../../electron/quit'
import { keptLog } from './support'

function quitting(overrides: Partial<QuitOptions> = {}) {
  const steps: string[] = []
  const step = (name: string) => async (): Promise<void> => {
    await Promise.resolve()
    steps.push(name)
  }
  const log = keptLog()
  const quit = new Quit({
    pending: () => ({ waiting: 0, running: 0 }),
    ask: () => Promise.resolve('cancel'),
    stopRuntime: (waiting) => step(`runtime ${waiting}`)(),
    stopServer: step('server'),
    flushSettings: step('settings'),
    killChildren: () => steps.push('kill'),
    exit: (code) => steps.push(`exit ${code}`),
    log,
    ...overrides,
  })
  const ended = () => vi.waitFor(() => expect(steps.at(-1)).toMatch(/^exit/))
  return { quit, steps, ended, log }
}

const IN_ORDER = ['runtime release', 'server', 'settings', 'exit 0']
const waiting = () => ({ waiting: 3, running: 1 })
const never = () => new Promise<never>(() => undefined)

describe('the quit', () => {
  it('stops the runtime, then the server, then writes the settings, then exits', async () => {
    const { quit, steps, ended } = quitting()
    quit.request('operator')
    expect(quit.certain).toBe(true)
    await ended()
    expect(steps).toEqual(IN_ORDER)
  })

  it.each([
    ['release', IN_ORDER],
    ['keep', ['runtime keep', 'server', 'settings', 'exit 0']],
  ] as const)('asks an operator when jobs wait, and does as told: %s', async (answer, expected) => {
    const ask = vi.fn(() => Promise.resolve<QuitAnswer>(answer))
    const { quit, steps, ended } = quitting({ pending: waiting, ask })
    quit.request('operator')
    expect(quit.certain).toBe(false)
    await ended()
    expect(ask).toHaveBeenCalledWith({ waiting: 3, running: 1 })
    expect(steps).toEqual(expected)
  })

  it('goes on as before when the operator cancels, and asks again the next time', async () => {
    const ask = vi.fn(() => Promise.resolve<QuitAnswer>('cancel'))
    const { quit, steps } = quitting({ pending: waiting, ask })
    quit.request('operator')
    quit.request('operator')
    await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(1))
    await Promise.resolve()
    expect(quit.certain).toBe(false)
    expect(steps).toEqual([])
    quit.request('operator')
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it.each(['signal', 'system'] as const)('does not ask a %s, and releases', async (reason) => {
    const ask = vi.fn(never)
    const { quit, steps, ended } = quitting({ pending: waiting, ask })
    quit.request(reason)
    await ended()
    expect(ask).not.toHaveBeenCalled()
    expect(steps).toEqual(IN_ORDER)
  })

  it('does not wait for an open question when a signal comes', async () => {
    const answers: ((answer: QuitAnswer) => void)[] = []
    const { quit, steps, ended } = quitting({
      pending: waiting,
      ask: () => new Promise((resolve) => answers.push(resolve)),
    })
    quit.request('operator')
    quit.request('signal')
    await ended()
    for (const answer of answers) answer('keep')
    await new Promise(setImmediate)
    expect(steps).toEqual(IN_ORDER)
  })

  it('ends at once with the second signal, children first', () => {
    const { quit, steps } = quitting({ stopRuntime: never })
    quit.request('signal')
    expect(steps).toEqual([])
    quit.request('signal')
    expect(steps).toEqual(['kill', 'exit 1'])
  })

  it.each(['operator', 'system'] as const)('is not hurried by a second request of the %s', async (reason) => {
    const { quit, steps, ended } = quitting()
    quit.request('system')
    quit.request(reason)
    await ended()
    expect(steps).toEqual(IN_ORDER)
  })

  it('ends at its limit whatever hangs', async () => {
    const { quit, steps, ended } = quitting({ stopRuntime: never, limitMs: 20 })
    quit.request('signal')
    await ended()
    expect(steps).toEqual(['kill', 'exit 1'])
  })

  it('takes the other steps when one fails, and logs it', async () => {
    const { quit, steps, ended, log } = quitting({
      stopRuntime: () => Promise.reject(new Error('Redis is away')),
    })
    quit.request('system')
    await ended()
    expect(steps).toEqual(['server', 'settings', 'exit 0'])
    expect(log.lines).toContain('error shell_quit_step_failed')
  })

  it('tells a crash by its exit code', async () => {
    const { quit, steps, ended } = quitting()
    quit.request('signal', 1)
    await ended()
    expect(steps.at(-1)).toBe('exit 1')
  })

  it('exits once', async () => {
    const { quit, steps, ended } = quitting()
    quit.request('system')
    await ended()
    quit.request('signal')
    expect(steps).toEqual(IN_ORDER)
  })
})
