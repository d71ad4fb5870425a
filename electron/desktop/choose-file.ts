import { dialog, type BrowserWindow } from 'electron'

/** Lets the person pick a kubeconfig; null when the dialog is cancelled. */
export async function chooseKubeconfig(window: BrowserWindow | null): Promise<string | null> {
  const options = {
    title: 'Choose a kubeconfig',
    buttonLabel: 'Use this kubeconfig',
    properties: ['openFile', 'showHiddenFiles', 'dontAddToRecent'] as (
      'openFile' | 'showHiddenFiles' | 'dontAddToRecent'
    )[],
  }
  const result = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options)
  return result.canceled ? null : (result.filePaths[0] ?? null)
}
