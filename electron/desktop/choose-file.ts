import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron'

/** Lets the person pick a kubeconfig; null when the dialog is cancelled. */
export async function chooseKubeconfig(): Promise<string | null> {
  const options: OpenDialogOptions = {
    title: 'Choose a kubeconfig',
    buttonLabel: 'Use this kubeconfig',
    properties: ['openFile', 'showHiddenFiles', 'dontAddToRecent'],
  }
  const window = BrowserWindow.getFocusedWindow()
  const result = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
  return result.canceled ? null : (result.filePaths[0] ?? null)
}
