import { Menu, type MenuItemConstructorOptions } from 'electron'

export interface MenuOptions {
  readonly isMac: boolean
  readonly isDev: boolean
  readonly showAbout: () => void
  /** Reads the release list again. */
  readonly refresh: () => void
}

/** The application menu: the usual roles and shortcuts, and nothing that reloads the page with what was typed in it. */
export function installMenu({ isMac, isDev, showAbout, refresh }: MenuOptions): void {
  const about: MenuItemConstructorOptions = { id: 'about', label: '&About Wheelhouse', click: showAbout }
  const help: MenuItemConstructorOptions = { label: '&Help', role: 'help', submenu: [about] }
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [macAppMenu({ ...about, label: 'About Wheelhouse' })] : []),
    { label: '&File', submenu: [isMac ? { role: 'close' } : { role: 'quit', accelerator: 'Ctrl+Q' }] },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { id: 'refresh', label: '&Refresh releases', accelerator: 'CmdOrCtrl+R', click: refresh },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(isDev ? [{ role: 'toggleDevTools' } as const] : []),
      ],
    },
    { role: 'windowMenu' },
    ...(isMac ? [] : [help]),
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

/** The usual one, with our own About in it. */
function macAppMenu(about: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      about,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  }
}
