import { BrowserWindow, dialog, type MessageBoxOptions } from 'electron'
import type { Pending, QuitAnswer } from './quit'

const ANSWERS: readonly QuitAnswer[] = ['release', 'keep', 'cancel']

/** Asks what becomes of the holds of the jobs that wait. */
export async function askBeforeQuit({ waiting, running }: Pending): Promise<QuitAnswer> {
  const question: MessageBoxOptions = {
    type: 'question',
    title: 'Quit Keyhold',
    message:
      waiting === 1 ? 'One job still waits here.' : `${waiting.toLocaleString('en')} jobs still wait here.`,
    detail: [
      'They will not run. Release their holds, and every instance can schedule their keys again at once; keep them, and the keys stay held until they expire.',
      ...(running > 0
        ? [`${running} running ${running === 1 ? 'job has' : 'jobs have'} 5 seconds to end.`]
        : []),
    ].join('\n\n'),
    buttons: ['Release holds and quit', 'Keep holds and quit', 'Cancel'],
    defaultId: 2,
    cancelId: 2,
    noLink: true,
  }
  const window = BrowserWindow.getAllWindows()[0]
  const { response } = await (window
    ? dialog.showMessageBox(window, question)
    : dialog.showMessageBox(question))
  return ANSWERS[response] ?? 'cancel'
}
