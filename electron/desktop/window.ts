import { join } from 'node:path'
import { BrowserWindow, nativeTheme } from 'electron'

export interface WindowOptions {
  /** The page's address: the app's scheme, or the dev server. */
  readonly url: string
  /** Folder of the built preload. */
  readonly outDir: string
}

/** Opens the main window; it shows itself once its first paint is there, so that no blank window flashes. */
export function openWindow({ url, outDir }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: 'Wheelhouse',
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
  window.once('ready-to-show', () => window.show())
  // A page that fails to load is reported by did-fail-load (main.ts logs it); nothing to await here.
  void window.loadURL(url).catch(() => undefined)
  return window
}
