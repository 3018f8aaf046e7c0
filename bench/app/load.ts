import { countTraffic, takeTraffic, type IpcTraffic } from '../../e2e/support/ipc-traffic'
import type { Keyhold } from '../../e2e/support/launch-keyhold'
import { live, pauseQueue, PROFILE, request, resumeQueue } from '../../e2e/support/request'
import { takeSmoothness, watchSmoothness, type Smoothness } from '../../e2e/support/smoothness'
import { waitFor } from '../../tests/support/wait-for'
import type { Benchmark, Effort, Result } from '../benchmark'
import { withKeyhold } from './bench-keyhold'
import { once } from './once'
import { recordPageTasks, type PageTasks } from './page-tasks'
import { pause } from './pause'

const JOBS = 1_000_000
/** Of one act. */
const MOST_AT_ONCE = 100_000
const WATCHED_MS = 15_000

/** Asks for a pause after each 100 jobs, so that some 5,000 a second go through. */
const PACED = `let jobs = 0
export default () => (++jobs % 100 === 0 ? 8 : 0)
`

interface Seen {
  readonly tasks: PageTasks
  readonly smoothness: Smoothness
  readonly traffic: IpcTraffic
  readonly seconds: number
  readonly jobsASecond: number
}

/**
 * A million jobs wait, some 5,000 a second go through, and the page scrolls up and down through them, a step each
 * frame. Frames come at 60 a second at most, whatever they cost, so that an interval between two says only which were
 * late: what is measured is how long the tasks of the page's thread take, from Chromium's own trace. The marks are of
 * their time on a core, which is the page's doing; by the clock they are longer where other processes want the cores.
 */
export function appUnderLoad(root: string): Benchmark[] {
  const measured = once((effort: Effort) => measure(root, effort))
  const rows = { longestTask, taskP99, mainDelay, messages, bytes }
  const names = {
    longestTask: "app: page's longest task under load, on a core",
    taskP99: "app: page's tasks under load, on a core, p99",
    mainDelay: "app: main loop's delay under load, p99",
    messages: 'app: messages to the page under load',
    bytes: 'app: bytes across the line under load',
  }
  return (Object.keys(rows) as (keyof typeof rows)[]).map((row) => ({
    name: names[row],
    run: async (effort) => ({ name: names[row], ...rows[row](await measured(effort)) }),
  }))
}

function measure(root: string, { scale }: Effort): Promise<Seen> {
  return withKeyhold({ root, handler: PACED }, async (keyhold) => {
    await fill(keyhold, Math.ceil(JOBS * scale))
    await countTraffic(keyhold)
    await watchSmoothness(keyhold)
    await resumeQueue(keyhold.page)
    await scrollForEver(keyhold)
    // Until what was compiled at first use is compiled.
    await pause(3_000)
    const before = (await live(keyhold.page)).counters.done
    await takeTraffic(keyhold)
    await takeSmoothness(keyhold)
    const tasksUntilNow = await recordPageTasks(keyhold)
    const began = performance.now()
    await pause(WATCHED_MS)
    const seconds = (performance.now() - began) / 1_000
    const traffic = await takeTraffic(keyhold)
    const smoothness = await takeSmoothness(keyhold)
    const { done } = (await live(keyhold.page)).counters
    const tasks = await tasksUntilNow()
    return { tasks, smoothness, traffic, seconds, jobsASecond: Math.round((done - before) / seconds) }
  })
}

async function fill({ page }: Keyhold, jobs: number): Promise<void> {
  await pauseQueue(page)
  for (let scheduled = 0; scheduled < jobs;) {
    const count = Math.min(MOST_AT_ONCE, jobs - scheduled)
    const job = { key: `from${scheduled}:{n}`, argument: '{"n":{n}}', backoffMs: 3_600_000, count }
    await request(page, 'schedule.repeat', { profileId: PROFILE, ...job })
    scheduled += count
    await waitFor(async () => (await live(page)).counters.waiting === scheduled, {
      timeoutMs: 60_000,
      what: `${scheduled} jobs wait`,
    })
  }
}

/** As fast as a wheel is turned in haste: 7,200 pixels a second, to the 50,000th row and back. */
async function scrollForEver({ page }: Keyhold): Promise<void> {
  const table = page.getByRole('grid', { name: 'Waiting jobs', exact: true })
  await table.evaluate((grid) => {
    let step = 120
    const scroll = (): void => {
      if (grid.scrollTop > 1_600_000) step = -120
      if (grid.scrollTop < 1_000) step = 120
      grid.scrollTop += step
      requestAnimationFrame(scroll)
    }
    requestAnimationFrame(scroll)
  })
}

type Row = Omit<Result, 'name'>
const against = (seen: Seen): string =>
  `${seen.jobsASecond.toLocaleString('en')} jobs/s, a million waiting, scrolling`

function longestTask(seen: Seen): Row {
  const { longest, longestOnCore } = seen.tasks
  return {
    measured: `by the clock ${longest} ms`,
    against: against(seen),
    value: longestOnCore,
    unit: 'ms',
    mark: { most: 50 },
    details: seen.tasks,
  }
}

function taskP99({ tasks, ...seen }: Seen): Row {
  return {
    measured: `of ${tasks.count} that took 1 ms or more; by the clock ${tasks.p99} ms`,
    against: against({ tasks, ...seen }),
    value: tasks.p99OnCore,
    unit: 'ms',
    mark: { most: 16 },
  }
}

function mainDelay(seen: Seen): Row {
  const { mainP99, mainLongest } = seen.smoothness
  return {
    measured: `longest ${mainLongest} ms`,
    against: against(seen),
    value: mainP99,
    unit: 'ms',
    mark: { most: 20 },
  }
}

function messages(seen: Seen): Row {
  const { messages, calls } = seen.traffic
  const perSecond = (count: number): number => Math.round((count / seen.seconds) * 10) / 10
  const asked = Object.entries(calls).map(([channel, count]) => `${channel} ${perSecond(count)}`)
  return {
    measured: `calls of the page a second: ${asked.join(', ')}`,
    against: against(seen),
    value: perSecond(messages),
    unit: 'messages/s',
    mark: { most: 15 },
  }
}

function bytes(seen: Seen): Row {
  const { bytes, largest } = seen.traffic
  return {
    measured: `messages, calls and answers; largest ${Math.round(largest / 1_024)} KB`,
    against: against(seen),
    value: Math.round(bytes / 1_024 / seen.seconds),
    unit: 'KB/s',
    mark: { most: 200 },
  }
}
