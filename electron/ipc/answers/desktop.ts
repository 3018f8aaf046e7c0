import type { AppInfo } from '../../../src/contract/channels/app'
import type { QuitAnswer } from '../../../src/contract/quit'
import type { SavedText, WantedFile } from '../../save-as'
import type { EventBridge } from '../event-bridge'
import type { HandlerTable } from '../typed-ipc'
import type { ShellFace } from './shell-face'

/** What a handler knows of the window that calls. */
export interface Caller {
  readonly bridge: EventBridge
  readonly page: {
    /** It holds text that no file has, or no longer does. */
    readonly setUnsaved: (unsaved: boolean) => void
    /** Its window may close after all. */
    readonly leave: () => void
    /** It shows the question of a quit. */
    readonly quitShown: () => void
    readonly answerQuit: (answer: QuitAnswer) => void
  }
}

/** What of the desktop the handlers need. */
export interface Desktop {
  readonly info: () => AppInfo
  readonly copyText: (text: string) => Promise<void>
  readonly reportError: (report: string) => void
  /** @throws KeyholdError folder-not-opened */
  readonly openFolder: (folder: string) => Promise<void>
  /** Shows a file in the system's file manager. */
  readonly reveal: (path: string) => void
  /** Opens a file in the system's own editor. @throws KeyholdError file-not-opened */
  readonly openFile: (path: string) => Promise<void>
  /** Asks where. @returns an absolute path; undefined: nowhere */
  readonly chooseFile: (file: WantedFile) => Promise<string | undefined>
  /** Asks where, and writes it. @returns the path; undefined: not saved. @throws KeyholdError file-not-saved */
  readonly saveAs: (file: SavedText) => Promise<string | undefined>
  readonly shell: ShellFace
}

/** The channels whose names begin so. */
export type Of<Prefix extends string> = Pick<
  HandlerTable<Caller>,
  Extract<keyof HandlerTable<Caller>, `${Prefix}.${string}`>
>
