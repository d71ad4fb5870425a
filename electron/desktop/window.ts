import { join } from 'node:path'
import { BrowserWindow, nativeImage, nativeTheme, screen } from 'electron'
import icon from '../../build/icons/64x64.png?inline'
import type { Settings } from './settings'
import { placeWindow } from './window-place'

export interface WindowOptions {
  /** The page's address: the app's scheme, or the dev server. */
  readonly url: string
  /** Folder of the built preload. */
  readonly outDir: string
  /** Remembers the window's place. */
  readonly settings: Settings
}

/** So long the window has to rest before its place is written; closing writes it at once. */
const restMs = 500

/** Opens the main window; it shows itself once its first paint is there, so that no blank window flashes. */
export function openWindow({ url, outDir, settings }: WindowOptions): BrowserWindow {
  const { x, y, width, height, maximized } = placeWindow(settings.get().window, workAreas())
  const window = new BrowserWindow({
    ...(x === undefined || y === undefined ? {} : { x, y }),
    width,
    height,
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: 'Wheelhouse',
    // On Linux without an installed desktop entry nothing else names one.
    icon: nativeImage.createFromDataURL(icon),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0f172a' : '#ffffff',
    webPreferences: {
      preload: join(outDir, 'preload', 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  })
  window.once('ready-to-show', () => {
    // Maximizing shows the window, so it has to wait as well.
    if (maximized) window.maximize()
    window.show()
  })
  rememberPlace(window, settings)
  // A page that fails to load is reported by did-fail-load (main.ts logs it); nothing to await here.
  void window.loadURL(url).catch(() => undefined)
  return window
}

function workAreas(): Electron.Rectangle[] {
  const main = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id)
  return [main, ...others].map(({ workArea }) => workArea)
}

/** Written while the app runs, not only at its end: a crash should not forget where the window was put. */
function rememberPlace(window: BrowserWindow, settings: Settings): void {
  let timer: NodeJS.Timeout | undefined
  const write = (): void => {
    clearTimeout(timer)
    // A window that never showed has not been put anywhere.
    if (window.isVisible()) settings.set({ window: { ...window.getNormalBounds(), maximized: window.isMaximized() } })
  }
  const writeSoon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(write, restMs)
  }
  window.on('resize', writeSoon).on('move', writeSoon).on('maximize', writeSoon).on('unmaximize', writeSoon)
  window.on('close', write)
  window.on('closed', () => clearTimeout(timer))
}
