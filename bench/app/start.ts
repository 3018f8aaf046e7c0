import { median, type Benchmark, type Effort, type Result } from '../benchmark'
import { firstPageCode } from './first-page-code'
import { once } from './once'
import { ProbedKeyhold, type StartMoments } from './probed-keyhold'
import { startSurroundings } from './surroundings'

type Moment = keyof StartMoments

/**
 * From the spawn of the process to the Queue page painted with live data. Redis is up, the app was started once before
 * with the same user data, and no debugger is connected.
 */
export function appStart(root: string): Benchmark[] {
  const measured = once((effort: Effort) => measure(root, effort))
  return [
    { name: 'app: start to interactive', run: async (effort) => toPage(await measured(effort)) },
    { name: 'app: window to first page', run: async (effort) => fromWindow(await measured(effort)) },
    { name: 'app: code of the first page', run: () => Promise.resolve(code(root)) },
  ]
}

async function measure(root: string, { rounds }: Effort): Promise<readonly StartMoments[]> {
  const surroundings = await startSurroundings()
  const starts: StartMoments[] = []
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const { keyhold, moments } = await ProbedKeyhold.start(root, surroundings)
      await keyhold.stop()
      if (round > 0) starts.push(moments)
    }
    return starts
  } finally {
    await surroundings.stop()
  }
}

function toPage(starts: readonly StartMoments[]): Result {
  const at = (moment: Moment): number => Math.round(median(starts.map((start) => start[moment])))
  const parts = `main ${at('script')}, Electron ready ${at('ready')}, window ${at('window')}, frame ${at('frame')}`
  return {
    name: 'app: start to interactive',
    measured: `${at('page')} ms: ${parts}`,
    against: 'the spawn of the process',
    value: at('page') / 1_000,
    unit: 's',
    mark: { most: 1.5 },
    details: { starts },
  }
}

function fromWindow(starts: readonly StartMoments[]): Result {
  const all = starts.map(({ page, window }) => Math.round(page - window))
  return {
    name: 'app: window to first page',
    measured: `${Math.min(...all)} to ${Math.max(...all)} ms in ${starts.length} starts`,
    against: 'the making of the window',
    value: median(all) / 1_000,
    unit: 's',
    mark: { most: 1 },
  }
}

/** All that stands between the page's HTML and its first paint. */
function code(root: string): Result {
  const files = firstPageCode(root)
  const kb = (bytes: number): string => `${Math.round(bytes / 1_024).toLocaleString('en')} KB`
  return {
    name: 'app: code of the first page',
    measured: files
      .slice(0, 4)
      .map(({ name, bytes }) => `${name} ${kb(bytes)}`)
      .join(', '),
    against: `${files.length} files`,
    value: Math.round((files.reduce((sum, { bytes }) => sum + bytes, 0) / 2 ** 20) * 100) / 100,
    unit: 'MB',
    details: { files },
  }
}
