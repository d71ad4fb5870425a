import { dialog, type App, type BrowserWindow, type MessageBoxOptions } from 'electron'
import type { Operation } from '@shared/model/operation'

export interface QuitGuardDeps {
  readonly app: Pick<App, 'on' | 'quit'>
  /** The changes under way. */
  readonly running: () => readonly Operation[]
  readonly windows: () => readonly unknown[]
  readonly isMac: boolean
  /** Asks the person; true to quit all the same. */
  readonly ask: (options: MessageBoxOptions) => Promise<boolean>
  /** Takes the last window away while changes go on, without ending the app. */
  readonly closeToBackground: (window: BrowserWindow) => void
}

export interface QuitGuard {
  /**
   * To be called for each new window: closing the last one quits (but on macOS). While a change is under way it only
   * goes out of sight: somebody has to follow the change to its end.
   */
  watch(window: BrowserWindow): void
}

/** Asks before the app quits while a change is under way: helm goes on, but nobody would tell how it ends. */
export function guardQuit(deps: QuitGuardDeps): QuitGuard {
  let isSettled = false
  let isAsking = false
  const mayQuit = (event: { preventDefault(): void }): void => {
    const running = deps.running()
    if (isSettled || running.length === 0) return
    event.preventDefault()
    if (isAsking) return
    isAsking = true
    void deps.ask(question(running)).then((quits) => {
      isAsking = false
      if (!quits) return
      isSettled = true
      deps.app.quit()
    })
  }
  deps.app.on('before-quit', mayQuit)
  return {
    watch: (window) => {
      window.on('close', (event) => {
        if (deps.isMac || isSettled || deps.windows().length > 1 || deps.running().length === 0) return
        event.preventDefault()
        deps.closeToBackground(window)
      })
    },
  }
}

/** The safe button is first and has the focus. */
function question(running: readonly Operation[]): MessageBoxOptions {
  const [first] = running
  const what =
    running.length === 1 && first !== undefined
      ? `The ${first.verb} of "${first.releaseName}" in ${first.namespace} (${first.context}) is still under way.`
      : `${running.length} changes are still under way.`
  return {
    type: 'warning',
    title: 'Wheelhouse',
    message: what,
    detail:
      'helm goes on when you quit, but Wheelhouse cannot follow it any more and will not tell you how it ends. ' +
      'The release list shows the result when you come back.',
    buttons: ['Stay', 'Quit anyway (helm goes on)'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }
}

/** Asks with the system's own dialog, over a window when there is one. */
export async function askToQuit(options: MessageBoxOptions, window: Electron.BrowserWindow | null): Promise<boolean> {
  const { response } = await (window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options))
  return response === 1
}
