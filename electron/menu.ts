import { Menu, type MenuItemConstructorOptions } from 'electron'

export interface MenuOptions {
  readonly development: boolean
  readonly quit: () => void
  readonly openLogFolder: () => void
  readonly openHandlerFolder: () => void
}

/** The standard menu. Quit goes its own way: it may have to ask. */
export function setMenu(options: MenuOptions): void {
  const mac = process.platform === 'darwin'
  const quit: MenuItemConstructorOptions = {
    label: mac ? 'Quit Keyhold' : 'Quit',
    accelerator: 'CmdOrCtrl+Q',
    click: options.quit,
  }
  const appMenu: MenuItemConstructorOptions = {
    label: 'Keyhold',
    submenu: [{ role: 'about' }, { type: 'separator' }, { role: 'hide' }, { role: 'hideOthers' }, quit],
  }
  const fileMenu: MenuItemConstructorOptions = {
    label: 'File',
    submenu: [
      { label: 'Open Handler Folder', click: options.openHandlerFolder },
      { type: 'separator' },
      mac ? { role: 'close' } : quit,
    ],
  }
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(mac ? [appMenu] : []),
      fileMenu,
      { role: 'editMenu' },
      viewMenu(options.development),
      { role: 'windowMenu' },
      { role: 'help', submenu: [{ label: 'Open Log Folder', click: options.openLogFolder }] },
    ]),
  )
}

function viewMenu(development: boolean): MenuItemConstructorOptions {
  return {
    label: 'View',
    submenu: [
      { role: 'reload' },
      ...(development ? [{ role: 'toggleDevTools' } satisfies MenuItemConstructorOptions] : []),
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  }
}
