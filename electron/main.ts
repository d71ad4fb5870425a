import { join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, powerMonitor, protocol, session } from 'electron'
import type { AppError } from '@shared/errors'
import { chooseChart, chooseFiles, chooseKubeconfig } from './desktop/choose-file'
import { findDataPlace, noPlaceWords, type DataPlace } from './desktop/data-place'
import { writeHeadlessReport } from './desktop/headless-report'
import { openLog, type Log } from './desktop/log'
import { openExternal } from './desktop/open-external'
import { openingOf, shorterStart, type Opening } from './desktop/opening'
import { appOrigin, appScheme } from './desktop/origin'
import { switchRefusal } from './desktop/refused-switches'
import { runtimeWarning } from './desktop/runtime'
import { systemCrypt } from './desktop/safe-storage'
import { restrictContents, restrictSession } from './desktop/security'
import { serveApp } from './desktop/serve-app'
import { chooseTextFile, saveActivity, saveComparison, saveDrift, savePlan, saveValues } from './desktop/save-file'
import { openSettings, settingsFile, type Settings } from './desktop/settings'
import { openShell, type Shell } from './desktop/shell'
import { isFirstStart } from './desktop/single-instance'
import { readTextFiles, readValuesFiles } from './desktop/values-files'
import { createAppEvents, type AppEvents } from './events'
import { openJsonFile } from './files/json-file'
import { createHandlers } from './ipc/handlers'
import { openDoor } from './ipc/door'
import { createSend } from './ipc/send'
import { forwardToWindow } from './ipc/window-messages'
import { endPrograms } from './processes/end-with-app'
import { startServices, type Services } from './services/services'

/*
 * The composition root: what starts, in order. Before `ready` only what Electron demands there; the cluster side
 * (services/) begins when the window is on its way, so that nothing stands before the first paint.
 */

const outDir = join(app.getAppPath(), 'out')
const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
const origin = devServer === undefined ? appOrigin : new URL(devServer).origin

const versions = { version: app.getVersion(), electron: process.versions.electron, chrome: process.versions.chrome }
const nodeWarning = (): Promise<string | null> => runtimeWarning(process.execPath)

const isMac = process.platform === 'darwin'
const launch = { argv: process.argv, cwd: process.cwd(), hasAppArgument: process.defaultApp }
const send = createSend(() => BrowserWindow.getAllWindows().map((window) => window.webContents))
/** There from `ready` on. */
let shell: Shell | undefined
/** Files that came before there was a window to give them to. */
let waiting: readonly Opening[] = [openingOf(launch)].filter(({ total }) => total > 0)
/** How long the programs that end with the app have for it. Milliseconds. */
const endGraceMs = 1_000

/** What stands before there is a window. */
interface Ground {
  readonly place: DataPlace
  readonly log: Log
  readonly events: AppEvents
  readonly settings: Settings
  /** Why what the person chooses won't last; null while it does. */
  readonly storageProblem: () => AppError | null
}

begin()

/** Every start goes through here: it is refused, begins anew, hands over what it was given, or becomes the app. */
function begin(): void {
  const refusal = app.isPackaged ? switchRefusal(app.commandLine, process.resourcesPath) : null
  if (refusal !== null) {
    endWith(refusal)
    return
  }
  const shorter = shorterStart(launch)
  if (shorter !== null) {
    app.relaunch({ args: shorter })
    app.exit(0)
    return
  }
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
  // The window asks for its sandbox itself (window.ts). This covers any other process, but cannot stand beside
  // --no-sandbox, which root needs: Chromium would refuse to start.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  restrictContents(app)
  const wanted = app.getPath('userData')
  try {
    open(findDataPlace(wanted))
  } catch (reason) {
    void app.whenReady().then(() => endWith(noPlaceWords(wanted, reason)))
  }
}

/** Tells it in a dialog, or in the terminal where it is too early for one. */
function endWith(words: string): void {
  dialog.showErrorBox('Wheelhouse', words)
  app.exit(1)
}

