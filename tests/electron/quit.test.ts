import { describe, expect, it, vi } from 'vitest'
import { Quit, type QuitOptions } from '../../electron/quit'
import type { QuitAnswer, QuitView } from '../../src/contract/quit'
import { keptLog } from './support'

function quitting(overrides: Partial<QuitOptions> = {}) {
  const steps: string[] = []
  const step = (name: string) => async (): Promise<void> => {
    await Promise.resolve()
    steps.push(name)
  }
  const log = keptLog()
  const shown: (QuitView | undefined)[] = []
  const drains: (() => void)[] = []
  const quit = new Quit({
    pending: () => ({ waiting: 0, running: 0, keeps: false }),
    show: (view) => shown.push(view),
    askWithoutPage: never,
    drain: () => {
      steps.push('drain')
      return new Promise((resolve) => drains.push(resolve))
    },
    endDrain: () => steps.push('drain taken back'),
    stopRuntime: (waiting) => step(`runtime ${waiting}`)(),
    stopServer: step('server'),
    flushSettings: step('settings'),
    killChildren: () => steps.push('kill'),
    exit: (code) => steps.push(`exit ${code}`),
    log,
    ...overrides,
  })
  const ended = () => vi.waitFor(() => expect(steps.at(-1)).toMatch(/^exit/))
  return { quit, steps, ended, log, shown, drained: () => drains.at(-1)?.() }
}

const IN_ORDER = ['runtime release', 'server', 'settings', 'exit 0']
const KEEPING = ['runtime keep', 'server', 'settings', 'exit 0']
const waiting = () => ({ waiting: 3, running: 1, keeps: false })
const kept = () => ({ waiting: 3, running: 1, keeps: true })
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
    ['keep', KEEPING],
  ] as const)(
    'has the page ask an operator when jobs wait, and does as told: %s',
    async (answer, expected) => {
      const { quit, steps, shown, ended } = quitting({ pending: kept })
      quit.request('operator')
      quit.shown()
      expect(quit.certain).toBe(false)
      expect(shown).toEqual([{ step: 'asked', keeps: true }])
      quit.answer(answer)
      expect(quit.certain).toBe(true)
      await ended()
      expect(shown.slice(1)).toEqual([{ step: 'ending' }])
      expect(steps).toEqual(expected)
    },
  )

  it('goes on as before when the operator cancels, and asks again the next time', () => {
    const { quit, steps, shown } = quitting({ pending: waiting })
    quit.request('operator')
    quit.request('operator')
    expect(shown).toEqual([{ step: 'asked', keeps: false }])
    quit.answer('cancel')
    expect(shown).toHaveLength(2)
    expect(shown.at(-1)).toBeUndefined()
    expect(quit.certain).toBe(false)
    quit.answer('release')
    expect(steps).toEqual([])
    quit.request('operator')
    expect(shown.at(-1)).toEqual({ step: 'asked', keeps: false })
  })

  it('keeps nothing without a journal: the question stays', () => {
    const { quit, steps, shown } = quitting({ pending: waiting })
    quit.request('operator')
    expect(() => quit.answer('keep')).toThrow('No journal is kept')
    expect(steps).toEqual([])
    expect(shown).toEqual([{ step: 'asked', keeps: false }])
  })

  it('finishes the jobs first where it is told to, and then ends', async () => {
    const { quit, steps, shown, drained, ended } = quitting({ pending: waiting })
    quit.request('operator')
    quit.answer('finish')
    expect(quit.certain).toBe(false)
    expect(shown.at(-1)).toMatchObject({ step: 'finishing', total: 4 })
    quit.request('operator')
    quit.answer('release')
    expect(steps).toEqual(['drain'])
    drained()
    await ended()
    expect(steps).toEqual(['drain', ...IN_ORDER])
  })

  it('takes the finishing back, and the jobs of then do not end the app later', async () => {
    const { quit, steps, shown, drained } = quitting({ pending: waiting })
    quit.request('operator')
    quit.answer('finish')
    quit.answer('cancel')
    expect(shown.at(-1)).toBeUndefined()
    drained()
    await new Promise(setImmediate)
    quit.request('operator')
    expect(shown.at(-1)).toEqual({ step: 'asked', keeps: false })
    expect(steps).toEqual(['drain', 'drain taken back'])
  })

  it.each([
    ['signal', waiting, IN_ORDER],
    ['system', waiting, IN_ORDER],
    ['signal', kept, KEEPING],
    ['system', kept, KEEPING],
  ] as const)('does not ask a %s: what waits is kept if it can be', async (reason, pending, expected) => {
    const { quit, steps, shown, ended } = quitting({ pending })
    quit.request(reason)
    await ended()
    expect(shown).toEqual([])
    expect(steps).toEqual(expected)
  })

  it.each(['asked', 'finishing'] as const)(
    'does not wait when a signal comes while it is %s',
    async (step) => {
      const { quit, steps, drained, ended } = quitting({ pending: kept })
      quit.request('operator')
      if (step === 'finishing') quit.answer('finish')
      quit.request('signal')
      await ended()
      quit.answer('release')
      drained()
      await new Promise(setImmediate)
      expect(steps.filter((name) => name !== 'drain')).toEqual(KEEPING)
    },
  )

  describe('where the page does not ask', () => {
    const answers: ((answer: QuitAnswer) => void)[] = []
    const silent = () => {
      answers.length = 0
      const askWithoutPage = vi.fn(() => new Promise<QuitAnswer>((resolve) => answers.push(resolve)))
      return { askWithoutPage, ...quitting({ pending: waiting, pageMs: 20, askWithoutPage }) }
    }

    it('asks by the system’s dialog, and the page asks no more', async () => {
      const { quit, steps, shown, askWithoutPage, ended } = silent()
      quit.request('operator')
      await vi.waitFor(() => expect(askWithoutPage).toHaveBeenCalledWith(waiting()))
      expect(shown.at(-1)).toBeUndefined()
      quit.pageLost()
      answers[0]?.('release')
      await ended()
      expect(askWithoutPage).toHaveBeenCalledTimes(1)
      expect(steps).toEqual(IN_ORDER)
    })

    it('asks so too where the page is lost after it has shown the question', async () => {
      const { quit, askWithoutPage } = silent()
      quit.request('operator')
      quit.shown()
      quit.pageLost()
      await vi.waitFor(() => expect(askWithoutPage).toHaveBeenCalledTimes(1))
      answers[0]?.('cancel')
      await new Promise(setImmediate)
      expect(quit.certain).toBe(false)
    })

    it('leaves the question to a page that shows it in time', async () => {
      const { quit, askWithoutPage } = silent()
      quit.request('operator')
      quit.shown()
      await new Promise((resolve) => setTimeout(resolve, 60))
      expect(askWithoutPage).not.toHaveBeenCalled()
    })
  })

  it('ends at once with the second signal, children first', () => {
    const { quit, steps } = quitting({ stopRuntime: never })
    quit.request('signal')
    expect(steps).toEqual([])
    quit.request('signal')
    expect(steps).toEqual(['kill', 'exit 1'])
  })

  it('takes the signal of a system that goes down for the same request, and the next one for a second', () => {
    const { quit, steps } = quitting({ stopRuntime: never })
    quit.request('system')
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
