import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { ZoomStep } from '../src/contract/channels/shell'

/** The commands of the page that the menu names; their ids are those of the page's own registry. */
export type MenuCommand =
  'app.palette' | 'app.preferences' | 'app.about' | 'app.shortcuts' | 'app.diagnostics'

export interface MenuOptions {
  readonly development: boolean
  readonly quit: () => void
  readonly openLogFolder: () => void
  readonly openHandlerFolder: () => void
  readonly zoom: (step: ZoomStep) => void
  /** Runs a command of the page. */
  readonly choose: (command: MenuCommand) => void
}

/** The standard menu. Quit goes its own way: it may have to ask. */
export function setMenu(options: MenuOptions): void {
  const mac = process.platform === 'darwin'
  const quit: MenuItemConstructorOptions = {
    label: mac ? 'Quit Keyhold' : 'Quit',
    accelerator: 'CmdOrCtrl+Q',
    click: options.quit,
  }
  const about = ofPage(options, 'About Keyhold', 'app.about')
  const preferences = ofPage(options, 'Preferences…', 'app.preferences', 'CmdOrCtrl+,')
  const appMenu: MenuItemConstructorOptions = {
    label: 'Keyhold',
    submenu: [
      about,
      { type: 'separator' },
      preferences,
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      quit,
    ],
  }
  const fileMenu: MenuItemConstructorOptions = {
    label: 'File',
    submenu: [
      { label: 'Open Handler Folder', click: options.openHandlerFolder },
      { type: 'separator' },
      ...(mac ? [] : [preferences, { type: 'separator' } satisfies MenuItemConstructorOptions]),
      mac ? { role: 'close' } : quit,
    ],
  }
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(mac ? [appMenu] : []),
      fileMenu,
      { role: 'editMenu' },
      viewMenu(options),
      { role: 'windowMenu' },
      {
        role: 'help',
        submenu: [
          ofPage(options, 'Keyboard Shortcuts', 'app.shortcuts'),
          { label: 'Open Log Folder', click: options.openLogFolder },
          ofPage(options, 'Copy Diagnostics', 'app.diagnostics'),
          ...(mac ? [] : [about]),
        ],
      },
    ]),
  )
}

/** An entry that the page carries out; its key is the page's own too, and only shown here. */
function ofPage(
  options: MenuOptions,
  label: string,
  command: MenuCommand,
  accelerator?: string,
): MenuItemConstructorOptions {
  const key = accelerator === undefined ? {} : { accelerator, registerAccelerator: false }
  return { label, ...key, click: () => options.choose(command) }
}

function viewMenu(options: MenuOptions): MenuItemConstructorOptions {
  const { development, zoom } = options
  const zoomItem = (label: string, step: ZoomStep, accelerator: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => zoom(step),
  })
  /** The same by another key. */
  const also = (step: ZoomStep, accelerator: string): MenuItemConstructorOptions => ({
    ...zoomItem('', step, accelerator),
    visible: false,
    acceleratorWorksWhenHidden: true,
  })
  return {
    label: 'View',
    submenu: [
      ofPage(options, 'Command Palette…', 'app.palette', 'CmdOrCtrl+K'),
      { type: 'separator' },
      { role: 'reload' },
      ...(development ? [{ role: 'toggleDevTools' } satisfies MenuItemConstructorOptions] : []),
      { type: 'separator' },
      zoomItem('Actual Size', 'reset', 'CmdOrCtrl+0'),
      zoomItem('Zoom In', 'in', 'CmdOrCtrl+Plus'),
      also('in', 'CmdOrCtrl+='),
      also('in', 'CmdOrCtrl+numadd'),
      zoomItem('Zoom Out', 'out', 'CmdOrCtrl+-'),
      also('out', 'CmdOrCtrl+numsub'),
      { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  }
}
