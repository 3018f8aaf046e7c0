import { BrowserWindow, dialog, type MessageBoxOptions } from 'electron'
import type { QuitAnswer } from '../src/contract/quit'
import type { Pending } from '../src/runtime'

interface Choice {
  readonly button: string
  readonly answer: QuitAnswer
}

/** Asks what becomes of the jobs that wait, by the system's own dialog: where the page cannot. */
export async function askWithoutPage(pending: Pending): Promise<QuitAnswer> {
  const choices = choicesOf(pending)
  const cancelId = choices.length - 1
  const question: MessageBoxOptions = {
    type: 'question',
    title: 'Quit Keyhold',
    message: `${jobs(pending.waiting)} still ${pending.waiting === 1 ? 'waits' : 'wait'} here.`,
    detail: details(pending).join('\n\n'),
    buttons: choices.map(({ button }) => button),
    defaultId: cancelId,
    cancelId,
    noLink: true,
  }
  const window = BrowserWindow.getAllWindows()[0]
  const { response } = await (window
    ? dialog.showMessageBox(window, question)
    : dialog.showMessageBox(question))
  return choices[response]?.answer ?? 'cancel'
}

function choicesOf({ waiting, keeps }: Pending): readonly Choice[] {
  return [
    { button: `Drop ${jobs(waiting)} and quit`, answer: 'release' },
    ...(keeps ? [{ button: 'Keep for the next start', answer: 'keep' } as const] : []),
    { button: 'Cancel', answer: 'cancel' },
  ]
}

function details({ keeps, running }: Pending): readonly string[] {
  return [
    'Dropped jobs will not run: their holds are released, and every instance can schedule their keys again at once.',
    ...(keeps ? ['Kept jobs run at the next start of Keyhold, and keep their holds.'] : []),
    ...(running > 0
      ? [`${running} running ${running === 1 ? 'job has' : 'jobs have'} 5 seconds to end.`]
      : []),
  ]
}

function jobs(count: number): string {
  return count === 1 ? '1 job' : `${count.toLocaleString('en')} jobs`
}
