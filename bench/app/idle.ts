import { readdirSync, readFileSync } from 'node:fs'
import type { Benchmark, Effort, Result } from '../benchmark'
import { processesOf, type AppProcesses } from './app-processes'
import { once } from './once'
import { pause } from './pause'
import { withProbedKeyhold, type ProbedKeyhold } from './probed-keyhold'
import { countTimers, takeTimers } from './timers'

const WATCHED_MS = 60_000
/** What the start has left to do is done. */
const SETTLING_MS = 5_000
/** Of the kernel's counts of time. */
const TICKS_A_SECOND = 100

/** One stretch of time in which nobody did anything. */
interface Stretch {
  /** Of the page, as it says itself. */
  readonly visibility: string
  /** Of one core, in percent, by process. */
  readonly cpu: Readonly<Record<string, number>>
  /** How often a thread of the app was woken, a second, by process. */
  readonly wakeUps: Readonly<Record<string, number>>
  /** Those that came most often first. */
  readonly timers: readonly { readonly what: string; readonly aSecond: number }[]
}

interface Seen {
  readonly open: Stretch
  readonly hidden: Stretch
}

/**
 * The app with an empty queue, a minute with its window open on the Queue page and a minute with it hidden: what its
 * processes take of a core, and every timer of the page and of the main process that came.
 */
export function appAtRest(root: string): Benchmark[] {
  const measured = once((effort: Effort) => measure(root, effort))
  return [
    { name: 'app: idle, window open', run: async (e) => cpuOf('open', (await measured(e)).open) },
    { name: 'app: idle, window hidden', run: async (e) => cpuOf('hidden', (await measured(e)).hidden) },
    { name: 'app: idle, timers while hidden', run: async (e) => timersOf(await measured(e)) },
  ]
}

function measure(root: string, { scale }: Effort): Promise<Seen> {
  return withProbedKeyhold(root, [], async (keyhold) => {
    await countTimers(keyhold)
    const open = await watchFor(WATCHED_MS * scale, keyhold)
    await keyhold.inMain(({ electron }) => electron.BrowserWindow.getAllWindows()[0]?.hide())
    return { open, hidden: await watchFor(WATCHED_MS * scale, keyhold) }
  })
}

async function watchFor(ms: number, keyhold: ProbedKeyhold): Promise<Stretch> {
  await pause(SETTLING_MS)
  const processes = await processesOf(keyhold)
  await takeTimers(keyhold)
  const before = usedBy(processes)
  const began = performance.now()
  await pause(ms)
  const after = usedBy(processes)
  const seconds = (performance.now() - began) / 1_000
  const { visibility, counts } = await takeTimers(keyhold)
  const rates = (of: keyof Used, scale: number): Record<string, number> =>
    Object.fromEntries(
      Object.entries(after).map(([name, used]) => [
        name,
        tenth(((used[of] - (before[name]?.[of] ?? 0)) * scale) / seconds),
      ]),
    )
  return {
    visibility,
    cpu: rates('ticks', 100 / TICKS_A_SECOND),
    wakeUps: rates('wakeUps', 1),
    timers: Object.entries(counts)
      .map(([what, count]) => ({
        what, // A stretch of 60 s has room for 61 of one that comes each second.
        aSecond: Math.max(0, Math.round(((count - 1) / seconds) * 100) / 100),
      }))
      .sort((a, b) => b.aSecond - a.aSecond),
  }
}

interface Used {
  /** Time on a core. */
  readonly ticks: number
  /** How often one of its threads slept and was woken again. */
  readonly wakeUps: number
}

function usedBy({ others, ...named }: AppProcesses): Record<string, Used> {
  const all = Object.entries({ ...named, ...others })
  return Object.fromEntries(
    all.map(([name, pid]) => [name, { ticks: ticksOf(pid), wakeUps: wakeUpsOf(pid) }]),
  )
}

function ticksOf(pid: number): number {
  // Its name, in brackets, may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return Number(fields[11]) + Number(fields[12])
}

function wakeUpsOf(pid: number): number {
  const statuses = readdirSync(`/proc/${pid}/task`).map((task) => {
    const status = readFileSync(`/proc/${pid}/task/${task}/status`, 'utf8')
    return Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1])
  })
  return statuses.reduce((sum, switches) => sum + switches, 0)
}

function cpuOf(how: 'open' | 'hidden', { visibility, cpu, wakeUps, timers }: Stretch): Result {
  const parts = Object.entries(cpu).filter(([, percent]) => percent > 0)
  return {
    name: `app: idle, window ${how}`,
    measured: parts.map(([name, percent]) => `${name} ${percent} %`).join(', ') || 'nothing',
    against: 'one core, all processes',
    value: tenth(Object.values(cpu).reduce((sum, percent) => sum + percent, 0)),
    unit: '%',
    mark: { most: 1 },
    details: { visibility, wakeUpsASecond: wakeUps, timers },
  }
}

function timersOf({ hidden }: Seen): Result {
  const most = hidden.timers[0]
  return {
    name: 'app: idle, timers while hidden',
    measured: most ? `${hidden.timers.length} timers; most often ${most.what}` : 'no timer came',
    against: 'the timer that came most often',
    value: most?.aSecond ?? 0,
    unit: '/s',
    mark: { most: 1 },
    details: hidden.timers,
  }
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
