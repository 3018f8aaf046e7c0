import { faultEnvelope, ImportDesk, type DeskAnswer, type DeskCall } from './import-desk'

/** One call of the page. */
export interface DeskMessage {
  readonly id: number
  readonly call: DeskCall
  readonly argument: unknown
}

const desk: Readonly<Record<DeskCall, (argument: never) => unknown>> = bound(new ImportDesk())

function bound(the: ImportDesk) {
  return {
    open: (source: Parameters<ImportDesk['open']>[0]) => the.open(source),
    read: (options: Parameters<ImportDesk['read']>[0]) => the.read(options),
    judge: (mapping: Parameters<ImportDesk['judge']>[0]) => the.judge(mapping),
    rows: (range: Parameters<ImportDesk['rows']>[0]) => the.rows(range),
    jobs: (from: number) => the.jobs(from),
    badRows: () => the.badRows(),
  }
}

async function answer({ call, argument }: DeskMessage): Promise<DeskAnswer> {
  try {
    // The page's side is typed by the same table.
    return { ok: true, value: await desk[call](argument as never) }
  } catch (error) {
    return { ok: false, error: faultEnvelope(error) }
  }
}

self.addEventListener('message', ({ data }: MessageEvent<DeskMessage>) => {
  void answer(data).then((answered) => self.postMessage({ id: data.id, ...answered }))
})
