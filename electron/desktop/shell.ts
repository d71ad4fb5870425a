import { BrowserWindow, Notification, type App } from 'electron'
import type { ActionRequest } from '@shared/actions'
import type { Emit } from '@shared/contract/events'
import type { ConnectionState, ContextsState } from '@shared/model/cluster'
import type { Operation } from '@shared/model/operation'
import type { HelmRelease } from '@shared/model/release'
import type { ReleaseRef } from '@shared/model/release-ref'
import type { AppEventName, AppEvents } from '../events'
import { createBackground } from './background'
import { installMenu } from './menu'
import { createNotices, type Notice } from './notices'
import type { Opening } from './opening'
import { askToQuit, guardQuit, type QuitGuard } from './quit-guard'
import type { Settings } from './settings'
import { openTray } from './tray'
import type { TrayActions, TrayState } from './tray-menu'
import { readValuesFiles } from './values-files'
import { openWindow } from './window'

export interface ShellDeps {
  readonly app: App
  readonly isMac: boolean
  /** The page's address: the app's scheme, or the dev server. */
  readonly url: string
  readonly isDev: boolean
  readonly outDir: string
  readonly settings: Settings
  readonly contexts: () => ContextsState
  /** @throws AppFailure `context-missing` */
  readonly useContext: (name: string) => Promise<unknown>
  readonly releases: () => readonly HelmRelease[] | null
  readonly operations: () => readonly Operation[]
  /** Those of them for which helm, or this app, is at work; not those whose cluster is still to tell how they ended. */
  readonly atWork: () => readonly Operation[]
  /** Asks helm to stop an operation. */
  readonly cancelOperation: (id: string) => void
  readonly events: AppEvents
  /** Sends the window a message. */
  readonly send: Emit
  /** Told of each new window. */
  readonly onWindow: (window: BrowserWindow) => void
  readonly log: { warn(text: string): void }
}

/** What the person has before them: window, tray, menu, and how they end. */
export interface Shell {
  /** Brings the window to the person; opens one where there is none. */
  show(): void
  /** Reads the values files and gives them to the window; brings it in any case. */
  openFiles(opening: Opening): Promise<void>
  close(): void
}

/** Opens window, tray and menu. */
export function openShell(deps: ShellDeps): Shell {
  const { app, isMac, operations } = deps
  const show = (): void => void bring(deps, open)
  const send: Emit = (name, payload) => whenLoaded(bring(deps, open), () => deps.send(name, payload))
  const run = (request: ActionRequest): void => send('window:run_action', request)
  const openRelease = (release: ReleaseRef): void => run({ id: 'release.open', release })
  const notices = createNotices({ operations, isSeen, show: showNotice, openRelease })
  const background = createBackground({ operations, showWindow: show, quit: () => app.quit() })
  const quitGuard = guardQuit({
    app,
    running: deps.atWork,
    cancel: deps.cancelOperation,
    windows: () => BrowserWindow.getAllWindows(),
    isMac,
    ask: (options) => askToQuit(options, theWindow() ?? null),
    closeToBackground: (window) => {
      background.enter()
      window.hide()
    },
  })
  const connection = followConnection(deps.events)
  const state = (): TrayState => trayStateOf(deps, connection.state())
  const tray = openTray({ state, actions: trayActions(deps, openRelease, show), log: deps.log })
  const open = (): BrowserWindow => openGuarded(deps, quitGuard, background.leave, tray.update)

  installMenu({ isMac, isDev: deps.isDev, run: (id) => run({ id }) })
  const onOperations = [notices, background.update, quitGuard.update]
  const subscriptions = [
    ...onOperations.map((update) => deps.events.on('operations-changed', update)),
    ...trayEvents.map((name) => deps.events.on(name, tray.update)),
  ]
  open()
  return {
    show,
    openFiles: async ({ files, total }) => {
      show()
      if (total > 0) send('files:opened', { files: await readValuesFiles(files, total) })
    },
    close: () => {
      for (const unsubscribe of [...subscriptions, connection.unsubscribe]) unsubscribe()
      tray.close()
    },
  }
}

/** What the tray's icon and menu are made of. */
const trayEvents = [
  'contexts-changed',
  'connection-changed',
  'operations-changed',
  'current-releases-changed',
] as const satisfies readonly AppEventName[]

/** Remembers how the current context's cluster answered last. */
function followConnection(events: AppEvents): { state: () => ConnectionState | null; unsubscribe: () => void } {
  let connection: ConnectionState | null = null
  const unsubscribe = events.on('connection-changed', (state) => {
    connection = state
  })
  return { state: () => connection, unsubscribe }
}

function openGuarded(deps: ShellDeps, guard: QuitGuard, onShow: () => void, onChange: () => void): BrowserWindow {
  const window = openWindow(deps)
  guard.watch(window)
  window.on('show', () => {
    onShow()
    onChange()
  })
  window.on('hide', onChange).on('minimize', onChange).on('restore', onChange).on('closed', onChange)
  deps.onWindow(window)
  return window
}

function trayActions(
  { app, useContext, log }: ShellDeps,
  openRelease: TrayActions['openRelease'],
  showWindow: () => void,
): TrayActions {
  return {
    openRelease,
    // It may just have gone from the kubeconfig; the next menu does not have it any more.
    useContext: (name) => void useContext(name).catch((reason: unknown) => log.warn(String(reason))),
    showWindow,
    hideWindow: () => theWindow()?.hide(),
    quit: () => app.quit(),
  }
}

function trayStateOf({ contexts, releases, operations }: ShellDeps, connection: ConnectionState | null): TrayState {
  const window = theWindow()
  const { current, contexts: all } = contexts()
  return {
    context: current,
    contexts: all.map(({ name }) => name),
    connection: connection?.context === current ? connection : null,
    releases: releases(),
    operations: operations(),
    isWindowShown: window?.isVisible() === true && !window.isMinimized(),
  }
}

/** Held until the person has done with them: one that is collected does not lead anywhere when it is clicked. */
const shownNotices = new Set<Notification>()

/** Behind other windows it is not before the person either, and no system tells of that but by the focus. */
function isSeen(): boolean {
  const window = theWindow()
  return window?.isVisible() === true && window.isFocused()
}

function showNotice({ title, body, open }: Notice): void {
  const notification = new Notification({ title, body })
  const forget = (): void => void shownNotices.delete(notification)
  notification.on('click', open).on('click', forget).on('close', forget)
  // Without a notification service the strip, the tray and the list tell it all the same.
  notification.on('failed', forget)
  shownNotices.add(notification)
  notification.show()
}

// The classes that Electron exports are subclasses of those its functions give.
function theWindow(): Electron.BrowserWindow | undefined {
  return BrowserWindow.getAllWindows()[0]
}

/** A window that has not painted yet shows itself when it has (window.ts). */
function bring({ isMac, app }: ShellDeps, open: () => BrowserWindow): Electron.BrowserWindow {
  const window = theWindow()
  if (window === undefined) return open()
  if (window.isMinimized()) window.restore()
  if (!window.webContents.isLoadingMainFrame()) window.show()
  window.focus()
  if (isMac) app.focus({ steal: true })
  return window
}

/** The page listens from its first script on: what is sent before that would be lost. */
function whenLoaded(window: Electron.BrowserWindow, action: () => void): void {
  if (window.webContents.isLoadingMainFrame()) window.webContents.once('did-finish-load', action)
  else action()
}