function open(place: DataPlace): void {
  if (place.problem !== null) app.setPath('userData', place.working)
  const log = openLog(join(place.working, 'logs', 'main.log'))
  const events = createAppEvents((name, reason) => log.warn(`${name}: ${String(reason)}`))
  let storageProblem = place.problem
  const settings = openSettings(settingsFile(place.kept), (problem) => {
    // Where nothing is kept, the settings are not news.
    if (place.problem !== null) return
    storageProblem = problem
    events.emit('storage-changed', { problem })
  })
  if (!isFirstStart({ app, opening: openingOf(launch), onSecondStart: openFiles })) {
    app.quit()
    return
  }
  app.on('window-all-closed', () => {
    if (!isMac) app.quit()
  })
  // macOS names a file so, before or after `ready`.
  app.on('open-file', (event, path) => {
    event.preventDefault()
    openFiles({ files: [path], total: 1 })
  })
  const ground = { place, log, events, settings, storageProblem: () => storageProblem }
  void app.whenReady().then(() => start(ground))
}

function start(ground: Ground): void {
  const { events, log } = ground
  protocol.handle(appScheme, (request) => serveApp(request, join(outDir, 'renderer')))
  restrictSession(session.defaultSession)

  // The window hears of everything first.
  const stopForwarding = forwardToWindow(events, send)
  const services = openServices(ground)
  const handlers = createHandlers({
    services,
    chooseKubeconfig,
    chooseChart,
    saveActivity,
    saveValues,
    chooseTextFile,
    savePlan,
    saveComparison,
    saveDrift,
    readValuesFiles,
    readTextFiles,
    chooseFiles,
    openExternal,
    versions,
    runtimeWarning: nodeWarning,
    storageProblem: ground.storageProblem,
  })
  const closeDoor = openDoor(handlers, {
    ipcMain,
    trust: {
      origin,
      isOurs: (id) => BrowserWindow.getAllWindows().some((window) => window.webContents.id === id),
    },
    onError: (name, error) => log.warn(`${name}: ${error.code}: ${error.message}`),
  })
  startShell(services, ground)
  app.once('will-quit', (event) => {
    shell?.close()
    closeDoor()
    services.stop()
    stopForwarding()
    const ended = endPrograms(endGraceMs)
    if (ended === null) return
    event.preventDefault()
    void ended.then(() => app.quit())
  })
}

function openServices({ place, settings, log, events }: Ground): Services {
  return startServices({
    env: process.env,
    homeDir: app.getPath('home'),
    appDir: app.getAppPath(),
    resourcesDir: app.isPackaged ? process.resourcesPath : null,
    settings,
    chartSourceFile: openJsonFile(join(place.kept, 'chart-sources.json')),
    namespaceFile: openJsonFile(join(place.kept, 'namespaces.json')),
    draftDir: join(place.kept, 'drafts'),
    sentValuesDir: join(place.kept, 'sent-values'),
    backupDir: join(place.kept, 'backups'),
    crypt: systemCrypt,
    privateDir: join(place.working, 'runs'),
    journalDir: join(place.kept, 'journal'),
    planDir: join(place.kept, 'plans'),
    indexDir: join(place.kept, 'release-index'),
    log,
    events,
  })
}

function startShell(services: Services, { settings, events, log }: Ground): void {
  shell = openShell({
    app,
    isMac,
    isDev: devServer !== undefined,
    url: devServer ?? `${appOrigin}/`,
    outDir,
    settings,
    contexts: () => services.kubeconfig.state(),
    useContext: (name) => services.kubeconfig.useContext(name),
    releases: services.latestReleases,
    operations: () => services.operations.list(),
    atWork: () => services.operations.atWork(),
    cancelOperation: (id) => services.operations.cancel(id),
    events,
    send,
    onWindow: (window) => watchWindow(window, log),
    log,
  })
  app.on('activate', () => shell?.show())
  app.on('browser-window-focus', () => services.focus())
  // A sleeping computer does not notice that its connections are gone.
  powerMonitor.on('resume', () => services.focus())
  waiting.forEach(openFiles)
}

function watchWindow(window: BrowserWindow, log: Log): void {
  window.webContents.on('did-fail-load', (_event, code, reason) => log.error(`page failed to load: ${code} ${reason}`))
  window.webContents.on('render-process-gone', (_event, { reason }) => log.error(`window process gone: ${reason}`))
  const reportTo = process.env['WHEELHOUSE_HEADLESS_REPORT']
  if (reportTo !== undefined && reportTo !== '') {
    void writeHeadlessReport(window.webContents, reportTo).catch((thrown: unknown) => log.error(String(thrown)))
  }
}

function openFiles(opening: Opening): void {
  if (shell === undefined) waiting = [...waiting, opening]
  else void shell.openFiles(opening)
}
