import { join } from 'node:path'
import { app, BrowserWindow, ipcMain, powerMonitor, protocol, session } from 'electron'
import { chooseChart, chooseKubeconfig } from './desktop/choose-file'
import { writeHeadlessReport } from './desktop/headless-report'
import { openLog } from './desktop/log'
import { launchFiles } from './desktop/launch-files'
import { openExternal } from './desktop/open-external'
import { appOrigin, appScheme } from './desktop/origin'
import { runtimeWarning } from './desktop/runtime'
import { systemCrypt } from './desktop/safe-storage'
import { restrictContents, restrictSession } from './desktop/security'
import { serveApp } from './desktop/serve-app'
import { chooseTextFile, saveActivity, saveValues } from './desktop/save-file'
import { openSettings } from './desktop/settings'
import { openShell, type Shell } from './desktop/shell'
import { isFirstStart } from './desktop/single-instance'
import { readValuesFiles } from './desktop/values-files'
import { createAppEvents } from './events'
import { openJsonFile } from './files/json-file'
import { createHandlers } from './ipc/handlers'
import { openDoor } from './ipc/door'
import { createSend } from './ipc/send'
import { forwardToWindow } from './ipc/window-messages'
import { startServices, type Services } from './services/services'

/*
 * The composition root: what starts, in order. Before `ready` only what Electron demands there; the cluster side
 * (services/) begins when the window is on its way, so that nothing stands before the first paint.
 */

const outDir = join(app.getAppPath(), 'out')
const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
const origin = devServer === undefined ? appOrigin : new URL(devServer).origin

protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
])
// The window asks for its sandbox itself (window.ts). This covers any other process, but cannot stand beside
// --no-sandbox, which root needs: Chromium would refuse to start.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
restrictContents(app)

const log = openLog(join(app.getPath('userData'), 'logs', 'main.log'))

const versions = { version: app.getVersion(), electron: process.versions.electron, chrome: process.versions.chrome }
const nodeWarning = (): Promise<string | null> => runtimeWarning(process.execPath)

const isMac = process.platform === 'darwin'
const settings = openSettings(app.getPath('userData'))
const events = createAppEvents((name, reason) => log.warn(`${name}: ${String(reason)}`))
const send = createSend(() => BrowserWindow.getAllWindows().map((window) => window.webContents))
/** There from `ready` on. */
let shell: Shell | undefined
/** Files that came before there was a window to give them to. */
let waitingFiles: string[] = launchFiles({
  argv: process.argv,
  cwd: process.cwd(),
  hasAppArgument: process.defaultApp,
})

function start(): void {
  protocol.handle(appScheme, (request) => serveApp(request, join(outDir, 'renderer')))
  restrictSession(session.defaultSession)

  // The window hears of everything first.
  const stopForwarding = forwardToWindow(events, send)
  const services = startServices({
    env: process.env,
    homeDir: app.getPath('home'),
    appDir: app.getAppPath(),
    resourcesDir: app.isPackaged ? process.resourcesPath : null,
    settings,
    chartSourceFile: openJsonFile(join(app.getPath('userData'), 'chart-sources.json')),
    namespaceFile: openJsonFile(join(app.getPath('userData'), 'namespaces.json')),
    backupDir: join(app.getPath('userData'), 'backups'),
    crypt: systemCrypt,
    privateDir: join(app.getPath('userData'), 'runs'),
    journalDir: join(app.getPath('userData'), 'journal'),
    indexDir: join(app.getPath('userData'), 'release-index'),
    log,
    events,
  })
  const handlers = createHandlers({
    services,
    chooseKubeconfig,
    chooseChart,
    saveActivity,
    saveValues,
    chooseTextFile,
    readValuesFiles,
    openExternal,
    versions,
    runtimeWarning: nodeWarning,
  })
  const closeDoor = openDoor(handlers, {
    ipcMain,
    trust: {
      origin,
      isOurs: (id) => BrowserWindow.getAllWindows().some((window) => window.webContents.id === id),
    },
    onError: (name, error) => log.warn(`${name}: ${error.code}: ${error.message}`),
  })
  startShell(services)
  app.once('will-quit', () => {
    shell?.close()
    closeDoor()
    services.stop()
    stopForwarding()
  })
}

function startShell(services: Services): void {
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
    onWindow: watchWindow,
    log,
  })
  app.on('activate', () => shell?.show())
  app.on('browser-window-focus', () => services.focus())
  // A sleeping computer does not notice that its connections are gone.
  powerMonitor.on('resume', () => services.focus())
  if (waitingFiles.length > 0) openFiles(waitingFiles)
}

function watchWindow(window: BrowserWindow): void {
  window.webContents.on('did-fail-load', (_event, code, reason) => log.error(`page failed to load: ${code} ${reason}`))
  window.webContents.on('render-process-gone', (_event, { reason }) => log.error(`window process gone: ${reason}`))
  const reportTo = process.env['WHEELHOUSE_HEADLESS_REPORT']
  if (reportTo !== undefined && reportTo !== '') {
    void writeHeadlessReport(window.webContents, reportTo).catch((thrown: unknown) => log.error(String(thrown)))
  }
}

function openFiles(paths: readonly string[]): void {
  if (shell === undefined) waitingFiles = [...waitingFiles, ...paths]
  else void shell.openFiles(paths)
}

if (isFirstStart({ app, files: waitingFiles, onSecondStart: openFiles })) {
  app.on('window-all-closed', () => {
    if (!isMac) app.quit()
  })
  // macOS names a file so, before or after `ready`.
  app.on('open-file', (event, path) => {
    event.preventDefault()
    openFiles([path])
  })
  void app.whenReady().then(start)
} else {
  app.quit()
}
