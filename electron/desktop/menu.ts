import { Menu } from 'electron'
import { menuTemplate, type MenuOptions } from './menu-template'

/** Gives the app its menu. */
export function installMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)))
}
