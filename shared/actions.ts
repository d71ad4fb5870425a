import type { ReleaseRef } from './model/release-ref'

/** What menus outside of the window (the application's and the tray's) offer, as the window's own menus call it. */
export const menuActions = {
  'window.refresh': { label: 'Refresh releases', keys: 'CmdOrCtrl+R' },
  'window.about': { label: 'About Wheelhouse' },
  'app.show': { label: 'Show Wheelhouse' },
  'app.hide': { label: 'Hide Wheelhouse' },
  'app.quit': { label: 'Quit' },
} as const satisfies Readonly<Record<string, MenuAction>>

export interface MenuAction {
  readonly label: string
  /** An accelerator as Electron writes it. */
  readonly keys?: string
}

/** What a menu outside of the window, or a notification, asks the window to do. */
export type ActionRequest =
  { readonly id: 'window.refresh' | 'window.about' } | { readonly id: 'release.open'; readonly release: ReleaseRef }
