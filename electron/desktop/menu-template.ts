import type { MenuItemConstructorOptions } from 'electron'
import { menuActions, type ActionRequest, type MenuAction } from '@shared/actions'

/** The actions of the window that the menu has. */
type WindowAction = Exclude<ActionRequest['id'], 'release.open'>

export interface MenuOptions {
  readonly isMac: boolean
  readonly isDev: boolean
  /** Lets the window do it. */
  readonly run: (id: WindowAction) => void
}

/** The application menu: the usual roles and shortcuts, and nothing that reloads the page with what was typed in it. */
export function menuTemplate({ isMac, isDev, run }: MenuOptions): MenuItemConstructorOptions[] {
  const item = (id: WindowAction): MenuItemConstructorOptions => itemOf(id, () => run(id))
  const help: MenuItemConstructorOptions = { label: '&Help', role: 'help', submenu: [item('window.about')] }
  return [
    ...(isMac ? [macAppMenu({ ...item('window.about'), label: menuActions['window.about'].label })] : []),
    { label: '&File', submenu: [isMac ? { role: 'close' } : { role: 'quit', accelerator: 'Ctrl+Q' }] },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        item('window.refresh'),
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
}

/** An action as an item, reached by the first letter of its label. */
function itemOf(id: WindowAction, click: () => void): MenuItemConstructorOptions {
  const { label, keys }: MenuAction = menuActions[id]
  return { id, label: `&${label}`, ...(keys === undefined ? {} : { accelerator: keys }), click }
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
