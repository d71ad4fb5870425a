import { dialog, type App, type BrowserWindow, type MessageBoxOptions } from 'electron'
import type { Operation } from '@shared/model/operation'
import { visibleLine } from '@shared/visible'

export interface QuitGuardDeps {
  readonly app: Pick<App, 'on' | 'quit'>
  /** Our changes under way; those of others are none of them. */
  readonly running: () => readonly Operation[]
  /** Asks helm to stop an operation. */
  readonly cancel: (id: string) => void
  readonly windows: () => readonly unknown[]
  readonly isMac: boolean
  /** Asks the person; gives the number of the button. */
  readonly ask: (options: MessageBoxOptions) => Promise<number>
  /** Takes the last window away while changes go on, without ending the app. */
  readonly closeToBackground: (window: BrowserWindow) => void
}

export interface QuitGuard {
  /**
   * To be called for each new window: closing the last one quits (but on macOS). While a change is under way it only
   * goes out of sight: somebody has to follow the change to its end.
   */
  watch(window: BrowserWindow): void
  /** The operations are not what they were. */
  readonly update: () => void
}

const stays = 'Stay'
const leaves = 'Quit, let helm continue'
const cancels = 'Cancel and quit'

/** Asks before the app quits while a change is under way: stay, leave it to helm, or cancel what can be cancelled. */
export function guardQuit(deps: QuitGuardDeps): QuitGuard {
  let isSettled = false
  let isAsking = false
  /** What has to end before the app quits by itself. */
  let stopping: ReadonlySet<string> | null = null
  const quit = (): void => {
    isSettled = true
    deps.app.quit()
  }
  const update = (): void => {
    const ids = stopping
    if (ids === null || isSettled || deps.running().some(({ id }) => ids.has(id))) return
    quit()
  }
  const answer = (choice: string | undefined): void => {
    if (choice === leaves) quit()
    // Whoever stays after all wants no quitting behind their back either.
    if (choice !== cancels) {
      stopping = null
      return
    }
    const toStop = deps.running().filter(canStop)
    stopping = new Set(toStop.map(({ id }) => id))
    for (const { id } of toStop) deps.cancel(id)
    update()
  }
  const ask = async (running: readonly Operation[]): Promise<void> => {
    isAsking = true
    try {
      answer(await choiceOf(deps, running))
    } finally {
      isAsking = false
    }
  }
  deps.app.on('before-quit', (event) => {
    const running = deps.running()
    if (isSettled || running.length === 0) return
    event.preventDefault()
    if (isAsking) return
    void ask(running)
  })
  return {
    update,
    watch: (window) => {
      window.on('close', (event) => {
        if (deps.isMac || isSettled || deps.windows().length > 1 || deps.running().length === 0) return
        event.preventDefault()
        deps.closeToBackground(window)
      })
    },
  }
}

/** helm takes a signal for these as the end of the work, half way (measured). */
function canStop({ verb }: Operation): boolean {
  return verb !== 'rollback' && verb !== 'uninstall'
}

/** What the person chose. Where nobody can be asked the app stays, and asks the next time. */
async function choiceOf({ ask }: QuitGuardDeps, running: readonly Operation[]): Promise<string | undefined> {
  const question = questionOf(running)
  const button = await ask(question).catch(() => question.cancelId ?? 0)
  return question.buttons?.[button]
}

/** The safe button is first and has the focus. */
function questionOf(running: readonly Operation[]): MessageBoxOptions {
  const [first] = running
  const what =
    running.length === 1 && first !== undefined
      ? `The ${first.verb} of "${first.name}" in ${first.namespace} (${first.context}) is still in progress.`
      : `${running.length} changes are still in progress.`
  const canCancel = running.some(canStop)
  const goesOn =
    'helm continues when you quit. The next time Wheelhouse starts, it picks the change up again and shows how it ended.'
  return {
    type: 'warning',
    title: 'Wheelhouse',
    message: visibleLine(what),
    detail: canCancel ? `${goesOn}\n\n${visibleLine(cancelWords(running))}` : goesOn,
    buttons: [stays, leaves, ...(canCancel ? [cancels] : [])],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }
}

/** As many are named as fit into a question. */
const maxNamed = 5

function cancelWords(running: readonly Operation[]): string {
  const asked = 'If you cancel, helm is asked to stop, and Wheelhouse quits once it has.'
  const rest = running.filter((operation) => !canStop(operation))
  if (rest.length === 0) return asked
  const named = rest.slice(0, maxNamed).map(({ verb, name }) => `the ${verb} of "${name}"`)
  const more = rest.length > maxNamed ? [`${rest.length - maxNamed} more`] : []
  return `${asked} This does not cover ${[...named, ...more].join(', ')}; helm continues with it.`
}

/** Asks with the system's own dialog, over a window when there is one. */
export async function askToQuit(options: MessageBoxOptions, window: Electron.BrowserWindow | null): Promise<number> {
  const { response } = await (window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options))
  return response
}
