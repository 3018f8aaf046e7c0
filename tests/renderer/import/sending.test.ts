import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RepeatView } from '../../../src/contract/queue'
import { ImportDesk, type DeskCalls } from '../../../renderer/features/schedule/import/import-desk'
import { ImportSession } from '../../../renderer/features/schedule/import/import-session'
import type { DeskMessage } from '../../../renderer/features/schedule/import/import-worker'
import { waitFor } from '../../support/wait-for'

/** The worker's desk in this thread. */
class DeskWorker extends EventTarget {
  readonly #desk: DeskCalls = new ImportDesk()

  postMessage({ id, call, argument }: DeskMessage): void {
    const answer: unknown = Reflect.apply(this.#desk[call], this.#desk, [argument])
    void Promise.resolve(answer).then((value) =>
      this.dispatchEvent(new MessageEvent('message', { data: { id, ok: true, value } })),
    )
  }

  terminate(): void {
    return undefined
  }
}

const scheduling: RepeatView = {
  ...{ repeatId: 'r', keyTemplate: 'orders.csv', total: 2, attempted: 0, scheduled: 0 },
  ...{ queuedHere: 0, held: 0, redisErrors: 0, state: 'scheduling' },
}
const failure = { code: 'stopped', message: 'The processor was stopped.', remedy: 'Start it again.' }

let session: ImportSession
let asked: string[]
/** Answers the request that is held back; the others are answered at once. */
let answer: (reply: unknown) => void
let heldBack: 'import.jobs' | 'import.commit'

const replies: Readonly<Record<string, unknown>> = {
  'import.begin': { importId: 'i' },
  'import.jobs': { received: 2 },
  'import.commit': scheduling,
  'import.drop': {},
}

beforeEach(async () => {
  asked = []
  heldBack = 'import.commit'
  vi.stubGlobal('Worker', DeskWorker)
  const request = (name: string): unknown => {
    asked.push(name)
    if (name !== heldBack) return Promise.resolve({ ok: true, value: replies[name] })
    return new Promise((resolve) => (answer = resolve))
  }
  vi.stubGlobal('window', { keyhold: { request } })
  session = new ImportSession()
  await session.open('orders.csv', 'key,amount\na,1\nb,2\n')
  await waitFor(
    () => {
      const stage = stageOf()
      return stage.stage === 'mapped' && stage.judged?.counts.good === 2
    },
    { what: 'it is judged' },
  )
})

afterEach(() => {
  session.close()
  vi.unstubAllGlobals()
})

const stageOf = () => session.snapshot()

async function sendUntil(name: typeof heldBack): Promise<{ readonly sent: Promise<void> }> {
  heldBack = name
  const sent = session.send('p')
  await waitFor(() => asked.includes(name), { what: `${name} is under way` })
  return { sent }
}

describe('an import that is cancelled', () => {
  it('while it is being confirmed is closed where its jobs are scheduled all the same', async () => {
    const { sent } = await sendUntil('import.commit')
    session.cancelSending()
    answer({ ok: true, value: scheduling })
    await sent
    expect(stageOf()).toEqual({ stage: 'closed' })
    expect(asked).toEqual(['import.begin', 'import.jobs', 'import.commit'])
  })

  it('while it is being confirmed goes back to its mapping where nothing was scheduled', async () => {
    const { sent } = await sendUntil('import.commit')
    session.cancelSending()
    answer({ ok: false, error: failure })
    await sent
    expect(stageOf()).toMatchObject({ stage: 'mapped', name: 'orders.csv' })
    expect(asked.at(-1)).toBe('import.drop')
  })

  it('before goes back to its mapping, and what was handed over is dropped', async () => {
    const { sent } = await sendUntil('import.jobs')
    session.cancelSending()
    answer({ ok: true, value: replies['import.jobs'] })
    await sent
    expect(stageOf()).toMatchObject({ stage: 'mapped', name: 'orders.csv' })
    expect(asked).toEqual(['import.begin', 'import.jobs', 'import.drop'])
  })
})

it('an import that is confirmed leaves alone the next one, which was begun meanwhile', async () => {
  const { sent } = await sendUntil('import.commit')
  session.choose()
  answer({ ok: true, value: scheduling })
  await sent
  expect(stageOf()).toMatchObject({ stage: 'choosing' })
})
