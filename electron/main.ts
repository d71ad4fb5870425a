import { join } from 'node:path'
import { app, BrowserWindow, ipcMain, protocol, session } from 'electron'
import { chooseChart, chooseKubeconfig } from './desktop/choose-file'
import { writeHeadlessReport } from './desktop/headless-report'
import { openLog } from './desktop/log'
import { openJsonFile } from './desktop/json-file'
import { installMenu } from './desktop/menu'
import { openExternal } from './desktop/open-external'
import { appOrigin, appScheme } from './desktop/origin'
import { askToQuit, guardQuit, type QuitGuard } from './desktop/quit-guard'
import { runtimeWarning } from './desktop/runtime'
import { restrictContents, restrictSession } from './desktop/security'
import { serveApp } from './desktop/serve-app'
import { openSettings } from './desktop/settings'
import { openWindow } from './desktop/window'
import { createHandlers } from './ipc/handlers'
import { openDoor } from './ipc/door'
import { createSend } from './ipc/send'
import { runningOf } from './operations/operations'
import { startServices } from './services'

/*
 * The composition root: what starts, in order. Before `ready` only what Electron demands there; the cluster side
 * (services.ts) begins when the window is on its way, so that nothing stands before the first paint.
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

function start(): void {
  protocol.handle(appScheme, (request) => serveApp(request, join(outDir, 'renderer')))
  restrictSession(session.defaultSession)
  installMenu({ isMac: process.platform === 'darwin', isDev: devServer !== undefined })

  const services = startServices({
    env: process.env,
    homeDir: app.getPath('home'),
    appDir: app.getAppPath(),
    resourcesDir: app.isPackaged ? process.resourcesPath : null,
    settings: openSettings(app.getPath('userData')),
    chartSourceFile: openJsonFile(join(app.getPath('userData'), 'chart-sources.json')),
    privateDir: join(app.getPath('userData'), 'runs'),
    isVisible: () => BrowserWindow.getAllWindows().some((window) => window.isVisible() && !window.isMinimized()),
    log,
    emit: createSend(() => BrowserWindow.getAllWindows().map((window) => window.webContents)),
  })
  const closeDoor = openDoor(
    createHandlers({ services, chooseKubeconfig, chooseChart, openExternal, versions, runtimeWarning: nodeWarning }),
    {
      ipcMain,
      trust: {
        origin,
        isOurs: (id) => BrowserWindow.getAllWindows().some((window) => window.webContents.id === id),
      },
      onError: (name, error) => log.warn(`${name}: ${error.code}: ${error.message}`),
    },
  )

  const quitGuard = guardQuit({
    app,
    running: () => runningOf(services.operations.list()),
    windows: () => BrowserWindow.getAllWindows(),
    isMac: process.platform === 'darwin',
    ask: (options) => askToQuit(options, BrowserWindow.getAllWindows()[0] ?? null),
  })
  open(quitGuard)
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open(quitGuard)
  })
  app.on('browser-window-focus', () => services.focus())
  app.once('will-quit', () => {
    closeDoor()
    services.stop()
  })
}

function open(quitGuard: QuitGuard): void {
  const window = openWindow({ url: devServer ?? `${appOrigin}/`, outDir })
  quitGuard.watch(window)
  window.webContents.on('did-fail-load', (_event, code, reason) => log.error(`page failed to load: ${code} ${reason}`))
  window.webContents.on('render-process-gone', (_event, { reason }) => log.error(`window process gone: ${reason}`))
  const reportTo = process.env['WHEELHOUSE_HEADLESS_REPORT']
  if (reportTo !== undefined && reportTo !== '') {
    void writeHeadlessReport(window.webContents, reportTo).catch((thrown: unknown) => log.error(String(thrown)))
  }
}

app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit()
})
void app.whenReady().then(start)
